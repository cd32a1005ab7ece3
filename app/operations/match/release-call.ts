import { BRIEF } from "../../../db/connection/database.ts";
import {
	type CallStep,
	findMatchedCall,
	insertCallStep,
	releaseMatched,
} from "../../../db/match/call-steps.ts";
import { lockNumber } from "../../../db/requests/reservations.ts";
import { recordedCallId } from "../../domain/match/inbound-call.ts";
import type { Service } from "../../platform/service.ts";
import { noteFailed, noteServed } from "../database-health.ts";
import { inTurn } from "../in-turn.ts";

/**
 * Notes a later step of a matched call, and releases its request if asked (P6). Only the key that
 * matched the call can do so. Idempotent: a repeated step changes nothing, and an ended request
 * stays as it is. False if the call was not matched.
 */
export async function releaseCall(
	service: Service,
	{
		callId,
		apiKeyId,
		step,
		release,
	}: { callId: string; apiKeyId: string; step: CallStep | null; release: boolean },
): Promise<boolean> {
	try {
		const isMatched = await noteStep(service, callId, apiKeyId, step, release);
		noteServed(service);
		return isMatched;
	} catch (error) {
		noteFailed(service, error);
		throw error;
	}
}

async function noteStep(
	service: Service,
	callId: string,
	apiKeyId: string,
	step: CallStep | null,
	release: boolean,
): Promise<boolean> {
	const matched = await findMatchedCall(service.db, recordedCallId(callId) ?? "", apiKeyId);
	if (matched === null) return false;
	if (step !== null) await insertCallStep(service.db, matched.attemptId, step);
	if (!release || !matched.isLive) return true;
	await inTurn(service, matched.number, () =>
		service.db.transaction(async (tx) => {
			await lockNumber(tx, matched.number);
			await releaseMatched(tx, matched);
		}, BRIEF),
	);
	return true;
}
