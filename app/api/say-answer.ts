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
 * Wraps an answer in the envelope (C2). A limited key gets its limit's headers with every answer; a
 * key without a limit gets none.
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

/** The API's failure for a refused call. */
export function sayNotAdmitted(
	why: NotAdmitted,
	scopes: readonly ApiScope[],
): ReturnType<typeof fail> {
	switch (why.refused) {
		case "key-unknown":
			return fail("key-unknown");
		case "network-wrong":
			return fail("key-network-wrong", {
				...(why.address !== undefined && {
					detail: texts.messages.api.details.cameFrom({ address: why.address }),
				}),
			});
		case "too-many-requests":
			return fail("too-many-requests", { retryAfterSeconds: why.resetSeconds });
		case "scope-missing":
			return fail("scope-missing", {
				detail: texts.messages.api.details.neededScope({ scopes }),
			});
	}
}

/**
 * The client's answer for an unexpected error. The error is logged here, once, without data from
 * the client.
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
