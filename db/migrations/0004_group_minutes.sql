CREATE TABLE "group_minutes" (
	"group_id" uuid NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"refused_no_number" integer DEFAULT 0 NOT NULL,
	"refused_no_code" integer DEFAULT 0 NOT NULL,
	"peak_live" integer DEFAULT 0 NOT NULL,
	"peak_numbers" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "group_minutes_group_id_minute_pk" PRIMARY KEY("group_id","minute")
);
--> statement-breakpoint
CREATE INDEX "group_minutes_minute" ON "group_minutes" USING btree ("minute");