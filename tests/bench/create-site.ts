import postgres from "postgres";
import { createDatabaseOn } from "../support/postgres-server.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

/** The key with all scopes that servers of the bench make at their start. */
export const BENCH_KEY = "a-key-for-the-bench";

export type Site = {
	url: string;
	servers: ServerProcess[];
	sql(statement: string): Promise<unknown>;
	stop(): Promise<void>;
};

/** A database of its own with these groups, and servers on it. */
export async function openSite(
	serverUrl: string,
	{
		groups,
		processes = 1,
		oldRecords = 0,
		folder,
		env,
	}: {
		groups: GroupOfBench[];
		processes?: number;
		oldRecords?: number;
		folder?: string;
		env?: Record<string, string>;
	},
): Promise<Site> {
	const start = (more = {}) =>
		startServer({
			url: database.url,
			env: { BOOTSTRAP_API_KEY: BENCH_KEY, ...env },
			...(folder && { folder }),
			...more,
		});
	const database = await createDatabaseOn(serverUrl, { migrated: folder === undefined });
	// Another checkout brings its own tables.
	if (folder !== undefined) await (await start()).stop();
	const client = postgres(database.url, { max: 1, onnotice: () => {} });
	const sql = (statement: string) => client.unsafe(statement);
	// Lets a request expire before its creation time. Utilisation then stays constant however long a
	// rate is measured. The margin is one second: a statement with an earlier start would otherwise
	// find the number taken at its own time.
	await sql("alter table groups drop constraint groups_expiry_seconds");
	for (const group of groups) await makeGroup(sql, group);
	if (oldRecords > 0) await makeOldRecords(sql, oldRecords);
	// Leaves out tables that are still empty. Autovacuum skips those, and counting them would give
	// plans for empty tables.
	await sql(
		`vacuum analyze groups, numbers, pool_entries${oldRecords > 0 ? ", requests, live_codes" : ""}`,
	);
	const servers: ServerProcess[] = [];
	for (let index = 0; index < processes; index += 1)
		servers.push(await start({ nodeArgs: profiled() }));
	return {
		url: database.url,
		servers,
		sql,
		async stop() {
			for (const server of servers)
				if ((await server.stop()) !== 0)
					console.error(`A server did not end well:\n${server.output()}`);
			await client.end();
			await database.drop();
		},
	};
}

/** With BENCH_PROFILE set to a folder, each server leaves its CPU profile there. */
const profiled = (): string[] =>
	process.env.BENCH_PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];

/**
 * A unique-DNIS group with access codes. Requests without an end keep `taken` of its numbers in
 * use.
 */
export type GroupOfBench = { name: string; numbers: number; taken: number; from: number };

export async function makeGroup(
	sql: Site["sql"],
	{ name, numbers, taken, from }: GroupOfBench,
): Promise<void> {
	const id = `(select id from groups where name = '${name}')`;
	const all = `select '+' || (18005000000 + ${from} + n) as number, n from generate_series(0, ${numbers - 1}) n`;
	const until = `case when n % 100 < ${(100 * taken) / numbers} then now() + interval '1 day' else 'epoch' end`;
	await sql(`begin;
		insert into groups (id, name, name_key, generate_access_code, access_code_length, expiry_seconds, unique_dnis, updated_by)
			values (gen_random_uuid(), '${name}', '${name}', true, 6, -1, true, 'bench');
		insert into numbers (number, busy_until, held_until) select number, ${until}, ${until} from (${all}) a;
		insert into pool_entries (id, group_id, number, position, updated_by)
			select gen_random_uuid(), ${id}, number, row_number() over (order by md5(number)) - 1, 'bench' from (${all}) a;
		commit`);
}

/** Requests of the last 30 days, and the codes of the last ten minutes. */
async function makeOldRecords(sql: Site["sql"], howMany: number): Promise<void> {
	await sql(`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, from_number, has_access_code,
			access_code, user_data, api_key_id, corr_id)
		select gen_random_uuid(), at, at + interval '30 s', g.id, g.name, true, '+' || (18005000000 + n % 10000), '+' || (14155000000 + n % 90000), true,
			null, '{"customer":"1234"}', gen_random_uuid(), gen_random_uuid()
		from (select n, now() - interval '1 hour' - n * interval '2.5 s' as at from generate_series(1, ${howMany}) n) a, (select * from groups limit 1) g`);
	await sql(`insert into live_codes select '+' || (18005000000 + n % 10000), (100000 + (n::bigint * 7919) % 900000)::text, gen_random_uuid(),
		now() - (n % 600) * interval '1 s' from generate_series(1, ${howMany}) n on conflict do nothing`);
}
