import type { Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import {
	answerOnce,
	isAnswered,
	type OnceOutcome,
	type RepeatableCall,
	type Work,
} from "../answer-once.ts";
import { noteFailed, noteServed } from "../database-health.ts";

/** Notes for the health of the database whether a change of a request was served or failed. */
export async function notingHealth<Done, Refusal>(
	service: Service,
	work: () => Promise<Result<Done, Refusal>>,
): Promise<Result<Done, Refusal>> {
	try {
		const done = await work();
		if (done.ok) noteServed(service);
		return done;
	} catch (error) {
		noteFailed(service, error);
		throw error;
	}
}

/** `answerOnce` for changes of requests (C7), which notes the health of the database too. */
export async function changeOnce<Refusal>(
	service: Service,
	call: RepeatableCall,
	work: (within: Service) => Promise<Work<Refusal>>,
): Promise<OnceOutcome<Refusal>> {
	try {
		const once = await answerOnce(service, call, work);
		if (isAnswered(once)) noteServed(service);
		return once;
	} catch (error) {
		noteFailed(service, error);
		throw error;
	}
}
