ALTER TABLE "requests" ADD COLUMN "extended_at" timestamptz(3)[];--> statement-breakpoint
CREATE INDEX "numbers_last_digits" ON "numbers" USING btree (right("number", 4));--> statement-breakpoint
ALTER TABLE call_in_test.requests ADD COLUMN "extended_at" timestamptz(3)[];--> statement-breakpoint
CREATE INDEX ON call_in_test.numbers USING btree (right("number", 4));
