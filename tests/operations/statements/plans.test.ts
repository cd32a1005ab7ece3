import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { GROW } from "../../support/statements/grown-tables.ts";
import { execute, HOT_STATEMENTS, record } from "../../support/statements/hot-statements.ts";

type Node = {
	"Node Type": string;
	"Relation Name"?: string;
	"Index Name"?: string;
	Plans?: Node[];
};
type Explained = { "QUERY PLAN": string | [{ Plan: Node }] };

describe.each(ENGINES)("on grown tables, on the %s engine,", (engine) => {
	let database: TestDatabase;
	let ask: (text: string) => Promise<unknown>;
	let close = async () => {};
	let now = 0;
	beforeAll(async () => {
		database = await openTestDatabase(engine, { connections: 2 });
		// One session: prepared statements belong to it.
		ask = (text) => database.query(text, []);
		if (database.url !== undefined) {
			const sql = postgres(database.url, { max: 1, fetch_types: false, onnotice: () => {} });
			ask = (text) => sql.unsafe(text);
			close = () => sql.end();
		}
		for (const statement of GROW) await ask(statement);
		now = Date.now();
	});
	afterAll(async () => {
		await close();
		await database.drop();
	});

	async function planOf(name: string): Promise<Node[]> {
		const statement = HOT_STATEMENTS.find((one) => one.name === name);
		if (statement === undefined) throw new Error(`There is no statement ${name}.`);
		const recorded = await record(statement, now);
		await ask(
			`set plan_cache_mode = force_${statement.isPlannedForValues ? "custom" : "generic"}_plan`,
		);
		await ask(`prepare ${name} as ${recorded.text}`);
		const [row] = (await ask(`explain (format json) ${execute(name, recorded)}`)) as Explained[];
		await ask(`deallocate ${name}`);
		const plan = row?.["QUERY PLAN"];
		const [{ Plan }] = (typeof plan === "string" ? JSON.parse(plan) : plan) as [{ Plan: Node }];
		return below(Plan);
	}

	test.each(HOT_STATEMENTS.map(({ name, by, whole }) => ({ name, by, whole })))(
		"$name is found by its indexes, and reads no table from end to end",
		async ({ name, by, whole = {} }) => {
			const plan = await planOf(name);
			const used = new Set(plan.flatMap((node) => node["Index Name"] ?? []));
			const scanned = plan
				.filter((node) => node["Node Type"].endsWith("Seq Scan"))
				.map((node) => String(node["Relation Name"]));
			expect(
				{
					scanned: scanned.filter((table) => !(table in whole)),
					unused: by.filter((index) => !used.has(index)),
				},
				`It uses ${[...used].join(", ")}.`,
			).toEqual({ scanned: [], unused: [] });
		},
	);

	test("calls of a group are found by its requests also where each had many calls", async () => {
		await ask(
			`update requests r set group_id = g.id, group_name = g.name from groups g
			where g.name = 'Group 1' and r.created_at > now() - interval '1 day'`,
		);
		await ask(
			`update attempts a set request_id = r.id from requests r
			where r.id = overlay(a.request_id::text placing '0000000000' from 25)::uuid`,
		);
		await ask("vacuum (analyze) requests, attempts");
		const plan = await planOf("count_attested_calls");
		expect(plan.filter((node) => node["Node Type"].endsWith("Seq Scan"))).toEqual([]);
	});
});

const below = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(below)];
