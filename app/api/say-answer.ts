import { unavailability } from "../../db/connection/unavailability.ts";
import type { RequestAllowance } from "../domain/keys/request-limit.ts";
import type { ApiScope } from "../domain/people/roles.ts";
import { lineFor, messageFor } from "../domain/unavailability.ts";
import { logError } from "../platform/log.server.ts";
import { texts } from "../texts/texts.ts";
import type { NotAdmitted } from "./admit.ts";
import { fail, toResponse } from "./contract/envelope.ts";
import type { ApiAnswer, ApiResponse } from "./contract/exchange.ts";

const DATABASE_RETRY_SECONDS = 1;

/**
 * How it is said: an answer in the envelope (C2). A limited key is told where it stands, whatever
 * the answer is; a key without a limit gets no such headers.
 */
export function sayAnswer(
	answer: ApiAnswer,
	corrId: string,
	allowance: RequestAllowance | undefined,
): ApiResponse {
	const response = toResponse(answer, corrId);
	if (allowance !== undefined)
		Object.assign(response.headers, {
			"ratelimit-limit": String(allowance.limit),
			"ratelimit-remaining": String(allowance.remaining),
			"ratelimit-reset": String(allowance.resetSeconds),
		});
	return response;
}

/** Why a call is not let in, in the API's terms. */
export function sayNotAdmitted(
	why: NotAdmitted,
	scopes: readonly ApiScope[],
): ReturnType<typeof fail> {
	switch (why.refused) {
		case "key-unknown":
			return fail("key-unknown");
		case "too-many-requests":
			return fail("too-many-requests", { retryAfterSeconds: why.resetSeconds });
		case "scope-missing":
			return fail("scope-missing", {
				detail: texts.messages.api.details.neededScope({ scopes }),
			});
	}
}

/**
 * What a client is told of an error that came out of a call. It is logged here, once, without
 * anything that the client sent.
 */
export function sayError(
	error: unknown,
	facts: { corrId: string; method: string; route: string },
): ReturnType<typeof fail> {
	const why = unavailability(error);
	logError(error, facts, why === null ? undefined : lineFor(why));
	return why === null
		? fail("unexpected")
		: fail("database-unreachable", {
				message: messageFor(why),
				retryAfterSeconds: DATABASE_RETRY_SECONDS,
			});
}
