import { BRIEF, type Database, type Db, type Patience } from "../connection/database.ts";

/** The schema that has the tables of test requests (C17). */
export const TEST_SCHEMA = "call_in_test";

/**
 * The database as test keys have it: the same statements on the same tables, in a schema of their
 * own. Each transaction sees that schema alone, so a statement on a table that is not in it fails,
 * and nothing live can be read or written, whatever a call does.
 *
 * The schema is set for one transaction, behind PgBouncer too. The query builder is therefore for
 * transactions alone.
 */
export function testTablesOf(database: Database): Database {
	const transaction = <T>(work: (tx: Db) => Promise<T>, patience?: Patience): Promise<T> =>
		database.transaction(async (tx) => {
			await tx.query("select set_config('search_path', $1::text, true)", [TEST_SCHEMA]);
			return work(withOwnPlans(tx));
		}, patience);
	return {
		...database,
		query: (text, params, patience = BRIEF) =>
			transaction((tx) => tx.query(text, params), patience),
		transaction,
		get orm(): Db["orm"] {
			throw new Error("The query builder works on test tables only inside a transaction.");
		},
	};
}

/**
 * Texts of their own, so that they are prepared statements of their own: a statement that is used
 * with two schemas in turn would be planned anew each time.
 */
function withOwnPlans(tx: Db): Db {
	const own: Db = {
		query: (text, params) => tx.query(`/* test */ ${text}`, params),
		transaction: (work) => work(own),
		orm: tx.orm,
	};
	return own;
}
