-- The pool's version of a group that comes back is none that it had before: a process that still remembers an older
-- pool of it, or a page that is still open, must not take the new one for it.
CREATE OR REPLACE FUNCTION groups_keep_pool_size() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.pool_size := 0;
		NEW.pool_version := CASE
			WHEN EXISTS (SELECT 1 FROM audit_entries WHERE subject_id = NEW.id::text AND action = 'group.delete')
			THEN floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
			ELSE 0
		END;
	ELSE
		NEW.pool_size := OLD.pool_size;
		NEW.pool_version := OLD.pool_version;
	END IF;
	RETURN NEW;
END $$;
