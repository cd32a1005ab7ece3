-- A number's row changes with every reservation and nothing of it is indexed but its key: room on the page keeps those updates HOT.
ALTER TABLE "numbers" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "requests" SET (fillfactor = 90);--> statement-breakpoint

-- The name of a group cannot be changed once saved (G2).
CREATE FUNCTION groups_keep_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the name of a group cannot be changed' USING ERRCODE = '23514', CONSTRAINT = 'groups_name_fixed', TABLE = 'groups';
END $$;--> statement-breakpoint
CREATE TRIGGER groups_keep_name BEFORE UPDATE OF name, name_key ON groups FOR EACH ROW
	WHEN (NEW.name <> OLD.name OR NEW.name_key <> OLD.name_key) EXECUTE FUNCTION groups_keep_name();--> statement-breakpoint

-- The size of a pool, counted once a statement: the row lock on the group puts its writers in line (G3).
CREATE FUNCTION pool_entries_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE groups SET
		pool_size = pool_size + CASE TG_OP WHEN 'INSERT' THEN changed.entries ELSE -changed.entries END,
		pool_version = pool_version + 1
	FROM (SELECT group_id, count(*)::integer AS entries FROM changed_entries GROUP BY group_id) AS changed
	WHERE groups.id = changed.group_id;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER pool_entries_1_count_inserted AFTER INSERT ON pool_entries REFERENCING NEW TABLE AS changed_entries
	FOR EACH STATEMENT EXECUTE FUNCTION pool_entries_count();--> statement-breakpoint
CREATE TRIGGER pool_entries_1_count_deleted AFTER DELETE ON pool_entries REFERENCING OLD TABLE AS changed_entries
	FOR EACH STATEMENT EXECUTE FUNCTION pool_entries_count();--> statement-breakpoint

CREATE FUNCTION pool_entries_count_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE groups SET pool_version = pool_version + 1 WHERE id IN (
		SELECT changed_entries.group_id FROM old_entries JOIN changed_entries USING (id)
		WHERE old_entries.number <> changed_entries.number OR old_entries.description <> changed_entries.description
	);
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER pool_entries_1_count_updated AFTER UPDATE ON pool_entries REFERENCING OLD TABLE AS old_entries NEW TABLE AS changed_entries
	FOR EACH STATEMENT EXECUTE FUNCTION pool_entries_count_update();--> statement-breakpoint

-- At commit, whatever the statements in between did. The row is read again: the event carries an older state of it.
CREATE FUNCTION groups_check_pool_size() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	entries integer;
BEGIN
	SELECT pool_size INTO entries FROM groups WHERE id = NEW.id;
	IF entries NOT BETWEEN 1 AND 10000 THEN
		RAISE EXCEPTION 'a group has 1 to 10000 numbers, this one would have %', entries
			USING ERRCODE = '23514', CONSTRAINT = 'groups_pool_size', TABLE = 'groups', DETAIL = entries::text;
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER groups_pool_size AFTER INSERT OR UPDATE OF pool_size ON groups
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION groups_check_pool_size();--> statement-breakpoint

-- A number stands in several groups only while none of them has unique DNIS on (G6). Writers of pools wait for each other here (and take
-- the same lock first, db/pool-entries.ts), so that two of them cannot both find the other's number absent.
CREATE FUNCTION pool_entries_check_exclusive() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	clash text;
BEGIN
	PERFORM pg_advisory_xact_lock(7201);
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
END $$;--> statement-breakpoint
CREATE TRIGGER pool_entries_2_exclusive_inserted AFTER INSERT ON pool_entries REFERENCING NEW TABLE AS changed_entries
	FOR EACH STATEMENT EXECUTE FUNCTION pool_entries_check_exclusive();--> statement-breakpoint
CREATE TRIGGER pool_entries_2_exclusive_updated AFTER UPDATE ON pool_entries REFERENCING NEW TABLE AS changed_entries
	FOR EACH STATEMENT EXECUTE FUNCTION pool_entries_check_exclusive();--> statement-breakpoint

CREATE FUNCTION groups_check_exclusive() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	clash text;
BEGIN
	PERFORM pg_advisory_xact_lock(7201);
	SELECT own_entry.number INTO clash
	FROM pool_entries AS own_entry
	JOIN pool_entries AS other_entry ON other_entry.number = own_entry.number AND other_entry.group_id <> own_entry.group_id
	WHERE own_entry.group_id = NEW.id LIMIT 1;
	IF clash IS NOT NULL THEN
		RAISE EXCEPTION 'number % stands in several groups', clash
			USING ERRCODE = '23514', CONSTRAINT = 'pool_entries_exclusive', TABLE = 'groups', DETAIL = clash;
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER groups_exclusive AFTER UPDATE OF unique_dnis ON groups FOR EACH ROW
	WHEN (NEW.unique_dnis AND NOT OLD.unique_dnis) EXECUTE FUNCTION groups_check_exclusive();--> statement-breakpoint

-- The audit log only grows (O5). The application owns its tables, so rights alone would guard nothing. Retention says that it is
-- retention, for its own transaction, and may then delete; nobody may change an entry.
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' AND current_setting('call_in.retention', true) = 'on' THEN
		RETURN OLD;
	END IF;
	RAISE EXCEPTION 'the audit log cannot be changed' USING ERRCODE = '42501', CONSTRAINT = 'audit_append_only', TABLE = TG_TABLE_NAME;
END $$;--> statement-breakpoint
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_attachments_append_only BEFORE UPDATE OR DELETE ON audit_attachments FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_attachments_no_truncate BEFORE TRUNCATE ON audit_attachments FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
--> statement-breakpoint

-- What the counting above relies on: entries stay in their group, pools are not truncated, and nobody but the triggers writes the size.
CREATE FUNCTION pool_entries_keep_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'an entry stays in its group' USING ERRCODE = '23514', CONSTRAINT = 'pool_entries_group_fixed', TABLE = 'pool_entries';
END $$;--> statement-breakpoint
CREATE TRIGGER pool_entries_keep_group BEFORE UPDATE OF id, group_id ON pool_entries FOR EACH ROW
	WHEN (NEW.group_id <> OLD.group_id OR NEW.id <> OLD.id) EXECUTE FUNCTION pool_entries_keep_group();--> statement-breakpoint
CREATE FUNCTION pool_entries_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'pools are emptied by deleting their groups' USING ERRCODE = '23514', CONSTRAINT = 'groups_pool_size', TABLE = 'pool_entries';
END $$;--> statement-breakpoint
CREATE TRIGGER pool_entries_no_truncate BEFORE TRUNCATE ON pool_entries FOR EACH STATEMENT EXECUTE FUNCTION pool_entries_refuse_truncate();--> statement-breakpoint
CREATE FUNCTION groups_keep_pool_size() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.pool_size := 0;
		NEW.pool_version := 0;
	ELSE
		NEW.pool_size := OLD.pool_size;
		NEW.pool_version := OLD.pool_version;
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER groups_keep_pool_size_inserted BEFORE INSERT ON groups FOR EACH ROW EXECUTE FUNCTION groups_keep_pool_size();--> statement-breakpoint
CREATE TRIGGER groups_keep_pool_size_updated BEFORE UPDATE OF pool_size, pool_version ON groups FOR EACH ROW
	WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION groups_keep_pool_size();
