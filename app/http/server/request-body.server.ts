import type { IncomingMessage, ServerResponse } from "node:http";

const MIB = 1024 * 1024;

/** Limit in bytes for a form or an API call. */
export const BODY_BYTES_MAX = MIB;

/** Bytes read and discarded beyond the limit before the client is cut off. */
const DISCARDED_BYTES_MAX = 64 * MIB;
const DISCARDED_MS_MAX = 30_000;

/**
 * Milliseconds from first to last byte of a body that is read whole: 30 s, plus its time on a line
 * of 512 kbit/s.
 */
const bodyMsMax = (limit: number): number => 30_000 + 1000 * Math.ceil(limit / (64 * 1024));

/** Requests whose client waits for `100 Continue` before it sends its body. */
const waiting = new WeakMap<IncomingMessage, () => void>();

/**
 * Holds back `100 Continue` until the body is read. So a client that is refused never sends a body
 * in vain. Without the body, the connection cannot be used again, and closes.
 */
export function holdContinue(
	request: IncomingMessage,
	response: ServerResponse,
	isClosing: () => boolean,
): void {
	response.setHeader("connection", "close");
	waiting.set(request, () => {
		if (!isClosing()) response.removeHeader("connection");
		response.writeContinue();
	});
}

/** Lets a client send its body, if it waits for that. */
function takeBody(request: IncomingMessage): void {
	waiting.get(request)?.();
	waiting.delete(request);
}

/**
 * The whole body, or "too-large" as soon as it exceeds `limit` bytes. Bytes are counted as they
 * arrive, because a chunked body has no Content-Length. The rest is discarded, so that the client
 * can read its answer. "too-slow" if it takes longer than `msMax`. The server itself cuts off a
 * silent client. Rejects when the client disconnects.
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
		if (waiting.has(request) && Number.isFinite(stated) && stated > limit)
			return resolve("too-large");
		takeBody(request);
		let timer: NodeJS.Timeout | undefined;
		request.on("data", (chunk: Buffer) => {
			size += chunk.length;
			// Most bodies arrive with their first chunk, and need no timer.
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
		// Every request emits "close". The error and its stack are created only for an early one.
		request.on("close", () => {
			clearTimeout(timer);
			if (!request.readableEnded) reject(new Error("The client went away."));
		});
	});
}

/**
 * An upload's body as a stream, for a route that checks the size itself. If the route stops reading
 * or never starts, the rest is discarded up to a bound, so that the client sees the answer instead
 * of a broken connection.
 */
export function streamBody(request: IncomingMessage): ReadableStream<Uint8Array> {
	return new ReadableStream<Uint8Array>(
		{
			start(controller) {
				request.pause();
				request.on("data", (chunk: Buffer) => {
					controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
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
				takeBody(request);
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
 * Reads and discards the rest of a body. Beyond a bound of bytes or time, the client is cut off.
 */
export function discardBody(request: IncomingMessage): void {
	if (request.readableEnded || request.destroyed || waiting.has(request)) return;
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
