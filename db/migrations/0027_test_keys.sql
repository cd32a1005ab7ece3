ALTER TABLE "api_keys" ADD COLUMN "is_test" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "first_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_is_test" CHECK (not "api_keys"."is_test" or "api_keys"."limited_to_groups");--> statement-breakpoint
-- Test keys have tables of their own, in a schema of its own (C17). A later migration of one of these tables does the
-- same here: tests/operations/requests/test-tables.test.ts compares them.
CREATE SCHEMA call_in_test;--> statement-breakpoint
CREATE TABLE call_in_test.groups (LIKE groups INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.numbers (LIKE numbers INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.pool_entries (LIKE pool_entries INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.api_key_groups (LIKE api_key_groups INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.requests (LIKE requests INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.request_states (LIKE request_states INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.live_codes (LIKE live_codes INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.idempotency (LIKE idempotency INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.attempts (LIKE attempts INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.code_guesses (LIKE code_guesses INCLUDING ALL);--> statement-breakpoint
CREATE TABLE call_in_test.code_guards (LIKE code_guards INCLUDING ALL);--> statement-breakpoint
-- The built-in groups, each with numbers from one on.
INSERT INTO call_in_test.groups (id, name, name_key, generate_access_code, access_code_length, expiry_seconds,
	unique_dnis, caller_id, pool_size, updated_by)
SELECT ('00000000-0000-4000-8000-0000000001' || lpad(first::text, 2, '0'))::uuid, name, name, codes, length, 300,
	is_unique, caller_id, size, 'system'
FROM (VALUES
	('test_codes', 0, 10, true, 6, false, 'any'),
	('test_unique', 10, 50, false, 6, true, 'any'),
	('test_shared', 60, 1, false, 6, false, 'any'),
	('test_caller_id', 61, 9, false, 6, true, 'equal'),
	('test_exhausted', 70, 1, false, 6, true, 'any'),
	('test_no_codes', 71, 1, true, 4, false, 'any'),
	('test_locked', 80, 10, true, 6, false, 'any')
) AS g (name, first, size, codes, length, is_unique, caller_id);--> statement-breakpoint
INSERT INTO call_in_test.numbers (number)
SELECT '+120255501' || lpad(n::text, 2, '0') FROM generate_series(0, 99) n;--> statement-breakpoint
INSERT INTO call_in_test.pool_entries (id, group_id, number, position, updated_by)
SELECT gen_random_uuid(), g.id, '+120255501' || lpad((right(g.id::text, 2)::integer + n)::text, 2, '0'), n, 'system'
FROM call_in_test.groups g, generate_series(0, g.pool_size - 1) n;--> statement-breakpoint
-- A number and codes that are never free.
UPDATE call_in_test.numbers SET busy_until = '9999-12-31', held_until = '9999-12-31' WHERE number = '+12025550170';--> statement-breakpoint
INSERT INTO call_in_test.live_codes (number, code, request_id, live_until)
SELECT '+12025550171', code::text, gen_random_uuid(), '9999-12-31' FROM generate_series(1000, 9999) code;
