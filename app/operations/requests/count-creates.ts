import type { CallInRefusal, CallInRequest } from "../../domain/requests/call-in.ts";
import type { Result } from "../../domain/result.ts";
import { noteReservation } from "../../platform/metrics.server.ts";
import type { Service } from "../../platform/service.ts";
import type { OnceOutcome, RepeatableCall, Work } from "../answer-once.ts";
import { noteTraffic } from "../traffic/note-traffic.ts";
import { changeOnce } from "./change-once.ts";

/**
 * Counts the result of a create for the metrics and for its group's traffic. Inside a transaction
 * the count is held back until `answerOnce` has ended the transaction.
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
	if (service.isTest) return;
	noteReservation(made.ok ? "reserved" : made.error.code);
	if (made.ok) noteTraffic(service, made.value.groupName, "created");
	else if (made.error.code === "no-number-free") noteTraffic(service, groupName, "refusedNoNumber");
	else if (made.error.code === "no-code-free") noteTraffic(service, groupName, "refusedNoCode");
}

/** Counts the outcome of a create for the metrics, if it is a live one (C17). */
export function countOutcome({ isTest }: Service, outcome: string): void {
	if (!isTest) noteReservation(outcome);
}

/**
 * `answerOnce` for creates (C7). Counts replays and refusals of the idempotency key.
 * `createCallInRequest` inside `work` counts its own result.
 */
export async function createOnce<Refusal>(
	service: Service,
	call: RepeatableCall,
	work: (within: Service) => Promise<Work<Refusal>>,
): Promise<OnceOutcome<Refusal>> {
	const once = await changeOnce(service, call, work);
	if (once.outcome === "replayed") countOutcome(service, "replayed");
	if (once.outcome === "other-body") countOutcome(service, "idempotency-key-reused");
	if (once.outcome === "under-way") countOutcome(service, "still-under-way");
	return once;
}
