ALTER TABLE "pool_entries" DROP CONSTRAINT "pool_entries_group_id_groups_id_fk";--> statement-breakpoint
-- What the foreign key did, once a statement. The count finds every group of the new entries, and its row lock keeps
-- them from being deleted meanwhile.
CREATE OR REPLACE FUNCTION pool_entries_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	counted integer;
BEGIN
	UPDATE groups SET
		pool_size = pool_size + CASE TG_OP WHEN 'INSERT' THEN changed.entries ELSE -changed.entries END,
		pool_version = pool_version + 1
	FROM (SELECT group_id, count(*)::integer AS entries FROM changed_entries GROUP BY group_id) AS changed
	WHERE groups.id = changed.group_id;
	GET DIAGNOSTICS counted = ROW_COUNT;
	IF TG_OP = 'INSERT' AND counted < (SELECT count(DISTINCT group_id) FROM changed_entries) THEN
		RAISE EXCEPTION 'entries of a group that does not exist'
			USING ERRCODE = '23503', CONSTRAINT = 'pool_entries_group_id_groups_id_fk', TABLE = 'pool_entries';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION groups_delete_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM pool_entries USING deleted_groups WHERE pool_entries.group_id = deleted_groups.id;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER groups_delete_entries AFTER DELETE ON groups REFERENCING OLD TABLE AS deleted_groups
	FOR EACH STATEMENT EXECUTE FUNCTION groups_delete_entries();--> statement-breakpoint
CREATE FUNCTION groups_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'groups are deleted, so that their pools go too' USING ERRCODE = '23514', CONSTRAINT = 'groups_pool_size', TABLE = 'groups';
END $$;--> statement-breakpoint
CREATE TRIGGER groups_no_truncate BEFORE TRUNCATE ON groups FOR EACH STATEMENT EXECUTE FUNCTION groups_refuse_truncate();--> statement-breakpoint
-- While no group has unique DNIS, no two can clash, and 10,000 look-ups are saved.
CREATE OR REPLACE FUNCTION pool_entries_check_exclusive() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	clash text;
BEGIN
	PERFORM pg_advisory_xact_lock(7201);
	IF NOT EXISTS (SELECT 1 FROM groups WHERE unique_dnis) THEN
		RETURN NULL;
	END IF;
	SELECT changed_entries.number INTO clash
	FROM changed_entries
	JOIN groups AS own ON own.id = changed_entries.group_id
	JOIN pool_entries AS other_entry ON other_entry.number = changed_entries.number AND other_entry.group_id <> changed_entries.group_id
	JOIN groups AS other ON other.id = other_entry.group_id
	WHERE own.unique_dnis OR other.unique_dnis LIMIT 1;
	IF clash IS NOT NULL THEN
		RAISE EXCEPTION 'number % would stand in several groups, one of them with unique DNIS', clash
			USING ERRCODE = '23514', CONSTRAINT = 'pool_entries_exclusive', TABLE = 'pool_entries', DETAIL = clash;
	END IF;
	RETURN NULL;
END $$;
