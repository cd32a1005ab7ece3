import { addConnectionRefusals } from "../../../db/phone-systems/connection-refusals.ts";
import type { CountedRefusals } from "../../domain/phone-systems/noted-call.ts";
import { notePhoneSystemCall } from "../../platform/metrics.server.ts";
import type { Service } from "../../platform/service.ts";

// Counted in memory and written together: a flood costs one row for each reason.

/** A refused message as a door saw it. */
export type SeenRefusal = Pick<CountedRefusals, "refusal" | "event" | "status" | "client">;

/**
 * Counts a message that was refused before it proved where it comes from, for the connection's page
 * and the metrics. `now`: milliseconds since 1970.
 */
export function countRefusal(
	{ state: { countedRefusals } }: Service,
	connection: { id: string; kind: string },
	seen: SeenRefusal,
	now = Date.now(),
): void {
	addTo(countedRefusals, connection.id, { ...seen, times: 1, firstAt: now, lastAt: now });
	notePhoneSystemCall(connection.kind, seen.refusal);
}

/**
 * Writes the refusals counted since the last write, every 5 s and before a page shows them. After a
 * failed write they wait for the next one. A killed process loses its last seconds.
 */
export async function writeRefusals(service: Service): Promise<void> {
	const taken = service.state.countedRefusals;
	if (taken.size === 0) return;
	service.state.countedRefusals = new Map();
	const refusals = [...taken].flatMap(([connectionId, byReason]) =>
		[...byReason.values()].map((counted) => ({ ...counted, connectionId })),
	);
	await addConnectionRefusals(service.db, refusals).catch((error) => {
		for (const { connectionId, ...counted } of refusals)
			addTo(service.state.countedRefusals, connectionId, counted);
		throw error;
	});
}

function addTo(
	all: Service["state"]["countedRefusals"],
	connectionId: string,
	more: CountedRefusals,
): void {
	const byReason = all.get(connectionId) ?? new Map<string, CountedRefusals>();
	all.set(connectionId, byReason);
	const before = byReason.get(more.refusal);
	byReason.set(more.refusal, before === undefined ? more : sum(before, more));
}

function sum(one: CountedRefusals, other: CountedRefusals): CountedRefusals {
	const last = other.lastAt < one.lastAt ? one : other;
	return {
		...last,
		times: one.times + other.times,
		firstAt: Math.min(one.firstAt, other.firstAt),
	};
}
