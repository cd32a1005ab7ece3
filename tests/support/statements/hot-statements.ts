import { CALL_STEPS } from "./call-steps.ts";
import type { HotStatement } from "./hot-statement.ts";
import { MATCHES } from "./match.ts";
import { RECORD_SEARCHES } from "./record-searches.ts";
import { type Recorded, recordStatement } from "./recorder.ts";
import { RECORDS } from "./records.ts";
import { REQUESTS } from "./requests.ts";
import { RESERVATIONS } from "./reservations.ts";
import { UPKEEP } from "./upkeep.ts";

/** All of them: the content of the snapshot, and the subject of the plan checks. */
export const HOT_STATEMENTS: readonly HotStatement[] = [
	...RESERVATIONS,
	...REQUESTS,
	...MATCHES,
	...CALL_STEPS,
	...UPKEEP,
	...RECORDS,
	...RECORD_SEARCHES,
];

/** A hot statement as sent, with typical values for such a time. */
export const record = ({ call, nth, answers }: HotStatement, now: number): Promise<Recorded> =>
	recordStatement((asked) => call(asked, now), nth, answers);

/** `EXECUTE` of a prepared statement with these values. */
export const execute = (name: string, { params }: Recorded): string =>
	`execute ${name}${params.length === 0 ? "" : `(${params.map(literal).join(", ")})`}`;

const literal = (value: unknown): string =>
	value === null || value === undefined ? "null" : `'${asText(value).replaceAll("'", "''")}'`;
const asText = (value: unknown): string =>
	value instanceof Date ? value.toISOString() : String(value);

/** The path of the snapshot, and the time for its values. */
export const SNAPSHOT_FILE = "db/statements.sql";
const SNAPSHOT_TIME = Date.UTC(2026, 0, 31, 12);

const HEAD = `-- The finished texts of all hot statements, to read, and to paste into psql. Generated: after a
-- change run \`npm run statements\`. A test compares this file with what the product sends.
-- Each section prepares one statement; its last line explains it with typical values.
`;

/** The snapshot of all hot statements. */
export async function snapshotOfStatements(): Promise<string> {
	const sections = await Promise.all(
		HOT_STATEMENTS.map(async (statement) => {
			const recorded = await record(statement, SNAPSHOT_TIME);
			const { name, about, parameters } = statement;
			return [
				`-- ${name}: ${about}`,
				...parameters.map((meaning, index) => `--   $${index + 1}  ${meaning}`),
				`prepare ${name} as`,
				`${recorded.text.trim()};`,
				`-- explain ${execute(name, recorded)};\n`,
			].join("\n");
		}),
	);
	return [HEAD, ...sections].join("\n");
}
