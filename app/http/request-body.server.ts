import type { IncomingMessage } from "node:http";

const MIB = 1024 * 1024;

/** Bytes that a form or an API call may have. */
export const BODY_BYTES_MAX = MIB;

/** After this many bytes beyond the limit the client is cut off, instead of being listened to. */
const DISCARDED_BYTES_MAX = 64 * MIB;

/**
 * The whole body, or "too-large" as soon as it has more than `limit` bytes: they are counted as they come, because a body sent in chunks
 * states no length. The rest is read and dropped, so that the client gets to see its answer. Rejects when the client goes away.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array<ArrayBuffer> | "too-large"> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let size = 0;
		request.on("data", (chunk: Buffer) => {
			size += chunk.length;
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
		request.on("close", () => reject(new Error("The client went away.")));
	});
}
