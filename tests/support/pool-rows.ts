import { sql } from "drizzle-orm";
import type { Database } from "../../db/connection/database.ts";
import { brokenConstraint, sqlState } from "../../db/connection/errors.ts";

/**
 * Rows of groups and pools as raw SQL: the database's own constraints show only without the
 * product's checks before them.
 */

/** The number at `index` of an unassigned range. */
export const numberAt = (index: number): string => `+${15_550_000_000 + index}`;

type GroupColumns = {
	name?: string;
	name_key?: string;
	access_code_length?: number;
	expiry_seconds?: number;
	unique_dnis?: boolean;
};

const literal = (value: unknown): string =>
	typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);

/** Inserts a group without entries. The name defaults to its ID. */
export function insertGroup(id: string, columns: GroupColumns = {}): string {
	const row = {
		...{
			id,
			name: id,
			name_key: columns.name ?? id,
			generate_access_code: true,
			access_code_length: 6,
			expiry_seconds: 30,
		},
		...{ unique_dnis: false, updated_by: "test" },
		...columns,
	};
	return `insert into groups (${Object.keys(row).join(", ")}) values (${Object.values(row).map(literal).join(", ")})`;
}

/** Inserts the missing rows among numbers `from` to `from + count - 1`. */
export const insertNumbers = (from: number, count = 1): string =>
	`insert into numbers (number) select '+' || (15550000000 + n) from generate_series(${from}, ${from + count - 1}) as n on conflict do nothing`;

/**
 * Inserts those numbers into a group's pool, in one statement. Their index is also their position.
 */
export const insertEntries = (groupId: string, from: number, count = 1): string =>
	`insert into pool_entries (id, group_id, number, position, updated_by)
	select gen_random_uuid(), '${groupId}', '+' || (15550000000 + n), n, 'test' from generate_series(${from}, ${from + count - 1}) as n`;

/** Deletes those numbers from a group's pool. */
export const deleteEntries = (groupId: string, from: number, count = 1): string =>
	`delete from pool_entries where group_id = '${groupId}' and position between ${from} and ${from + count - 1}`;

/** Runs statements in one transaction. */
export const together = (database: Database, ...statements: string[]): Promise<void> =>
	database.transaction(async (tx) => {
		for (const statement of statements) await tx.orm.execute(sql.raw(statement));
	});

/**
 * The constraint broken by a refused statement or commit, or its SQLSTATE; null without a refusal.
 */
export const refusalOf = (work: Promise<unknown>): Promise<string | null> =>
	work.then(
		() => null,
		(error) => brokenConstraint(error) ?? sqlState(error) ?? String(error),
	);
