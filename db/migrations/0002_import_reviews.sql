CREATE TABLE "import_reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"file_name" text NOT NULL,
	"header" text,
	"rows" text,
	"version" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"applied_by" text,
	"applied_at" timestamp (3) with time zone,
	"summary" text,
	"pool_before" text,
	"applied_pool_version" bigint,
	"undone_by" text,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "import_reviews_mode" CHECK ("import_reviews"."mode" in ('add', 'replace')),
	CONSTRAINT "import_reviews_state" CHECK ("import_reviews"."state" in ('open', 'applied', 'undone'))
);
--> statement-breakpoint
ALTER TABLE "import_reviews" ADD CONSTRAINT "import_reviews_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_reviews_group" ON "import_reviews" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "import_reviews_created_at" ON "import_reviews" USING btree ("created_at");