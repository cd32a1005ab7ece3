import type { Db } from "../../../db/connection/database.ts";
import {
	type Counts,
	countRefusal,
	lockCounts,
	readCounts,
	uncountAttempt,
	writeCount,
} from "../../../db/people/sign-in-failures.ts";
import { type Counter, countOneMore, waitSeconds } from "../../domain/people/sign-in.ts";
import type { Service } from "../../platform/service.ts";
import { inTurn } from "../in-turn.ts";

/** An admitted attempt. `refusedBefore`: refusals since the last admitted attempt. */
export type Admitted = { waitSeconds: 0; refusedBefore: number; failures: number };
export type Slowed = { waitSeconds: number; by: Counter };

/**
 * Rate limit: decides whether an attempt may go on under all these counters, the most specific
 * first (R7). An admitted attempt counts as a failure under each counter before its password is
 * checked, so parallel attempts cannot exceed the limit. `giveBack` takes the count back. A refused
 * attempt changes no delay. `onFirstRefusal` runs in the same transaction, only for the first
 * refusal since the last admitted attempt: repeated refusals must not fill the log.
 */
export function takeAttempt(
	service: Service,
	counters: [Counter, ...Counter[]],
	onFirstRefusal: (tx: Db, slowed: Slowed) => Promise<void>,
): Promise<Admitted | Slowed> {
	const keys = counters.map(({ key }) => key);
	const refuse = async (tx: Db, slowed: Slowed) => {
		if ((await countRefusal(tx, slowed.by.key)) === 1) await onFirstRefusal(tx, slowed);
		return slowed;
	};
	// Attempts on one account queue here. On row locks each would hold a connection.
	return inTurn(service, counters[0].key, () =>
		service.db.transaction(async (tx) => {
			// A refused attempt inserts no rows.
			const early = longestWait(counters, await readCounts(tx, keys));
			if (early !== null) return refuse(tx, early);
			const counted = await lockCounts(tx, keys);
			const slowed = longestWait(counters, counted);
			if (slowed !== null) return refuse(tx, slowed);
			let refusedBefore = 0;
			for (const { key, rule } of counters) {
				const count = counted.counts.get(key);
				refusedBefore += count?.refused ?? 0;
				await writeCount(tx, key, countOneMore(count, rule, counted.now));
			}
			const { failures } = countOneMore(
				counted.counts.get(counters[0].key),
				counters[0].rule,
				counted.now,
			);
			return { waitSeconds: 0, refusedBefore, failures };
		}),
	);
}

function longestWait(counters: Counter[], { counts, now }: Counts): Slowed | null {
	let longest: Slowed | null = null;
	for (const by of counters) {
		const seconds = waitSeconds(counts.get(by.key), by.rule, now);
		if (seconds > (longest?.waitSeconds ?? 0)) longest = { waitSeconds: seconds, by };
	}
	return longest;
}

/** Takes back the count of an attempt that succeeded or was not checked. */
export const giveBack = (db: Db, counters: Counter[]): Promise<void> =>
	db.transaction((tx) =>
		uncountAttempt(
			tx,
			counters.map(({ key }) => key),
		),
	);
