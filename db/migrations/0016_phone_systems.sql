CREATE TABLE "connection_calls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"call_id" text,
	"event" text NOT NULL,
	"from_digits" text,
	"to_digits" text,
	"outcome" text,
	"answer" text,
	"refusal" text,
	"status" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connection_destinations" (
	"connection_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"target" text,
	"fallback" text,
	CONSTRAINT "connection_destinations_connection_id_group_id_pk" PRIMARY KEY("connection_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "connection_secrets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"sealed" text,
	"plain" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"valid_until" timestamp (3) with time zone,
	CONSTRAINT "connection_secrets_value" CHECK (num_nonnulls("connection_secrets"."sealed", "connection_secrets"."plain") = 1)
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"kind" text NOT NULL,
	"numbers_without_plus" text NOT NULL,
	"releases_on_answer" boolean DEFAULT true NOT NULL,
	"target" text,
	"fallback" text,
	"user_data_keys" text[] NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_name_key_unique" UNIQUE("name_key"),
	CONSTRAINT "connections_numbers_without_plus" CHECK ("connections"."numbers_without_plus" in ('any', 'international'))
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "is_connection" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "connection_calls" ADD CONSTRAINT "connection_calls_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_destinations" ADD CONSTRAINT "connection_destinations_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_secrets" ADD CONSTRAINT "connection_secrets_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_id_api_keys_id_fk" FOREIGN KEY ("id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connection_calls_last" ON "connection_calls" USING btree ("connection_id","at","id");--> statement-breakpoint
CREATE INDEX "connection_secrets_connection" ON "connection_secrets" USING btree ("connection_id");--> statement-breakpoint
CREATE UNIQUE INDEX "connection_secrets_present" ON "connection_secrets" USING btree ("connection_id","slot") WHERE "connection_secrets"."valid_until" is null;