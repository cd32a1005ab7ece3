-- Defaults, so that a process of the version before can go on making groups, requests, attempts and
-- keys without these columns. Columns with constant defaults are added without rewriting the tables.
ALTER TABLE "api_keys" ADD COLUMN "numbers_without_plus" text DEFAULT 'any' NOT NULL;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "attestation" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "caller_id" text DEFAULT 'any' NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "guard" text DEFAULT 'guard' NOT NULL;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "caller_id" text DEFAULT 'any' NOT NULL;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "guard" text DEFAULT 'guard' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_numbers_without_plus" CHECK ("api_keys"."numbers_without_plus" in ('any', 'international'));--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_caller_id" CHECK ("groups"."caller_id" in ('any', 'equal', 'attested'));--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_guard" CHECK ("groups"."guard" in ('guard', 'alertOnly'));
