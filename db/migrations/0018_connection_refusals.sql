CREATE TABLE "connection_refusals" (
	"connection_id" uuid NOT NULL,
	"refusal" text NOT NULL,
	"times" bigint NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"status" integer NOT NULL,
	"client" text NOT NULL,
	CONSTRAINT "connection_refusals_connection_id_refusal_pk" PRIMARY KEY("connection_id","refusal")
);
--> statement-breakpoint
ALTER TABLE "connection_refusals" ADD CONSTRAINT "connection_refusals_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;