import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { openDatabase } from "../../db/connection/open.ts";
import { ADMINISTRATOR } from "../support/config-site.ts";
import { insertGroupWith, someNumbers } from "../support/groups.ts";
import { signInAt } from "../support/import-site.ts";
import { startServer } from "../support/server-process.ts";
import { type Bench, type Figure, interleave, median } from "./figure.ts";
import { bareImport } from "./import-baseline.ts";
import { BYTES } from "./import-bytes.ts";
import {
	type Client,
	FORM_HEADERS,
	formOf,
	keepCreating,
	send,
	sendEndless,
} from "./import-client.ts";
import { memoryOf } from "./process-figures.ts";

const ROWS = 10_000;
const WRONG_ROWS = 5_000;
const ROUNDS = 7;
const WARM_UP = 3;
/** Of which the 99th percentile says something. */
const CREATES_MIN = 200;
const API_KEY = "key-of-the-bench";
const [KB, MB, GIB] = [1000, 1_000_000, 2 ** 30];

/**
 * Upload and review, apply, their memory, and the latency of API calls meanwhile (issue: bulk
 * import; I1 to I4).
 */
export async function* measureImport({ url }: Bench): AsyncGenerator<Figure> {
	const database = await openDatabase({ url, dataDir: "", prepare: true, connections: 2 });
	await insertGroupWith(database, "called", someNumbers(1000), {
		accessCodeLength: 8,
		expirySeconds: 10,
	});
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	const env = {
		ADMIN_EMAIL: ADMINISTRATOR.email,
		ADMIN_PASSWORD: ADMINISTRATOR.password,
		BOOTSTRAP_API_KEY: API_KEY,
	};
	const server = await startServer({ url, env });
	try {
		const client: Client = { origin: server.origin, cookie: await signInAt(server.origin) };
		let files = 0;
		/** A new file, and a group for it. */
		const prepare = async (wrongRows = 0) => {
			files += 1;
			const groupId = await insertGroupWith(database, `group ${files}`, [
				`+1888${String(2_000_000 + files)}`,
			]);
			return { groupId, text: fileOf(files, wrongRows) };
		};
		const rounds: Promise<Awaited<ReturnType<typeof prepare>>>[] = [];
		/** Both sides of a round work on the same file. */
		const inRound = (
			wrongRows: number,
			side: (file: Awaited<ReturnType<typeof prepare>>) => Promise<number>,
		) => {
			let round = 0;
			return async () => {
				rounds[round] ??= prepare(wrongRows);
				const file = await rounds[round]!;
				round += 1;
				return side(file);
			};
		};
		const bare = (wrongRows: number) => inRound(wrongRows, ({ text }) => bareImport(sql, text));

		for (let round = 0; round < WARM_UP; round += 1) {
			const { groupId, text } = await prepare();
			const { path, html } = await upload(client, groupId, text);
			await apply(client, path, html);
			await bareImport(sql, text);
		}

		const applied: number[] = [];
		const good = await interleave(
			ROUNDS,
			inRound(0, async ({ groupId, text }) => {
				const { ms, path, html } = await upload(client, groupId, text);
				applied.push(await apply(client, path, html));
				return ms;
			}),
			bare(0),
		);
		yield {
			name: "10,000 rows: upload to review page",
			...good,
			bound: { atMost: 1.5 },
			unit: "ms",
		};
		yield {
			name: "10,000 rows: apply",
			ours: median(applied),
			baseline: good.baseline,
			bound: { atMost: 1.5 },
			unit: "ms",
		};

		rounds.length = 0;
		let page = 0;
		const wrong = await interleave(
			ROUNDS,
			inRound(WRONG_ROWS, async ({ groupId, text }) => {
				const { ms, bytes } = await upload(client, groupId, text);
				page = Math.max(page, bytes);
				return ms;
			}),
			bare(WRONG_ROWS),
		);
		yield {
			name: "10,000 rows, 5,000 wrong: upload to review page",
			...wrong,
			bound: { atMost: 1.5 },
			unit: "ms",
		};
		yield {
			name: "10,000 rows, 5,000 wrong: page, gzip",
			ours: page / KB,
			bound: { atMost: 40 },
			unit: "KB",
		};

		/** The waits of creates while `work` runs. `count` says how many there are so far. */
		const waitsDuring = async (work: (count: () => number) => Promise<unknown>) => {
			const creating = keepCreating(server.origin, API_KEY, "called");
			await work(creating.count);
			return creating.stop();
		};
		const longestDuring = async (work: () => Promise<unknown>) => (await waitsDuring(work)).longest;
		const idle = () => longestDuring(() => sleep(1500));
		const reviews: { path: string; html: string }[] = [];
		const uploads = await interleave(
			ROUNDS,
			async () => {
				const { groupId, text } = await prepare();
				return longestDuring(async () => reviews.push(await upload(client, groupId, text)));
			},
			idle,
		);
		yield extra("a create's longest wait during an upload", uploads);
		const applies = await interleave(
			ROUNDS,
			() =>
				longestDuring(() =>
					apply(client, reviews[0]!.path, (reviews.shift() as { html: string }).html),
				),
			idle,
		);
		yield extra("a create's longest wait during an apply", applies);

		const odd = await prepare();
		const p99Idle = (await waitsDuring(() => sleep(1500))).p99;
		const answers = { slowest: ["", 0] as [string, number], latest: ["", 0] as [string, number] };
		for (const [kind, make] of Object.entries(BYTES)) {
			const body = formOf(make());
			let ms = 0;
			// One after the other until there are enough creates: the 99th of a few is the longest.
			const { p99 } = await waitsDuring(async (count) => {
				while (count() < CREATES_MIN) ms = Math.max(ms, await answerTo(client, odd.groupId, body));
			});
			if (ms > answers.slowest[1]) answers.slowest = [kind, ms];
			if (p99 > answers.latest[1]) answers.latest = [kind, p99];
		}
		yield {
			name: `5 MiB of any bytes: answer (${answers.slowest[0]})`,
			ours: answers.slowest[1],
			bound: { atMost: 2000 },
			unit: "ms",
		};
		yield extra(`a create at p99 during it (${answers.latest[0]})`, {
			ours: answers.latest[1],
			baseline: p99Idle,
		});

		const { groupId } = await prepare();
		const before = memoryOf(server.pid);
		let most = before;
		let refused = { status: 0, sent: 0 };
		const waited = await longestDuring(async () => {
			refused = await sendEndless(client, `/tools/click-to-call-in/${groupId}/import`, GIB, () => {
				most = Math.max(most, memoryOf(server.pid));
			});
		});
		if (refused.status !== 413) throw new Error(`1 GiB was answered with ${refused.status}.`);
		// The server stops at 5 MiB. The excess was already on its way, or is read and discarded so
		// that the answer arrives.
		yield {
			name: "1 GiB: sent before it was refused",
			ours: refused.sent / MB,
			bound: { atMost: 32 },
			unit: "MB",
		};
		yield {
			name: "1 GiB: memory that it took",
			ours: (most - before) / MB,
			bound: { atMost: 20 },
			unit: "MB",
		};
		yield extra("a create's longest wait during 1 GiB", {
			ours: waited,
			baseline: uploads.baseline,
		});
	} finally {
		await server.stop();
		await sql.end();
		await database.close();
	}
}

/** The longest wait during an import may exceed the one without an import by 50 ms at most. */
const extra = (name: string, { ours, baseline }: { ours: number; baseline: number }): Figure => ({
	name: `${name}, ${ours.toFixed(0)}-${baseline.toFixed(0)}`,
	ours: ours - baseline,
	bound: { atMost: 50 },
	unit: "ms",
});

/** Numbers of three countries. Wrong rows take every kind of error in turn. */
export function fileOf(round: number, wrongRows = 0): string {
	const rows = Array.from({ length: ROWS }, (_, row) => {
		const digits = String(round * ROWS + row).padStart(7, "0");
		const number = [
			`+1212${2_000_000 + Number(digits)}`,
			`+4420${70_000_000 + Number(digits)}`,
			`+4930${2_000_000 + Number(digits)}`,
		][row % 3]!;
		if (row % (ROWS / Math.max(wrongRows, 1)) >= 1 || wrongRows === 0)
			return `${number},"Line ${row}, office ${row % 40}"`;
		return WRONG[(row / 2) % WRONG.length]!(number, row);
	});
	return `DNIS,Description\r\n${rows.join("\r\n")}\r\n`;
}

const WRONG: ((number: string, row: number) => string)[] = [
	(number) => `${number.slice(0, 3)} ${number.slice(3, 6)}-${number.slice(6)},spaces`,
	(number) => number,
	(number, row) => `${number},a description that is far too long for it ${row}`,
	(number) => `${number},one,two,three`,
	() => "1.8E+10,lost",
	(number) => `${number.slice(0, 6)},short`,
	(number) => `"${number}"x,quote`,
];

/** From the last byte of a file to the answer: a review, or what the file is instead. */
async function answerTo(client: Client, groupId: string, body: Buffer): Promise<number> {
	const headers = { ...FORM_HEADERS, "content-length": body.length };
	const start = performance.now();
	const path = `/tools/click-to-call-in/${groupId}/import`;
	const { status } = await send(client, path, { method: "POST", headers, body });
	if (status >= 500) throw new Error(`The file was answered with ${status}.`);
	return performance.now() - start;
}

/** From the first byte of the upload to the last of the review page. */
export async function upload(
	client: Client,
	groupId: string,
	text: string,
): Promise<{ ms: number; path: string; html: string; bytes: number }> {
	const body = formOf(text);
	const headers = { ...FORM_HEADERS, "content-length": body.length };
	const start = performance.now();
	const taken = await send(client, `/tools/click-to-call-in/${groupId}/import`, {
		method: "POST",
		headers,
		body,
	});
	if (taken.status !== 303 || taken.location === undefined)
		throw new Error(`The upload was answered with ${taken.status}.`);
	const path = new URL(taken.location, client.origin).pathname;
	const { status, html, bytes } = await send(client, path);
	if (status !== 200) throw new Error(`The review was answered with ${status}.`);
	return { ms: performance.now() - start, path, html, bytes };
}

/** From pressing "Apply" to the last byte of the page with the result. */
export async function apply(client: Client, path: string, html: string): Promise<number> {
	const value = (name: string) => new RegExp(`name="${name}" value="(\\d+)"`).exec(html)?.[1] ?? "";
	const body = Buffer.from(
		`intent=apply&version=${value("version")}&poolVersion=${value("poolVersion")}`,
	);
	const headers = {
		"content-type": "application/x-www-form-urlencoded",
		"content-length": body.length,
	};
	const start = performance.now();
	const { status } = await send(client, path, { method: "POST", headers, body });
	if (status !== 303) throw new Error(`The apply was answered with ${status}.`);
	const done = await send(client, path);
	if (!done.html.includes("Undo"))
		throw new Error("The page does not say that the import was applied.");
	return performance.now() - start;
}
