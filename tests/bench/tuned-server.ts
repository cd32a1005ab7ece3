// Baseline C: what somebody who wants to beat us would write. Bare node:http, creates sampled and
// batched as ours are, with our columns and indexes. It leaves out the key check, validation,
// access codes, limits, metrics and the log. Prints its port.
import { randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { TUNED_STATEMENT } from "./tuned.ts";

const KEY_ID = randomUUID();
/** As in ours: while Postgres runs some batches, the process prepares the next. */
const BATCHES_MAX = 3;
const BATCH_MAX = 32;
/** Of a pool whose half is taken, this leaves 16 free numbers and one more for each request. */
const sampleOf = (requests: number): number => 32 + 4 * requests;

const client = postgres(process.env.DATABASE_URL as string, { max: BATCHES_MAX });
const pool = (await client.unsafe("select number from tuned_numbers")).map(
	({ number }) => number as string,
);

type Create = { id: string; ani: string; userData: string; response: ServerResponse };
type Made = { id: string; to_number: string; expires_ms: number };
let waiting: Create[] = [];
let running = 0;

async function run(): Promise<void> {
	running += 1;
	while (waiting.length > 0) {
		const batch = waiting.slice(0, BATCH_MAX);
		waiting = waiting.slice(BATCH_MAX);
		const sample = Array.from(
			{ length: sampleOf(batch.length) },
			() => pool[Math.floor(Math.random() * pool.length)],
		);
		const list = (values: (string | undefined)[]) => `{${values.join(",")}}`;
		const quoted = (value: string) => JSON.stringify(value);
		const params = [
			list(batch.map(({ id }) => id)),
			list(batch.map(({ ani }) => ani)),
			list(batch.map(({ userData }) => quoted(userData))),
			list(batch.map(() => randomUUID())),
			list(sample),
			KEY_ID,
		];
		const rows = await client.unsafe<Made[]>(TUNED_STATEMENT, params, { prepare: true });
		const made = new Map(rows.map((row) => [row.id, row]));
		for (const { id, response } of batch) answer(response, made.get(id));
	}
	running -= 1;
}

function answer(response: ServerResponse, made: Made | undefined): void {
	const body = JSON.stringify(
		made ? { id: made.id, toPhoneNumber: made.to_number, expirationTime: made.expires_ms } : {},
	);
	response.writeHead(made ? 200 : 429, {
		"content-type": "application/json",
		"content-length": Buffer.byteLength(body),
	});
	response.end(body);
}

const server = createServer((request, response) => {
	let text = "";
	request.on("data", (chunk) => {
		text += chunk;
	});
	request.on("end", () => {
		const { fromPhoneNumber, userData } = JSON.parse(text);
		waiting.push({
			id: randomUUID(),
			ani: fromPhoneNumber,
			userData: JSON.stringify(userData),
			response,
		});
		// In the next turn of the event loop: all requests that this one has read go together.
		if (running < BATCHES_MAX) setImmediate(() => running < BATCHES_MAX && run());
	});
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
