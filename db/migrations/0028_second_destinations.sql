ALTER TABLE "connection_destinations" ADD COLUMN "second_target" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "second_target" text;