CREATE TABLE "request_states" (
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "request_states_state_created_at_id_pk" PRIMARY KEY("state","created_at","id"),
	CONSTRAINT "request_states_state" CHECK ("request_states"."state" in ('matched', 'cancelled'))
);
--> statement-breakpoint
INSERT INTO "request_states" ("state", "created_at", "id")
SELECT CASE WHEN "matched_at" IS NOT NULL THEN 'matched' ELSE 'cancelled' END, "created_at", "id" FROM "requests"
WHERE "matched_at" IS NOT NULL OR "ended_at" IS NOT NULL;--> statement-breakpoint
DROP INDEX "requests_matched";--> statement-breakpoint
DROP INDEX "requests_cancelled";--> statement-breakpoint
-- Room on each page for the next version of a row: with no index to write, a match then writes that page alone.
ALTER TABLE "requests" SET (fillfactor = 85);
