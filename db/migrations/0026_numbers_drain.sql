CREATE TABLE "pool_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_id" uuid NOT NULL,
	"entries" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_by" text,
	"undone_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "draining_size" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pool_entries" ADD COLUMN "drain" text;--> statement-breakpoint
ALTER TABLE "pool_changes" ADD CONSTRAINT "pool_changes_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pool_changes_group" ON "pool_changes" USING btree ("group_id","created_at");--> statement-breakpoint
CREATE INDEX "pool_changes_created_at" ON "pool_changes" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "pool_entries_to_remove" ON "pool_entries" USING btree ("group_id","number") WHERE "pool_entries"."drain" = 'remove';--> statement-breakpoint
ALTER TABLE "pool_entries" ADD CONSTRAINT "pool_entries_drain" CHECK ("pool_entries"."drain" in ('keep', 'remove'));--> statement-breakpoint

-- The triggers that count a pool's numbers count its draining ones too (G15).
CREATE OR REPLACE FUNCTION pool_entries_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
	counted integer;
BEGIN
	UPDATE groups SET
		pool_size = pool_size + sign * changed.entries,
		draining_size = draining_size + sign * changed.draining,
		pool_version = pool_version + 1
	FROM (
		SELECT group_id, count(*)::integer AS entries, count(drain)::integer AS draining
		FROM changed_entries GROUP BY group_id
	) AS changed
	WHERE groups.id = changed.group_id;
	GET DIAGNOSTICS counted = ROW_COUNT;
	IF TG_OP = 'INSERT' AND counted < (SELECT count(DISTINCT group_id) FROM changed_entries) THEN
		RAISE EXCEPTION 'entries of a group that does not exist'
			USING ERRCODE = '23503', CONSTRAINT = 'pool_entries_group_id_groups_id_fk', TABLE = 'pool_entries';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint

-- A drain counts as a change of the pool: each process then reads again which numbers it may give.
CREATE OR REPLACE FUNCTION pool_entries_count_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE groups SET
		draining_size = draining_size + changed.draining,
		pool_version = pool_version + 1
	FROM (
		SELECT changed_entries.group_id,
			(count(changed_entries.drain) - count(old_entries.drain))::integer AS draining
		FROM old_entries JOIN changed_entries USING (id)
		WHERE old_entries.number <> changed_entries.number
			OR old_entries.description <> changed_entries.description
			OR old_entries.drain IS DISTINCT FROM changed_entries.drain
		GROUP BY changed_entries.group_id
	) AS changed
	WHERE groups.id = changed.group_id;
	RETURN NULL;
END $$;--> statement-breakpoint

-- At commit, a group has a number that it may give.
CREATE OR REPLACE FUNCTION groups_check_pool_size() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	entries integer;
	draining integer;
BEGIN
	SELECT pool_size, draining_size INTO entries, draining FROM groups WHERE id = NEW.id;
	IF entries NOT BETWEEN 1 AND 10000 THEN
		RAISE EXCEPTION 'a group has 1 to 10000 numbers, this one would have %', entries
			USING ERRCODE = '23514', CONSTRAINT = 'groups_pool_size', TABLE = 'groups', DETAIL = entries::text;
	END IF;
	IF draining >= entries THEN
		RAISE EXCEPTION 'a group has a number that is not draining, all % of this one are', entries
			USING ERRCODE = '23514', CONSTRAINT = 'groups_number_to_give', TABLE = 'groups', DETAIL = entries::text;
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
DROP TRIGGER groups_pool_size ON groups;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER groups_pool_size AFTER INSERT OR UPDATE OF pool_size, draining_size ON groups
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION groups_check_pool_size();--> statement-breakpoint

-- Nobody but the triggers writes either count.
CREATE OR REPLACE FUNCTION groups_keep_pool_size() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.pool_size := 0;
		NEW.draining_size := 0;
		NEW.pool_version := CASE
			WHEN EXISTS (SELECT 1 FROM audit_entries WHERE subject_id = NEW.id::text AND action = 'group.delete')
			THEN floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
			ELSE 0
		END;
	ELSE
		NEW.pool_size := OLD.pool_size;
		NEW.draining_size := OLD.draining_size;
		NEW.pool_version := OLD.pool_version;
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
DROP TRIGGER groups_keep_pool_size_updated ON groups;--> statement-breakpoint
CREATE TRIGGER groups_keep_pool_size_updated BEFORE UPDATE OF pool_size, draining_size, pool_version ON groups FOR EACH ROW
	WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION groups_keep_pool_size();
