ALTER TABLE "code_guesses" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "code_guesses" ADD COLUMN "hides_caller" boolean DEFAULT false NOT NULL;