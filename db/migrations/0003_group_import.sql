CREATE TABLE "group_import_groups" (
	"review_id" uuid NOT NULL,
	"index" integer NOT NULL,
	"name" text NOT NULL,
	"name_key" text,
	"settings" text NOT NULL,
	"problems" text NOT NULL,
	"left_out" boolean DEFAULT false NOT NULL,
	"rows" text,
	"outcome" text,
	"target_id" uuid,
	"figures" text,
	"plan_problem" text,
	"row_problems" text,
	CONSTRAINT "group_import_groups_review_id_index_pk" PRIMARY KEY("review_id","index"),
	CONSTRAINT "group_import_groups_outcome" CHECK ("group_import_groups"."outcome" in ('error', 'new', 'changed', 'unchanged', 'skipped', 'left-out'))
);
--> statement-breakpoint
CREATE TABLE "group_import_reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"file_name" text NOT NULL,
	"existing" text NOT NULL,
	"state" text DEFAULT 'checking' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"planned_for" text,
	"repairs" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"applied_by" text,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "group_import_reviews_existing" CHECK ("group_import_reviews"."existing" in ('skip', 'update')),
	CONSTRAINT "group_import_reviews_state" CHECK ("group_import_reviews"."state" in ('checking', 'open', 'applied'))
);
--> statement-breakpoint
ALTER TABLE "group_import_groups" ADD CONSTRAINT "group_import_groups_review_id_group_import_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."group_import_reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_import_reviews_created_at" ON "group_import_reviews" USING btree ("created_at");