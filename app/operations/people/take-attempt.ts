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

/** An attempt that may go on; `refusedBefore` counts those that were refused since the last one. */
export type Admitted = { waitSeconds: 0; refusedBefore: number; failures: number };
export type Slowed = { waitSeconds: number; by: Counter };

/**
 * Decides whether an attempt may go on under all of these counters, of which the first is the most
 * specific (R7). One that may is counted as failed under each, before any password is looked at: of
 * many at once no more go on than may. `giveBack` takes that back. One that may not changes no
 * delay. `onFirstRefusal` runs in the same transaction, for the first refusal since an attempt went
 * on: a stranger may be refused as often as he likes, and fills no log.
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
	// Those of one account wait here rather than for each other's locks, each with a connection.
	return inTurn(service, counters[0].key, () =>
		service.db.transaction(async (tx) => {
			// Whoever is refused makes no rows.
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

/** Takes back an attempt that did not fail, or was not looked at. */
export const giveBack = (db: Db, counters: Counter[]): Promise<void> =>
	db.transaction((tx) =>
		uncountAttempt(
			tx,
			counters.map(({ key }) => key),
		),
	);
