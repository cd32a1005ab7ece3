CREATE TABLE "api_key_groups" (
	"api_key_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	CONSTRAINT "api_key_groups_api_key_id_group_id_pk" PRIMARY KEY("api_key_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"hint" text NOT NULL,
	"scopes" text[] NOT NULL,
	"limited_to_groups" boolean DEFAULT false NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_key_hash_unique" UNIQUE("key_hash"),
	CONSTRAINT "api_keys_scopes" CHECK ("api_keys"."scopes" <@ array['create', 'match', 'provision']::text[] and cardinality("api_keys"."scopes") > 0)
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"call_id" text,
	"from_number" text,
	"to_number" text,
	"outcome" text NOT NULL,
	"request_id" uuid,
	"group_id" uuid,
	"released" boolean DEFAULT false NOT NULL,
	"api_key_id" uuid NOT NULL,
	"corr_id" uuid NOT NULL,
	CONSTRAINT "attempts_outcome" CHECK ("attempts"."outcome" in ('MATCHED', 'AMBIGUOUS', 'WRONG_CODE', 'CODE_REQUIRED', 'ANI_MISMATCH', 'EXPIRED', 'NOTHING_MATCHED', 'LOCKED'))
);
--> statement-breakpoint
CREATE TABLE "audit_attachments" (
	"audit_entry_id" uuid PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"content" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_id" text,
	"subject_name" text NOT NULL,
	"before" text,
	"after" text
);
--> statement-breakpoint
CREATE TABLE "code_guesses" (
	"from_number" text NOT NULL,
	"to_number" text NOT NULL,
	"failures" timestamptz(3)[] NOT NULL,
	"locked_until" timestamp (3) with time zone,
	CONSTRAINT "code_guesses_from_number_to_number_pk" PRIMARY KEY("from_number","to_number")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"generate_access_code" boolean NOT NULL,
	"access_code_length" integer NOT NULL,
	"expiry_seconds" integer NOT NULL,
	"unique_dnis" boolean NOT NULL,
	"pool_size" integer DEFAULT 0 NOT NULL,
	"pool_version" bigint DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "groups_name_key_unique" UNIQUE("name_key"),
	CONSTRAINT "groups_name_length" CHECK (char_length("groups"."name") between 1 and 64),
	CONSTRAINT "groups_access_code_length" CHECK ("groups"."access_code_length" between 4 and 12),
	CONSTRAINT "groups_expiry_seconds" CHECK ("groups"."expiry_seconds" between 10 and 1800)
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"api_key_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"response" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_api_key_id_endpoint_key_pk" PRIMARY KEY("api_key_id","endpoint","key")
);
--> statement-breakpoint
CREATE TABLE "live_codes" (
	"number" text NOT NULL,
	"code" text NOT NULL,
	"request_id" uuid NOT NULL,
	"live_until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "live_codes_number_code_pk" PRIMARY KEY("number","code")
);
--> statement-breakpoint
CREATE TABLE "numbers" (
	"number" text PRIMARY KEY NOT NULL,
	"busy_until" timestamp (3) with time zone DEFAULT 'epoch' NOT NULL,
	"holder_id" uuid,
	"held_until" timestamp (3) with time zone DEFAULT 'epoch' NOT NULL,
	"given_at" timestamp (3) with time zone DEFAULT 'epoch' NOT NULL,
	CONSTRAINT "numbers_e164" CHECK ("numbers"."number" ~ '^[+][1-9][0-9]{0,14}$')
);
--> statement-breakpoint
CREATE TABLE "one_time_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"user_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "one_time_links_user" CHECK (("one_time_links"."purpose" = 'setup') = ("one_time_links"."user_id" is null))
);
--> statement-breakpoint
CREATE TABLE "pool_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_id" uuid NOT NULL,
	"number" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"position" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "pool_entries_once_a_group" UNIQUE("group_id","number"),
	CONSTRAINT "pool_entries_position" UNIQUE("group_id","position"),
	CONSTRAINT "pool_entries_description_length" CHECK (char_length("pool_entries"."description") <= 32),
	CONSTRAINT "pool_entries_position_range" CHECK ("pool_entries"."position" >= 0)
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"matched_at" timestamp (3) with time zone,
	"group_id" uuid NOT NULL,
	"group_name" text NOT NULL,
	"unique_dnis" boolean NOT NULL,
	"to_number" text NOT NULL,
	"from_number" text,
	"has_access_code" boolean NOT NULL,
	"access_code" text,
	"user_data" text,
	"callback_service_id" uuid,
	"api_key_id" uuid NOT NULL,
	"corr_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"flash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"password_hash" text,
	"role" text NOT NULL,
	"time_zone" text,
	"disabled_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_key_unique" UNIQUE("email_key"),
	CONSTRAINT "users_role" CHECK ("users"."role" in ('administrator', 'developer', 'supervisor', 'monitor')),
	CONSTRAINT "users_email_length" CHECK (char_length("users"."email") between 3 and 254)
);
--> statement-breakpoint
ALTER TABLE "api_key_groups" ADD CONSTRAINT "api_key_groups_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key_groups" ADD CONSTRAINT "api_key_groups_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_attachments" ADD CONSTRAINT "audit_attachments_audit_entry_id_audit_entries_id_fk" FOREIGN KEY ("audit_entry_id") REFERENCES "public"."audit_entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_links" ADD CONSTRAINT "one_time_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_entries" ADD CONSTRAINT "pool_entries_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_entries" ADD CONSTRAINT "pool_entries_number_numbers_number_fk" FOREIGN KEY ("number") REFERENCES "public"."numbers"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_key_groups_group" ON "api_key_groups" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "attempts_at" ON "attempts" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "attempts_request" ON "attempts" USING btree ("request_id","at") WHERE "attempts"."request_id" is not null;--> statement-breakpoint
CREATE INDEX "attempts_to_number" ON "attempts" USING btree ("to_number","at");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_entries_subject" ON "audit_entries" USING btree ("subject_id","at");--> statement-breakpoint
CREATE INDEX "idempotency_until" ON "idempotency" USING btree ("until");--> statement-breakpoint
CREATE INDEX "live_codes_until" ON "live_codes" USING btree ("live_until");--> statement-breakpoint
CREATE UNIQUE INDEX "one_time_links_one_setup" ON "one_time_links" USING btree ("purpose") WHERE "one_time_links"."purpose" = 'setup';--> statement-breakpoint
CREATE INDEX "pool_entries_number" ON "pool_entries" USING btree ("number");--> statement-breakpoint
CREATE INDEX "requests_created_at" ON "requests" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "requests_expires_at" ON "requests" USING btree ("expires_at","id");--> statement-breakpoint
CREATE INDEX "requests_to_number" ON "requests" USING btree ("to_number","expires_at");--> statement-breakpoint
CREATE INDEX "requests_from_number" ON "requests" USING btree ("from_number","created_at") WHERE "requests"."from_number" is not null;--> statement-breakpoint
CREATE INDEX "requests_callback_service_id" ON "requests" USING btree ("callback_service_id") WHERE "requests"."callback_service_id" is not null;--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at" ON "sessions" USING btree ("expires_at");