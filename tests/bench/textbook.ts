import { execFile, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import postgres from "postgres";
import { findPostgresBinaries } from "../support/postgres-server.ts";

// The textbook solution: find the longest-free number by an index, lock it with SKIP LOCKED, update
// it, and insert a record.

/**
 * $1 to $6: ID, group name, ANI, user data, key, correlation ID. A number's use ends at once, as in
 * our group.
 */
export const TEXTBOOK_STATEMENT = `
with picked as (
	select number from textbook_pool where free_at <= now() order by free_at limit 1 for update skip locked
),
taken as (
	update textbook_pool p set free_at = clock_timestamp() from picked where p.number = picked.number returning p.number, p.free_at
)
insert into textbook_requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, from_number, has_access_code,
	access_code, user_data, callback_service_id, api_key_id, corr_id)
select $1::uuid, clock_timestamp(), free_at, '00000000-0000-7000-8000-000000000000', $2::text, true, number, $3::text, false,
	null, $4::text, null, $5::uuid, $6::uuid from taken
returning id, to_number, (extract(epoch from expires_at) * 1000)::float8 as expires_ms`;

/**
 * Makes the pool of free numbers and a table of requests with our columns and indexes. As many
 * numbers stay taken as in our pool.
 */
export async function makeTextbookTables(
	url: string,
	pool: { numbers: number; taken: number },
): Promise<void> {
	const client = postgres(url, { max: 1, onnotice: () => {} });
	await client.unsafe(
		"create table textbook_pool (number text primary key, free_at timestamptz not null)",
	);
	await client.unsafe("create index on textbook_pool (free_at)");
	await client.unsafe("create table textbook_requests (like requests including all)");
	await client.unsafe(
		`insert into textbook_pool select '+' || (18005000000 + n), case when n % 100 < ${(100 * pool.taken) / pool.numbers} then now() + interval '1 day' else now() end
		from generate_series(1, ${pool.numbers}) n`,
	);
	await client.unsafe("analyze");
	await client.end();
}

/** Starts a baseline's bare node:http server in its own process. */
export function startBaseline(
	name: "textbook" | "tuned",
	url: string,
): Promise<{ origin: string; pid: number; stop(): void }> {
	const file = fileURLToPath(new URL(`./${name}-server.ts`, import.meta.url));
	const child = spawn(process.execPath, ["--import", "tsx", file], {
		stdio: ["ignore", "pipe", "inherit"],
		env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: url },
	});
	return new Promise((resolve, reject) => {
		child.once("exit", () => reject(new Error(`The ${name} server ended.`)));
		child.stdout.once("data", (line: Buffer) =>
			resolve({
				origin: `http://127.0.0.1:${Number(line)}`,
				pid: child.pid as number,
				stop: () => child.kill(),
			}),
		);
	});
}

const PGBENCH_CLIENTS = 16;

/** Reservations a second by pgbench with the same statement, prepared. */
export async function measurePgbench(url: string, seconds: number): Promise<number> {
	const script = path.join(os.tmpdir(), `call-in-textbook-${process.pid}.sql`);
	const values = [
		"gen_random_uuid()",
		"'bench'",
		"'+14155550132'",
		"'{\"a\":1}'",
		"gen_random_uuid()",
		"gen_random_uuid()",
	];
	writeFileSync(
		script,
		`${TEXTBOOK_STATEMENT.replace(/\$(\d)/g, (_, n) => values[n - 1]!).replaceAll("\n", " ")};\n`,
	);
	const pgbench = path.join(findPostgresBinaries() ?? "", "pgbench");
	const args = [
		"-n",
		"-M",
		"prepared",
		"-c",
		String(PGBENCH_CLIENTS),
		"-j",
		"2",
		"-T",
		String(Math.ceil(seconds)),
		"-f",
		script,
		url,
	];
	const { stdout } = await promisify(execFile)(pgbench, args);
	return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
}
