ALTER TABLE "sessions" ADD COLUMN "client" text;--> statement-breakpoint
CREATE INDEX "audit_entries_action" ON "audit_entries" USING btree ("action","at");--> statement-breakpoint
CREATE INDEX "audit_entries_actor_name" ON "audit_entries" USING btree (lower("actor_name") text_pattern_ops,"at");--> statement-breakpoint
CREATE INDEX "audit_entries_subject_name" ON "audit_entries" USING btree (lower("subject_name") text_pattern_ops,"at");--> statement-breakpoint

-- Somebody can always administer: a change that takes an Administrator away who can sign in (enabled, with a password) leaves another one.
-- Such changes wait for each other, so that two at once cannot both count on the other one's Administrator.
CREATE FUNCTION users_keep_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(7202);
	IF NOT EXISTS (SELECT FROM users WHERE role = 'administrator' AND disabled_at IS NULL AND password_hash IS NOT NULL) THEN
		RAISE EXCEPTION 'no Administrator would be left who can sign in'
			USING ERRCODE = '23514', CONSTRAINT = 'users_last_administrator', TABLE = 'users';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER users_keep_administrator_updated AFTER UPDATE OF role, disabled_at, password_hash ON users FOR EACH ROW
	WHEN (OLD.role = 'administrator' AND OLD.disabled_at IS NULL AND OLD.password_hash IS NOT NULL
		AND (NEW.role <> 'administrator' OR NEW.disabled_at IS NOT NULL OR NEW.password_hash IS NULL))
	EXECUTE FUNCTION users_keep_administrator();--> statement-breakpoint
CREATE TRIGGER users_keep_administrator_deleted AFTER DELETE ON users FOR EACH ROW
	WHEN (OLD.role = 'administrator' AND OLD.disabled_at IS NULL AND OLD.password_hash IS NOT NULL)
	EXECUTE FUNCTION users_keep_administrator();
