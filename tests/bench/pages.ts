import { get } from "node:http";
import { gunzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { DEFAULT_VIEW } from "../../app/domain/people/view-choices.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";
import { type Bench, type Figure, interleave } from "./figure.ts";

const ADMINISTRATOR = { email: "ada@example.com", password: "correct horse battery" };
const KB = 1000;
const REQUESTS_A_ROUND = 40;
const ROUNDS = 9;
const WARM_UP = 150;

/**
 * The config page of a full group: its size, its script, and its time against a group whose numbers
 * fill exactly one page (G12).
 */
export async function* measurePages({ url }: Bench): AsyncGenerator<Figure> {
	const full = await makeGroup(url, "full", 10_000, "+1800");
	const onePage = await makeGroup(url, "one page", DEFAULT_VIEW.rows, "+1888");
	const server = await startServer({
		url,
		env: { ADMIN_EMAIL: ADMINISTRATOR.email, ADMIN_PASSWORD: ADMINISTRATOR.password },
	});
	try {
		const cookie = await signIn(server);
		const read = (path: string) => readGzipped(server.origin + path, cookie);
		const page = (groupId: string) => `/tools/click-to-call-in/${groupId}`;

		const html = await read(page(full));
		yield {
			name: "HTML, group of 10,000",
			ours: html.bytes / KB,
			bound: { atMost: 20 },
			unit: "KB",
		};
		yield {
			name: "JavaScript of a page",
			ours: (await scriptBytes(html.text, read)) / KB,
			bound: { atMost: 10 },
			unit: "KB",
		};

		const time = async (path: string, requests: number) => {
			const start = performance.now();
			for (let request = 0; request < requests; request += 1) await read(path);
			return (performance.now() - start) / requests;
		};
		for (const group of [full, onePage]) await time(page(group), WARM_UP);
		const times = await interleave(
			ROUNDS,
			() => time(page(full), REQUESTS_A_ROUND),
			() => time(page(onePage), REQUESTS_A_ROUND),
		);
		yield {
			name: "server time, 10,000 numbers against one page",
			...times,
			bound: { atMost: 1.3 },
			unit: "ms",
		};
	} finally {
		await server.stop();
	}
}

/**
 * Inserts a group with `count` numbers of different descriptions into the database, bypassing the
 * forms.
 */
async function makeGroup(
	url: string,
	name: string,
	count: number,
	prefix: string,
): Promise<string> {
	const id = uuidv7();
	const database = await openDatabase({ url, dataDir: "", prepare: false, connections: 1 });
	await database.transaction(async (tx) => {
		await tx.orm.execute(sql`insert into groups (id, name, name_key, generate_access_code, access_code_length, expiry_seconds, unique_dnis, updated_by)
			values (${id}, ${name}, ${name}, true, 6, 30, false, 'bench')`);
		await tx.orm.execute(
			sql`insert into numbers (number) select ${prefix}::text || (2000000 + n) from generate_series(1, ${count}::int) n`,
		);
		await tx.orm.execute(sql`insert into pool_entries (id, group_id, number, description, position, updated_by)
			select gen_random_uuid(), ${id}, ${prefix}::text || (2000000 + n), 'Line ' || n || ' ' || left(md5(n::text), 12), n - 1, 'bench'
			from generate_series(1, ${count}::int) n`);
	});
	await database.query("analyze", []);
	await database.close();
	return id;
}

async function signIn({ origin }: ServerProcess): Promise<string> {
	const answer = await fetch(`${origin}/login`, {
		method: "POST",
		body: new URLSearchParams(ADMINISTRATOR),
		redirect: "manual",
	});
	const cookie = answer.headers.getSetCookie()[0];
	if (cookie === undefined) throw new Error(`Not signed in: ${answer.status}`);
	return cookie.split(";", 1)[0]!;
}

type Page = { text: string; bytes: number };

/** A page and the bytes of its body on the wire. */
function readGzipped(address: string, cookie: string): Promise<Page> {
	return new Promise((resolve, reject) => {
		get(address, { headers: { cookie, "accept-encoding": "gzip" } }, (answer) => {
			const chunks: Buffer[] = [];
			answer.on("data", (chunk: Buffer) => chunks.push(chunk));
			answer.on("end", () => {
				const body = Buffer.concat(chunks);
				if (answer.statusCode !== 200)
					return reject(new Error(`${address} answered ${answer.statusCode}`));
				resolve({
					text: (answer.headers["content-encoding"] === "gzip"
						? gunzipSync(body)
						: body
					).toString(),
					bytes: body.length,
				});
			});
			answer.on("error", reject);
		}).on("error", reject);
	});
}

/** All script that a browser loads for the page: the scripts named in it, and their imports. */
async function scriptBytes(html: string, read: (path: string) => Promise<Page>): Promise<number> {
	const waiting = [
		...html.matchAll(
			/<script[^>]*\ssrc="([^"]+)"|<link[^>]*rel="modulepreload"[^>]*href="([^"]+)"/g,
		),
	].map((found) => found[1] ?? found[2]!);
	if (waiting.length === 0)
		throw new Error("The page names no script, so there is nothing to measure.");
	const seen = new Set<string>();
	let bytes = 0;
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (seen.has(path)) continue;
		seen.add(path);
		const script = await read(path);
		bytes += script.bytes;
		for (const [, imported] of script.text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g))
			waiting.push(new URL(imported!, `http://localhost${path}`).pathname);
	}
	return bytes;
}
