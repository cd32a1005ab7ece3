import { randomFillSync, randomInt } from "node:crypto";
import { v7 as uuidv7 } from "uuid";

const ID_BYTES = 16;
// Random bytes are drawn for many IDs at once: a draw for one ID takes longer than the check of its
// call.
const drawn = new Uint8Array(256 * ID_BYTES);
let used = drawn.length;
const SEQUENCE_MAX = 2 ** 31 - 1;
let sequence = randomInt(SEQUENCE_MAX);

/**
 * A UUID version 7: it begins with the time, so new rows are adjacent in an index. IDs of one
 * process sort in the order of their creation.
 */
export function newId(): string {
	if (used === drawn.length) {
		randomFillSync(drawn);
		used = 0;
	}
	used += ID_BYTES;
	sequence = (sequence + 1) % SEQUENCE_MAX;
	return uuidv7({ random: drawn.subarray(used - ID_BYTES, used), seq: sequence });
}
