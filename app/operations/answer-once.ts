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
 * A call that may come again. `body` is parsed JSON: calls are the same when their bodies are,
 * however they were written.
 */
export type RepeatableCall = RememberedBy & { body: unknown; rememberSeconds: number };

/** What bodies are compared by. */
export const hashBody = (body: unknown): string => hash("sha256", canonicalJson(body));

/**
 * What the work came to: an answer to be remembered, as JSON text, or a refusal, which leaves
 * nothing behind.
 */
export type Work<Refusal> = { ok: true; response: string } | { ok: false; refusal: Refusal };

/**
 * `answered` now or `replayed`; `refused` as the work was; `other-body`: the key was used for
 * something else; `under-way`: the first call takes longer than a second call waits.
 */
export type OnceOutcome<Refusal> =
	| { outcome: "answered" | "replayed"; response: string }
	| { outcome: "refused"; refusal: Refusal }
	| { outcome: "other-body" | "under-way" };

/** Carries a refusal out of the transaction that it undoes. */
class Refused extends Error {
	constructor(
		readonly refusal: unknown,
		readonly waitedMs: number,
	) {
		super("refused");
	}
}

/**
 * The time of a transaction is that of its start: after such a wait, what it finds taken may be
 * free by now.
 */
const STALE_MS = 20;
const TRIES_MAX = 4;

/**
 * Does the work once for all calls that are the same, and gives the others its answer (C7). What
 * the work does and the answer that is remembered are one transaction: neither is there without the
 * other, whatever dies. A second call waits for one under way, in whatever process. All that the
 * work does must go through the database that it is given.
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

/** What was to be counted of work that is done, or refused for good. */
function countHeld(view: Service | undefined): void {
	for (const count of view?.held ?? []) count();
}

/** Whether the client gets an answer of the work's, now or again. */
export const isAnswered = ({ outcome }: OnceOutcome<unknown>): boolean =>
	outcome === "answered" || outcome === "replayed";
