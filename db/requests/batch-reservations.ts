import { arrayLiteral } from "../connection/array-literal.ts";
import type { Db } from "../connection/database.ts";
import { RESERVE_FROM_POOLS, RESERVE_FROM_SAMPLES } from "./batch-reservation-statement.ts";
import { keptCaller, type Reservation, type ReservationInput } from "./reservations.ts";

/**
 * Numbers drawn at random from the pool of a group at `poolVersion`. The longest free of them are
 * given if at least `enough` are free; 0 for a sample of the whole pool.
 */
export type PoolSample = {
	groupNameKey: string;
	groupId: string;
	poolVersion: number;
	numbers: readonly string[];
	enough: number;
};

/**
 * The result of one reservation of a batch. `look-again`: too few numbers of the sample were free.
 * `pool-changed`: the sample's pool version is out of date.
 */
export type Batched = {
	reservation: Reservation | { outcome: "look-again" } | { outcome: "pool-changed" };
	looked: Look | null;
};

/**
 * A look at numbers of a group: how many were seen, how many of them were free, and the places in
 * the sample of those that were not, from 0. Of a batch's results for a group, one has the places.
 */
export type Look = { seen: number; free: number; taken: readonly number[] | null };

type Row = {
	place: number;
	group_id: string;
	group_name: string;
	access_code_length: number;
	number: string | null;
	access_code: string | null;
	expires_ms: number | null;
	looked_at: "sample" | "pool" | "nothing";
	enough: number;
	seen: number;
	free: number;
	taken: string | null;
	wait_ms: number | null;
};

/**
 * Reserves all of them in one statement, each independently: a failed reservation does not affect
 * the others. In the order of `inputs`. A group without a sample has its whole pool read.
 */
export async function reserveBatch(
	db: Db,
	inputs: readonly ReservationInput[],
	samples: readonly PoolSample[],
): Promise<Batched[]> {
	const column = (value: (input: ReservationInput) => string | null) =>
		arrayLiteral(inputs.map(value));
	const sampleColumn = (value: (sample: PoolSample) => string) => arrayLiteral(samples.map(value));
	const sampled = new Set(samples.map((sample) => sample.groupNameKey));
	const text = inputs.every((input) => sampled.has(input.groupNameKey))
		? RESERVE_FROM_SAMPLES
		: RESERVE_FROM_POOLS;
	const rows = await db.query<Row>(text, [
		column((input) => input.requestId),
		column((input) => input.groupNameKey),
		column((input) => input.apiKey.id),
		column((input) => String(input.apiKey.limitedToGroups)),
		column((input) => input.code),
		column((input) => keptCaller(input).fromNumber),
		column((input) => input.userData),
		column((input) => input.callbackServiceId),
		column((input) => input.corrId),
		inputs[0]?.codeQuarantineSeconds,
		sampleColumn((sample) => sample.groupNameKey),
		sampleColumn((sample) => sample.groupId),
		sampleColumn((sample) => String(sample.poolVersion)),
		sampleColumn((sample) => String(sample.enough)),
		sampleColumn((sample) => sample.numbers.join(",")),
		column((input) => keptCaller(input).fromGiven),
		column((input) => keptCaller(input).fromReadings?.join(",") ?? null),
		column(({ expirySeconds = null }) => (expirySeconds === null ? null : String(expirySeconds))),
	]);
	const given = new Map<string, number>();
	for (const row of rows)
		if (row.expires_ms !== null) given.set(row.group_id, (given.get(row.group_id) ?? 0) + 1);
	const byPlace = new Map(rows.map((row) => [row.place, row]));
	return inputs.map((input, index) => {
		const row = byPlace.get(index + 1);
		if (row === undefined) return { reservation: { outcome: "no-such-group" }, looked: null };
		if (row.looked_at === "nothing")
			return { reservation: { outcome: "pool-changed" }, looked: null };
		return {
			reservation: outcome(input, row, given.get(row.group_id) ?? 0),
			looked: { seen: row.seen, free: row.free, taken: placesOf(row.taken) },
		};
	});
}

/** Places in a sample: the database counts them from 1. */
const placesOf = (places: string | null): number[] | null =>
	places === null ? null : places.split(",").map((place) => Number(place) - 1);

/** `given`: how many requests of the batch got a number of this group. */
function outcome(input: ReservationInput, row: Row, given: number): Batched["reservation"] {
	if (row.expires_ms !== null) {
		return {
			outcome: "reserved",
			request: {
				id: input.requestId,
				toPhoneNumber: row.number as string,
				groupName: row.group_name,
				expirationTime: row.expires_ms,
				accessCode: row.access_code,
				fromPhoneNumber: input.fromPhoneNumber,
				callbackServiceId: input.callbackServiceId,
			},
		};
	}
	if (row.number !== null)
		return { outcome: "code-taken", number: row.number, codeLength: row.access_code_length };
	if (row.enough > 0) return { outcome: "look-again" };
	// If all numbers free in this snapshot went to this batch, none is left. Otherwise another
	// transaction has locked or just taken the rest, and may still roll back.
	return row.free === given
		? { outcome: "none-free", waitMs: row.wait_ms }
		: { outcome: "undecided" };
}
