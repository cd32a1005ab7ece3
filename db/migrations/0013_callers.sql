-- A process of the version before keeps none of the new columns, and reads none of them: of what it
-- makes, the number as it was given is what is compared.
DROP INDEX "live_codes_until";--> statement-breakpoint
DROP INDEX "attempts_call_id";--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "from_given" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "from_given" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "from_readings" text[];--> statement-breakpoint
CREATE INDEX "live_codes_length" ON "live_codes" USING btree (char_length("code"),"live_until");--> statement-breakpoint
CREATE INDEX "requests_several_readings" ON "requests" USING btree ("expires_at") WHERE "requests"."from_readings" is not null and not "requests"."has_access_code";--> statement-breakpoint
CREATE INDEX "attempts_call_id" ON "attempts" USING btree (hashtextextended("call_id", 0),"at") WHERE "attempts"."call_id" is not null;