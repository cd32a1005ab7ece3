CREATE TABLE "api_key_minutes" (
	"api_key_id" uuid PRIMARY KEY NOT NULL,
	"minute" integer NOT NULL,
	"calls" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "requests_per_minute" integer;--> statement-breakpoint
ALTER TABLE "api_key_minutes" ADD CONSTRAINT "api_key_minutes_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_requests_per_minute" CHECK ("api_keys"."requests_per_minute" between 1 and 1000000);