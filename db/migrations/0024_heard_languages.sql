ALTER TABLE "connection_destinations" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "own_sentences" jsonb DEFAULT '{}'::jsonb NOT NULL;