-- A process of the version before counts nothing here, and no guard holds for its calls.
CREATE TABLE "code_guards" (
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"times" timestamptz(3)[] NOT NULL,
	"counts" integer[] NOT NULL,
	"wrong_codes" integer NOT NULL,
	"codes_limit" integer,
	"calls_limit" integer,
	"calls_counted_at" timestamp (3) with time zone,
	"guarded_since" timestamp (3) with time zone,
	"guarded_until" timestamp (3) with time zone,
	"is_strict" boolean DEFAULT false NOT NULL,
	"begun_by" uuid,
	CONSTRAINT "code_guards_kind_target_pk" PRIMARY KEY("kind","target"),
	CONSTRAINT "code_guards_kind" CHECK ("code_guards"."kind" in ('number', 'group'))
);
--> statement-breakpoint
-- Room beside each row, because each wrong code rewrites it.
ALTER TABLE "code_guards" SET (fillfactor = 50);
