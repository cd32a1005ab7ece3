ALTER TABLE "api_key_groups" DROP CONSTRAINT "api_key_groups_group_id_groups_id_fk";
--> statement-breakpoint
CREATE INDEX "attempts_from_number" ON "attempts" USING btree ("from_number","at","id") WHERE "attempts"."from_number" is not null;--> statement-breakpoint
CREATE INDEX "attempts_call_id" ON "attempts" USING btree ("call_id","at") WHERE "attempts"."call_id" is not null;--> statement-breakpoint
CREATE INDEX "attempts_not_matched" ON "attempts" USING btree ("outcome","at","id") WHERE "attempts"."outcome" <> 'MATCHED';--> statement-breakpoint
CREATE INDEX "requests_group_name" ON "requests" USING btree ("group_name","created_at","id");--> statement-breakpoint
CREATE INDEX "requests_matched" ON "requests" USING btree ("created_at","id") WHERE "requests"."matched_at" is not null;--> statement-breakpoint
CREATE INDEX "requests_cancelled" ON "requests" USING btree ("created_at","id") WHERE "requests"."ended_at" is not null and "requests"."matched_at" is null;--> statement-breakpoint
CREATE INDEX "requests_without_code" ON "requests" USING btree ("expires_at") WHERE not "requests"."has_access_code";