-- While a transaction holds an old snapshot, each request leaves a version of its number's row that
-- vacuum cannot remove. Free space in each page keeps the new version on the page of the old one. It
-- then needs no new index entries, and no check of the key against all versions.
ALTER TABLE "numbers" SET (fillfactor = 20);--> statement-breakpoint
ALTER TABLE call_in_test.numbers SET (fillfactor = 20);--> statement-breakpoint
-- A backward scan returns the newest of equal entries first, so that a look at a number ends with its
-- first row. Of deduplicated entries it would return the oldest first.
ALTER INDEX "numbers_pkey" SET (deduplicate_items = off);--> statement-breakpoint
ALTER INDEX call_in_test.numbers_pkey SET (deduplicate_items = off);
