import { randomFillSync, randomInt } from "node:crypto";
import { v7 as uuidv7 } from "uuid";

const ID_BYTES = 16;
// Drawn for many at once: to ask for the bytes of each ID takes longer than to check the call that
// it is for.
const drawn = new Uint8Array(256 * ID_BYTES);
let used = drawn.length;
const SEQUENCE_MAX = 2 ** 31 - 1;
let sequence = randomInt(SEQUENCE_MAX);

/**
 * A UUID of version 7: it begins with the time, so that new rows stand together in an index; in the
 * order in which this process made them.
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
