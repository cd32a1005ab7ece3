import { hash } from "node:crypto";
import { BRIEF } from "../../db/connection/database.ts";
import { LOCK_NOT_AVAILABLE, sqlState } from "../../db/connection/errors.ts";
import {
	type Claim,
	claimAnswer,
	type RememberedBy,
	rememberAnswer,
} from "../../db/requests/idempotency.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { Service } from "../platform/service.ts";

/**
 * A call with an idempotency key. `body` is parsed JSON: two bodies are equal if their values are,
 * whatever their formatting.
 */
export type RepeatableCall = RememberedBy & { body: unknown; rememberSeconds: number };

/** Hash for the comparison of two bodies. */
export const hashBody = (body: unknown): string => hash("sha256", canonicalJson(body));

/**
 * Result of the work: an answer to remember, as JSON text, or a refusal, which rolls everything
 * back.
 */
export type Work<Refusal> = { ok: true; response: string } | { ok: false; refusal: Refusal };

/**
 * `answered`: the work ran now. `replayed`: a remembered answer. `refused`: the work refused.
 * `other-body`: the idempotency key belongs to another body. `under-way`: the first call is still
 * running when the wait of the second one ends.
 */
export type OnceOutcome<Refusal> =
	| { outcome: "answered" | "replayed"; response: string }
	| { outcome: "refused"; refusal: Refusal }
	| { outcome: "other-body" | "under-way" };

/** Carries a refusal out of the transaction that it rolls back. */
class Refused extends Error {
	constructor(
		readonly refusal: unknown,
		readonly waitedMs: number,
	) {
		super("refused");
	}
}

/**
 * A transaction's clock stands at its start. After a wait this long, a number that it sees as taken
 * may be free, so a refusal is retried.
 */
const STALE_MS = 20;
const TRIES_MAX = 4;

/**
 * Idempotency: does the work once for equal calls, and replays its answer to the others (C7). The
 * work and its remembered answer commit in one transaction, so a crash never leaves one without the
 * other. A second call waits for the first, also across processes. The work must do everything
 * through the service that it receives.
 */
export async function answerOnce<Refusal>(
	service: Service,
	call: RepeatableCall,
	work: (within: Service) => Promise<Work<Refusal>>,
): Promise<OnceOutcome<Refusal>> {
	const requestHash = hashBody(call.body);
	for (let attempt = 1; ; attempt += 1) {
		let claim: Claim | undefined;
		let view: Service | undefined;
		try {
			const outcome = await service.db.transaction(
				async (tx): Promise<OnceOutcome<Refusal> | null> => {
					claim = undefined;
					view = undefined;
					claim = await claimAnswer(tx, call, requestHash, call.rememberSeconds);
					if (claim.outcome === "gone") return null;
					if (claim.outcome === "answered") {
						if (claim.requestHash !== requestHash || claim.response === null)
							return { outcome: "other-body" };
						return { outcome: "replayed", response: claim.response };
					}
					view = service.within(tx);
					const done = await work(view);
					if (!done.ok) throw new Refused(done.refusal, claim.waitedMs);
					await rememberAnswer(tx, call, done.response);
					return { outcome: "answered", response: done.response };
				},
				BRIEF,
			);
			if (outcome !== null) {
				countHeld(view);
				return outcome;
			}
		} catch (error) {
			if (claim === undefined && sqlState(error) === LOCK_NOT_AVAILABLE)
				return { outcome: "under-way" };
			if (!(error instanceof Refused)) throw error;
			if (error.waitedMs < STALE_MS || attempt >= TRIES_MAX) {
				countHeld(view);
				return { outcome: "refused", refusal: error.refusal as Refusal };
			}
		}
	}
}

/** Runs the counts that were held back until the work was committed, or refused for good. */
function countHeld(view: Service | undefined): void {
	for (const count of view?.held ?? []) count();
}

/** Whether the client gets the work's answer, new or replayed. */
export const isAnswered = ({ outcome }: OnceOutcome<unknown>): boolean =>
	outcome === "answered" || outcome === "replayed";
