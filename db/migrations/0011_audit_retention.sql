CREATE TABLE "audit_retention" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"days" integer,
	"lower_days" integer,
	"lower_from" timestamp (3) with time zone,
	CONSTRAINT "audit_retention_one_row" CHECK ("audit_retention"."id"),
	CONSTRAINT "audit_retention_days" CHECK ("audit_retention"."days" between 1 and 36500 and "audit_retention"."lower_days" between 1 and 36500),
	CONSTRAINT "audit_retention_lower" CHECK (("audit_retention"."lower_days" is null) = ("audit_retention"."lower_from" is null))
);
--> statement-breakpoint
INSERT INTO "audit_retention" ("id") VALUES (true);--> statement-breakpoint

-- The days that hold now, a shorter time that has come into force included. One day, the least that can be set, until a process has said.
-- The row is locked: what was read stays so until the transaction ends, and an old snapshot fails instead of showing a shorter time.
CREATE FUNCTION audit_retention_days() RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	kept public.audit_retention%ROWTYPE;
BEGIN
	SELECT * INTO STRICT kept FROM public.audit_retention FOR SHARE;
	RETURN coalesce(CASE WHEN kept.lower_from <= clock_timestamp() THEN kept.lower_days ELSE kept.days END, 1);
END $$;--> statement-breakpoint

-- Processes write `days`; each does so again and again. A shorter time holds a day after a process has first asked for it, unless a process
-- asks for a longer one meanwhile. That it was asked for is written down at once.
CREATE FUNCTION audit_retention_set() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	asked integer := NEW.days;
	moment timestamptz := clock_timestamp();
	is_over boolean := coalesce(OLD.lower_from <= moment, false);
	holds integer := CASE WHEN is_over THEN OLD.lower_days ELSE OLD.days END;
BEGIN
	IF asked IS NULL THEN
		RAISE EXCEPTION 'the audit log is kept for a number of days' USING ERRCODE = '23502', TABLE = 'audit_retention', COLUMN = 'days';
	END IF;
	NEW.id := OLD.id;
	NEW.days := greatest(asked, holds);
	IF asked >= coalesce(holds, asked) THEN
		NEW.lower_days := NULL;
		NEW.lower_from := NULL;
	ELSIF OLD.lower_from IS NULL OR is_over THEN
		NEW.lower_days := asked;
		NEW.lower_from := moment + interval '24 hours';
		INSERT INTO public.audit_entries (id, actor_kind, actor_name, action, subject_name, "before", "after") VALUES (
			gen_random_uuid(), 'system', 'the service', 'audit.shorten-retention', 'AUDIT_RETENTION_DAYS',
			json_build_object('days', holds)::text,
			json_build_object('days', asked, 'from', to_char(NEW.lower_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))::text
		);
	ELSE
		NEW.lower_days := greatest(OLD.lower_days, asked);
		NEW.lower_from := OLD.lower_from;
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER audit_retention_set BEFORE UPDATE ON audit_retention FOR EACH ROW EXECUTE FUNCTION audit_retention_set();--> statement-breakpoint

-- As 0001 has it; and retention too may delete only what is old enough, by this clock. Two hours less than the days: who deletes counts days
-- of the calendar, and one is shorter by so much where a time zone puts its clock forward.
-- An attachment whose entry is gone went with it.
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	days integer;
	written timestamptz;
BEGIN
	IF TG_OP <> 'DELETE' OR TG_TABLE_NAME = 'audit_retention' OR current_setting('call_in.retention', true) IS DISTINCT FROM 'on' THEN
		RAISE EXCEPTION 'the audit log cannot be changed' USING ERRCODE = '42501', CONSTRAINT = 'audit_append_only', TABLE = TG_TABLE_NAME;
	END IF;
	IF TG_TABLE_NAME = 'audit_entries' THEN
		days := public.audit_retention_days();
		written := OLD.at;
	ELSIF EXISTS (SELECT FROM public.audit_entries WHERE id = OLD.audit_entry_id) THEN
		days := least(90, public.audit_retention_days());
		written := OLD.created_at;
	ELSE
		RETURN OLD;
	END IF;
	IF written > clock_timestamp() - make_interval(hours => 24 * days - 2) THEN
		RAISE EXCEPTION 'the audit log is kept for % days', days USING ERRCODE = '42501', CONSTRAINT = 'audit_too_fresh', TABLE = TG_TABLE_NAME;
	END IF;
	RETURN OLD;
END $$;--> statement-breakpoint
CREATE TRIGGER audit_retention_stays BEFORE DELETE ON audit_retention FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_retention_no_truncate BEFORE TRUNCATE ON audit_retention FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
