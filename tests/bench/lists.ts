import { cursorAfter } from "../../app/api/contract/cursor.ts";
import { hashApiKey } from "../../app/operations/keys/authenticate-api-key.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { startServer } from "../support/server-process.ts";
import { type Bench, type Figure, interleave } from "./figure.ts";

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const PAGE_SIZE = 200;
/** The last whole page: number 5,000 of a million rows. */
const BEFORE_LAST = ROWS - PAGE_SIZE;
const KEY = "a-key-of-a-bench";
const ROUNDS = 9;
const CALLS_A_ROUND = 20;
const WARM_UP = 40;

/** The lists of the API that grow without a bound, with the table that each reads. */
const LISTS: { name: string; path: string; table: string; at: string; filter?: object }[] = [
	{ name: "requests", path: "call-in/requests/list", table: "requests", at: "created_at" },
	{
		name: "requests of a group",
		...{ path: "call-in/requests/list", table: "requests", at: "created_at" },
		filter: { groupName: "bench" },
	},
	{
		name: "requests by state",
		...{ path: "call-in/requests/list", table: "requests", at: "created_at" },
		filter: { state: "Expired" },
	},
	{ name: "audit log", path: "audit/list", table: "audit_entries", at: "at" },
];

/** Lists with cursors over a million rows: the last page against the first one (C15). */
export async function* measureLists({ url }: Bench): AsyncGenerator<Figure> {
	const lastPages = await fill(url);
	const server = await startServer({ url, env: { LOG_LEVEL: "error" } });
	const read = async (path: string, body: object) => {
		const answer = await fetch(`${server.origin}/engagement/v3/${path}`, {
			method: "POST",
			headers: { "x-api-key": KEY, "content-type": "application/json" },
			body: JSON.stringify({ pageSize: PAGE_SIZE, ...body }),
		});
		const text = await answer.text();
		if (answer.status !== 200) throw new Error(text);
		const [list] = Object.values(JSON.parse(text).data) as [unknown[]];
		if (list.length !== PAGE_SIZE) throw new Error(`${path} has ${list.length} rows.`);
	};
	try {
		for (const { name, path, table, filter } of LISTS) {
			const time = async (cursor: string | undefined, calls = CALLS_A_ROUND) => {
				const start = performance.now();
				for (let call = 0; call < calls; call += 1) await read(path, { ...filter, cursor });
				return (performance.now() - start) / calls;
			};
			const last = lastPages.get(table);
			for (const cursor of [last, undefined]) await time(cursor, WARM_UP);
			const times = await interleave(
				ROUNDS,
				() => time(last),
				() => time(undefined),
			);
			yield {
				name: `${name}, page ${ROWS / PAGE_SIZE} against 1`,
				...times,
				bound: { atMost: 1.5 },
				unit: "ms",
			};
		}
	} finally {
		await server.stop();
	}
}

/** Fills the tables, and returns the cursor of the last page of each. */
async function fill(url: string): Promise<Map<string, string>> {
	const database = await openDatabase({ url, dataDir: "", prepare: false, connections: 2 });
	const patience = { timeoutMs: 600_000 };
	const id = "('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid";
	await database.transaction(async (tx) => {
		await tx.query(
			`insert into api_keys (id, name, key_hash, hint, scopes, created_by)
			values (gen_random_uuid(), 'Bench', $1::text, 'be', array['read'], 'bench')`,
			[hashApiKey(KEY)],
		);
		await tx.query(
			`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis,
				to_number, from_number, has_access_code, api_key_id, corr_id)
			select ${id}, now() - i * interval '1 second', now() - i * interval '1 second'
				+ interval '0.5 seconds', ${id.replace("i::text", "'1'")}, 'bench', false,
				'+1800' || (5550000 + i % 10000), '+1415' || (5550000 + i % 5000), false, ${id}, ${id}
			from generate_series(1, ${ROWS}) i`,
			[],
		);
		await tx.query(
			`insert into audit_entries (id, at, actor_kind, actor_name, action, subject_name)
			select ${id}, now() - i * interval '1 second', 'system', 'system', 'group.create', 'bench'
			from generate_series(1, ${ROWS}) i`,
			[],
		);
	}, patience);
	await database.query("analyze", [], patience);
	const cursors = new Map<string, string>();
	for (const { table, at } of LISTS) {
		const [row] = await database.query<{ id: string; ms: number }>(
			`select id, (extract(epoch from ${at}) * 1000)::float8 as ms from ${table}
			where id = ('00000000-0000-4000-8000-' || lpad($1::text, 12, '0'))::uuid`,
			[String(BEFORE_LAST)],
		);
		if (row) cursors.set(table, cursorAfter({ at: new Date(row.ms), id: row.id }));
	}
	await database.close();
	return cursors;
}
