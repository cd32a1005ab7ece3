import { once } from "node:events";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import Papa from "papaparse";
import type postgres from "postgres";

/**
 * The minimum for the same file: parse it with papaparse, check its numbers with libphonenumber-js,
 * COPY the rows into a table with a primary key on the number. In milliseconds. Creating the table
 * is not timed.
 */
export async function bareImport(sql: postgres.Sql, text: string): Promise<number> {
	await sql.unsafe(
		"drop table if exists bare; create table bare (number text primary key, description text not null)",
	);
	const start = performance.now();
	const { data } = Papa.parse<[string, string]>(text, { skipEmptyLines: true });
	const lines: string[] = [];
	for (const [number = "", description = ""] of data) {
		const parsed = parsePhoneNumberFromString(number);
		if (!parsed?.isPossible() || parsed.number !== number) continue;
		parsed.isValid();
		lines.push(`${number}\t${description}\n`);
	}
	const copy = await sql`copy bare (number, description) from stdin`.writable();
	copy.end(lines.join(""));
	await once(copy, "finish");
	return performance.now() - start;
}
