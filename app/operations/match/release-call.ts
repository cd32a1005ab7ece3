import { BRIEF } from "../../../db/connection/database.ts";
import {
	type CallStep,
	findMatchedCall,
	insertCallStep,
	type MatchedCall,
	releaseMatched,
} from "../../../db/match/call-steps.ts";
import { lockNumber } from "../../../db/requests/reservations.ts";
import { recordedCallId } from "../../domain/match/inbound-call.ts";
import type { Service } from "../../platform/service.ts";
import { noteFailed, noteServed } from "../database-health.ts";
import { inTurn } from "../in-turn.ts";

/**
 * The call with this ID, if it was matched through this key; else null. So only the key that
 * matched a call can release its request.
 */
export const findCall = (
	service: Service,
	callId: string,
	apiKeyId: string,
): Promise<MatchedCall | null> =>
	watched(service, () => findMatchedCall(service.db, recordedCallId(callId) ?? "", apiKeyId));

/**
 * Notes a later step of a matched call, and releases its request if asked (P6). Idempotent: a
 * repeated step changes nothing, and an ended request stays as it is.
 */
export const noteStep = (
	service: Service,
	matched: MatchedCall,
	{ step, release }: { step: CallStep | null; release: boolean },
): Promise<void> =>
	watched(service, async () => {
		if (step !== null) await insertCallStep(service.db, matched.attemptId, step);
		if (!release || !matched.isLive) return;
		await inTurn(service, matched.number, () =>
			service.db.transaction(async (tx) => {
				await lockNumber(tx, matched.number);
				await releaseMatched(tx, matched);
			}, BRIEF),
		);
	});

async function watched<T>(service: Service, work: () => Promise<T>): Promise<T> {
	try {
		const result = await work();
		noteServed(service);
		return result;
	} catch (error) {
		noteFailed(service, error);
		throw error;
	}
}
