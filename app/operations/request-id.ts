import { randomFillSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";

const ID_BYTES = 16;
// Drawn for many at once: to ask for the bytes of each ID takes longer than to check the request that it is for.
const drawn = new Uint8Array(256 * ID_BYTES);
let used = drawn.length;

/** A UUID of version 7: it begins with the time, so that new requests stand together in the index of their IDs. */
export function newRequestId(): string {
	if (used === drawn.length) {
		randomFillSync(drawn);
		used = 0;
	}
	used += ID_BYTES;
	return uuidv7({ random: drawn.subarray(used - ID_BYTES, used) });
}
