import { arrayLiteral } from "../connection/array-literal.ts";
import type { Db } from "../connection/database.ts";

/** Those of these numbers that stand in the pool of a group. */
export async function pooledNumbers(db: Db, numbers: readonly string[]): Promise<string[]> {
	if (numbers.length === 0) return [];
	const rows = await db.query<{ number: string }>(
		`select distinct e.number from pool_entries e where e.number = any($1::text[])
		order by e.number`,
		[arrayLiteral(numbers)],
	);
	return rows.map(({ number }) => number);
}
