import { addConnectionCalls } from "../../../db/phone-systems/connection-calls.ts";
import { lastDigits } from "../../domain/groups/phone-number.ts";
import { CALLS_KEPT, notedCallId, type SeenCall } from "../../domain/phone-systems/noted-call.ts";
import { notePhoneSystemCall } from "../../platform/metrics.server.ts";
import type { Service } from "../../platform/service.ts";
import { newId } from "../new-id.ts";

// Kept in memory and written together, so that a call costs nothing extra.

/** Notes a message of a phone system and its answer, for the connection's page and the metrics. */
export function noteCall(
	{ state: { notedCalls } }: Service,
	connection: { id: string; kind: string },
	seen: Omit<SeenCall, "at">,
	at = Date.now(),
): void {
	let calls = notedCalls.get(connection.id);
	if (calls === undefined) {
		calls = [];
		notedCalls.set(connection.id, calls);
	}
	calls.push({ at, ...seen });
	if (calls.length > CALLS_KEPT) calls.shift();
	notePhoneSystemCall(connection.kind, seen.refusal ?? seen.answer ?? "none");
}

/**
 * Writes the calls noted since the last write, every 5 s and before a page shows them. After a
 * failed write they wait for the next one. A killed process loses its last seconds.
 */
export async function writeNotedCalls(service: Service): Promise<void> {
	const taken = service.state.notedCalls;
	if (taken.size === 0) return;
	service.state.notedCalls = new Map();
	const calls = [...taken].flatMap(([connectionId, noted]) =>
		noted.map(({ fromNumber, toNumber, ...call }) => ({
			...{ ...call, id: newId(), connectionId },
			callId: notedCallId(call.callId),
			fromDigits: fromNumber === null ? null : lastDigits(fromNumber),
			toDigits: toNumber === null ? null : lastDigits(toNumber),
		})),
	);
	await addConnectionCalls(service.db, calls).catch((error) => {
		for (const [id, noted] of taken) {
			const all = [...noted, ...(service.state.notedCalls.get(id) ?? [])];
			service.state.notedCalls.set(id, all.slice(-CALLS_KEPT));
		}
		throw error;
	});
}
