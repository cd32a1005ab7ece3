import { answerOnce } from "../operations/answer-once.ts";
import { fail } from "./envelope.ts";
import type { ApiCall, JsonAnswer } from "./exchange.ts";
import { idempotencyKey } from "./headers.ts";

const REMEMBERED_SECONDS = 24 * 60 * 60;
const UNDER_WAY_RETRY_SECONDS = 1;

/**
 * Gives an endpoint the header Idempotency-Key (C7): the first 200 for a key and body is remembered for 24 hours and comes again, its
 * correlation ID included, for every such call. Refusals are not remembered. `endpoint` keeps the same key at other endpoints apart.
 */
export function idempotent(endpoint: string, answer: (call: ApiCall) => Promise<JsonAnswer>) {
	return async (call: ApiCall): Promise<JsonAnswer> => {
		const key = call.idempotencyKey;
		if (key === undefined) return answer(call);
		if (!idempotencyKey.safeParse(key).success) return fail("idempotency-key-wrong");
		const once = await answerOnce(
			call.database,
			{ apiKeyId: call.apiKey.id, endpoint, key, body: call.body, rememberSeconds: REMEMBERED_SECONDS },
			async (database) => {
				const given = await answer({ ...call, database });
				if (!given.ok) return { ok: false, refusal: given };
				return { ok: true, response: JSON.stringify({ corrId: call.corrId, data: given.data }) };
			},
		);
		switch (once.outcome) {
			case "answered":
				return { ok: true, data: JSON.parse(once.response).data };
			case "replayed": {
				const { corrId, data } = JSON.parse(once.response);
				return { ok: true, data, replayOf: corrId };
			}
			case "refused":
				return once.refusal;
			case "other-body":
				return fail("idempotency-key-reused");
			case "under-way":
				return fail("still-under-way", { retryAfterSeconds: UNDER_WAY_RETRY_SECONDS });
		}
	};
}
