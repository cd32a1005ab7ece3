CREATE TABLE "group_import_work" (
	"review_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"told_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"failure" text,
	CONSTRAINT "group_import_work_kind" CHECK ("group_import_work"."kind" in ('check', 'apply', 'undo'))
);
--> statement-breakpoint
ALTER TABLE "group_import_work" ADD CONSTRAINT "group_import_work_review_id_group_import_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."group_import_reviews"("id") ON DELETE cascade ON UPDATE no action;