// Netstrings, the frames of baresip's control connection: `12:hello world!,`. The length counts
// bytes, not characters, and a frame may arrive in pieces.

/** A longer frame is no event of baresip. */
const FRAME_BYTES_MAX = 65_536;

/** A frame that holds this text. */
export function netstring(text) {
	const bytes = Buffer.from(text);
	return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(",")]);
}

/**
 * Returns a function that takes the bytes as they arrive and returns the texts that are complete.
 * It throws on bytes that are no netstring: after them, no frame can be trusted.
 */
export function netstringReader() {
	let waiting = Buffer.alloc(0);
	return (chunk) => {
		waiting = Buffer.concat([waiting, chunk]);
		const texts = [];
		for (;;) {
			const colon = waiting.indexOf(":");
			const digits = waiting.subarray(0, colon === -1 ? waiting.length : colon).toString("latin1");
			if (!/^\d{0,5}$/.test(digits) || (colon !== -1 && digits === ""))
				throw new Error("no netstring");
			if (colon === -1) return texts;
			const length = Number(digits);
			if (length > FRAME_BYTES_MAX) throw new Error("a netstring that is too long");
			const end = colon + 1 + length;
			if (waiting.length <= end) return texts;
			if (waiting[end] !== 0x2c) throw new Error("no netstring");
			texts.push(waiting.subarray(colon + 1, end).toString());
			waiting = waiting.subarray(end + 1);
		}
	};
}
