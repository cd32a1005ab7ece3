ALTER TABLE "pool_entries" DROP CONSTRAINT "pool_entries_number_numbers_number_fk";
--> statement-breakpoint

-- What the foreign key held, once a statement: an entry's number has its row, and a row with entries stays. Both sides take the lock of the
-- writers of pools, so neither can miss the other.
CREATE FUNCTION pool_entries_check_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	missing text;
BEGIN
	PERFORM pg_advisory_xact_lock(7201);
	SELECT changed_entries.number INTO missing FROM changed_entries
	WHERE NOT EXISTS (SELECT 1 FROM numbers WHERE numbers.number = changed_entries.number) LIMIT 1;
	IF missing IS NOT NULL THEN
		RAISE EXCEPTION 'number % has no row in numbers', missing
			USING ERRCODE = '23503', CONSTRAINT = 'pool_entries_number_has_row', TABLE = 'pool_entries';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER pool_entries_3_numbers_inserted AFTER INSERT ON pool_entries REFERENCING NEW TABLE AS changed_entries
	FOR EACH STATEMENT EXECUTE FUNCTION pool_entries_check_numbers();--> statement-breakpoint
CREATE TRIGGER pool_entries_3_numbers_updated AFTER UPDATE ON pool_entries REFERENCING NEW TABLE AS changed_entries
	FOR EACH STATEMENT EXECUTE FUNCTION pool_entries_check_numbers();--> statement-breakpoint
CREATE FUNCTION numbers_keep_those_in_pools() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(7201);
	IF EXISTS (SELECT 1 FROM pool_entries WHERE number = OLD.number) THEN
		RAISE EXCEPTION 'number % stands in a pool', OLD.number
			USING ERRCODE = '23503', CONSTRAINT = 'pool_entries_number_has_row', TABLE = 'numbers';
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;--> statement-breakpoint
CREATE TRIGGER numbers_keep_those_in_pools BEFORE DELETE OR UPDATE OF number ON numbers
	FOR EACH ROW EXECUTE FUNCTION numbers_keep_those_in_pools();
