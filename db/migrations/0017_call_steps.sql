CREATE TABLE "call_steps" (
	"attempt_id" uuid NOT NULL,
	"step" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "call_steps_attempt_id_step_pk" PRIMARY KEY("attempt_id","step")
);
--> statement-breakpoint
ALTER TABLE "call_steps" ADD CONSTRAINT "call_steps_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;