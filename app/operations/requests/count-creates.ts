import type { CallInRefusal, CallInRequest } from "../../domain/requests/call-in.ts";
import type { Result } from "../../domain/result.ts";
import { noteReservation } from "../../platform/metrics.server.ts";
import type { Service } from "../../platform/service.ts";
import {
	answerOnce,
	isAnswered,
	type OnceOutcome,
	type RepeatableCall,
	type Work,
} from "../answer-once.ts";
import { noteFailed, noteServed } from "../database-health.ts";
import { noteTraffic } from "../traffic/note-traffic.ts";

/**
 * Counts what came of a create: for the metrics, and for the traffic of its group. Inside a
 * transaction it counts once `answerOnce` says that the transaction is over.
 */
export function countCreate(
	service: Service,
	groupName: string,
	made: Result<CallInRequest, CallInRefusal>,
): void {
	if (service.isWithin) service.held.push(() => count(service, groupName, made));
	else count(service, groupName, made);
}

function count(
	service: Service,
	groupName: string,
	made: Result<CallInRequest, CallInRefusal>,
): void {
	noteReservation(made.ok ? "reserved" : made.error.code);
	if (made.ok) noteTraffic(service, made.value.groupName, "created");
	else if (made.error.code === "no-number-free") noteTraffic(service, groupName, "refusedNoNumber");
	else if (made.error.code === "no-code-free") noteTraffic(service, groupName, "refusedNoCode");
}

/**
 * `answerOnce` for creates (C7): counts one that is told again, and one that the key refuses; what
 * `createCallInRequest` comes to in `work` is counted by that.
 */
export async function createOnce<Refusal>(
	service: Service,
	call: RepeatableCall,
	work: (within: Service) => Promise<Work<Refusal>>,
): Promise<OnceOutcome<Refusal>> {
	try {
		const once = await answerOnce(service, call, work);
		if (isAnswered(once)) noteServed(service);
		if (once.outcome === "replayed") noteReservation("replayed");
		if (once.outcome === "other-body") noteReservation("idempotency-key-reused");
		if (once.outcome === "under-way") noteReservation("still-under-way");
		return once;
	} catch (error) {
		noteFailed(service, error);
		throw error;
	}
}
