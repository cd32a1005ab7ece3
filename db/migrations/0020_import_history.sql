ALTER TABLE "audit_entries" ADD COLUMN "import_id" uuid;--> statement-breakpoint
ALTER TABLE "group_import_groups" ADD COLUMN "undo_state" text;--> statement-breakpoint
ALTER TABLE "group_import_groups" ADD COLUMN "applied_steps" text;--> statement-breakpoint
ALTER TABLE "group_import_groups" ADD COLUMN "applied_version" integer;--> statement-breakpoint
ALTER TABLE "group_import_groups" ADD COLUMN "applied_pool_version" bigint;--> statement-breakpoint
ALTER TABLE "group_import_reviews" ADD COLUMN "undone_by" text;--> statement-breakpoint
ALTER TABLE "group_import_reviews" ADD COLUMN "undone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "import_reviews" ADD COLUMN "rows_in_error" integer;--> statement-breakpoint
CREATE INDEX "group_import_groups_target" ON "group_import_groups" USING btree ("target_id");