import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { gunzipSync } from "node:zlib";

export type Answer = { status: number; location: string | undefined; html: string; bytes: number };

/** An Administrator on a server. Every call ends with the last byte of its answer. */
export type Client = { origin: string; cookie: string };

/** Sends a request. Pages come gzipped. `bytes` counts the body on the wire. */
export function send(
	{ origin, cookie }: Client,
	path: string,
	options: { method?: string; headers?: OutgoingHttpHeaders; body?: Buffer } = {},
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const headers = { cookie, "accept-encoding": "gzip", ...options.headers };
		const sent = request(
			origin + path,
			{ method: options.method ?? "GET", headers },
			async (answer) => {
				const body = await bodyOf(answer).catch(reject);
				if (!body) return;
				const html = (
					answer.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body
				).toString();
				resolve({
					status: answer.statusCode ?? 0,
					location: answer.headers.location,
					html,
					bytes: body.length,
				});
			},
		);
		sent.on("error", reject);
		sent.end(options.body);
	});
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of answer) chunks.push(chunk);
	return Buffer.concat(chunks);
}

const BOUNDARY = "------bench-of-the-import";

/** The start of a form with a file, up to the file's content. */
export const FORM_START = Buffer.from(
	`--${BOUNDARY}\r\ncontent-disposition: form-data; name="mode"\r\n\r\nreplace\r\n--${BOUNDARY}\r\n` +
		'content-disposition: form-data; name="file"; filename="numbers.csv"\r\ncontent-type: text/csv\r\n\r\n',
);
export const FORM_HEADERS = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };

/** A file in the form of the upload page. */
export const formOf = (text: string | Uint8Array): Buffer =>
	Buffer.concat([
		FORM_START,
		typeof text === "string" ? Buffer.from(text) : text,
		Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
	]);

/** The waits of some creates, in milliseconds: the longest, and the one that 99 % do not exceed. */
export type Waits = { longest: number; p99: number };

/** Sends creates one after the other, a few milliseconds apart, until `stop`. */
export function keepCreating(
	origin: string,
	apiKey: string,
	groupName: string,
): { count(): number; stop(): Promise<Waits> } {
	const agent = new Agent({ keepAlive: true });
	const body = Buffer.from(JSON.stringify({ groupName }));
	const waits: number[] = [];
	let isOver = false;
	const create = () =>
		new Promise<void>((resolve, reject) => {
			const start = performance.now();
			const headers = {
				"x-api-key": apiKey,
				"content-type": "application/json",
				"content-length": body.length,
			};
			const sent = request(
				`${origin}/engagement/v3/call-in/requests/create`,
				{ method: "POST", agent, headers },
				(answer) => {
					answer.resume();
					answer.on("end", () => {
						waits.push(performance.now() - start);
						if (answer.statusCode === 200) resolve();
						else reject(new Error(`A create was answered with ${answer.statusCode}.`));
					});
				},
			);
			sent.on("error", reject);
			sent.end(body);
		});
	const done = (async () => {
		while (!isOver) {
			await create();
			await new Promise((resolve) => setTimeout(resolve, 3));
		}
	})();
	return {
		count: () => waits.length,
		async stop() {
			isOver = true;
			await done;
			agent.destroy();
			waits.sort((a, b) => a - b);
			return {
				longest: waits.at(-1) ?? 0,
				p99: waits[Math.ceil(0.99 * waits.length) - 1] ?? 0,
			};
		},
	};
}

/**
 * Sends a file of `size` bytes without a content-length until an answer arrives. Returns the answer
 * and the bytes sent by then.
 */
export function sendEndless(
	{ origin, cookie }: Client,
	path: string,
	size: number,
	onChunk: () => void,
): Promise<{ status: number; sent: number }> {
	const chunk = Buffer.alloc(64 * 1024, "+18005550000,some text\n");
	return new Promise((resolve, reject) => {
		let sent = 0;
		let isAnswered = false;
		const upload = request(
			origin + path,
			{ method: "POST", agent: false, headers: { cookie, ...FORM_HEADERS } },
			(answer) => {
				isAnswered = true;
				resolve({ status: answer.statusCode ?? 0, sent: upload.socket?.bytesWritten ?? sent });
				upload.destroy();
			},
		);
		upload.on("error", (error) => isAnswered || reject(error));
		const more = () => {
			for (let room = true; room && !isAnswered && sent < size; sent += chunk.length) {
				room = upload.write(chunk);
				onChunk();
			}
			if (!isAnswered && sent >= size) upload.end();
		};
		upload.on("drain", more);
		upload.write(FORM_START);
		more();
	});
}
