import type { IncomingMessage } from "node:http";

const MIB = 1024 * 1024;

/** Bytes that a form or an API call may have. */
export const BODY_BYTES_MAX = MIB;

/** After this many bytes beyond the limit the client is cut off, instead of being listened to. */
const DISCARDED_BYTES_MAX = 64 * MIB;
const DISCARDED_MS_MAX = 30_000;

/**
 * Milliseconds from the first bytes to the last of a body that is read whole: half a minute, and
 * what a line of 512 kbit/s needs for it.
 */
const bodyMsMax = (limit: number): number => 30_000 + 1000 * Math.ceil(limit / (64 * 1024));

/**
 * The whole body, or "too-large" as soon as it has more than `limit` bytes: they are counted as
 * they come, because a body sent in chunks states no length. The rest is read and dropped, so that
 * the client gets to see its answer. "too-slow" when it takes longer than `msMax`; who sends
 * nothing at all is cut off by the server. Rejects when the client goes away.
 */
export function readBody(
	request: IncomingMessage,
	limit: number,
	msMax = bodyMsMax(limit),
): Promise<Uint8Array<ArrayBuffer> | "too-large" | "too-slow"> {
	return new Promise((resolve, reject) => {
		if (request.destroyed) return reject(new Error("The client went away."));
		const chunks: Buffer[] = [];
		let size = 0;
		const stated = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY);
		let timer: NodeJS.Timeout | undefined;
		request.on("data", (chunk: Buffer) => {
			size += chunk.length;
			// Most bodies are there with their first bytes: these cost no timer.
			if (size < stated) timer ??= setTimeout(() => resolve("too-slow"), msMax);
			if (size <= limit) {
				chunks.push(chunk);
				return;
			}
			chunks.length = 0;
			resolve("too-large");
			if (size > limit + DISCARDED_BYTES_MAX) request.destroy();
		});
		request.on("end", () => resolve(size > limit ? "too-large" : Buffer.concat(chunks)));
		request.on("error", reject);
		// Every request closes; an error is made, with its stack, only for those that close too early.
		request.on("close", () => {
			clearTimeout(timer);
			if (!request.readableEnded) reject(new Error("The client went away."));
		});
	});
}

/**
 * An upload's body as a stream for a route that counts it itself. A route that stops reading, or
 * never begins, leaves a client that still sends: the rest is dropped then, up to a bound, so that
 * the client gets to see the answer instead of a broken connection.
 */
export function streamBody(request: IncomingMessage): ReadableStream<Uint8Array> {
	return new ReadableStream<Uint8Array>(
		{
			start(controller) {
				request.pause();
				request.on("data", (chunk: Buffer) => {
					controller.enqueue(new Uint8Array(chunk));
					if ((controller.desiredSize ?? 0) <= 0) request.pause();
				});
				request.pause();
				request.on("end", () => controller.close());
				request.on("error", (error) => controller.error(error));
				request.on("close", () => {
					if (!request.readableEnded) controller.error(new Error("The client went away."));
				});
			},
			pull() {
				request.resume();
			},
			cancel() {
				discardBody(request);
			},
		},
		new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 }),
	);
}

/**
 * Reads what is still to come of a body and drops it; beyond a bound of bytes or time the client is
 * cut off.
 */
export function discardBody(request: IncomingMessage): void {
	if (request.readableEnded || request.destroyed) return;
	request.removeAllListeners("data");
	request.removeAllListeners("end");
	let size = 0;
	const timer = setTimeout(() => request.destroy(), DISCARDED_MS_MAX).unref();
	request.on("data", (chunk: Buffer) => {
		size += chunk.length;
		if (size > DISCARDED_BYTES_MAX) request.destroy();
	});
	request.on("close", () => clearTimeout(timer));
	request.resume();
}
