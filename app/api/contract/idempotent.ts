import { createHash } from "node:crypto";
import { answerOnce } from "../../operations/answer-once.ts";
import { fail } from "./envelope.ts";
import type { ApiCall, JsonAnswer } from "./exchange.ts";
import { idempotencyKey } from "./headers.ts";

const REMEMBERED_SECONDS = 24 * 60 * 60;
const UNDER_WAY_RETRY_SECONDS = 1;

/**
 * Gives an endpoint the header Idempotency-Key (C7): the first 200 for a key and body is remembered
 * for 24 hours and comes again, its correlation ID and ETag included, for every such call. Refusals
 * are not remembered. `endpoint` keeps the same key at other endpoints apart; so do the names in
 * the path. `once` is `answerOnce` itself, or counts what comes out beside it.
 */
export function idempotent(
	endpoint: string,
	answer: (call: ApiCall) => Promise<JsonAnswer>,
	once: typeof answerOnce = answerOnce,
) {
	return async (call: ApiCall): Promise<JsonAnswer> => {
		const key = call.idempotencyKey;
		if (key === undefined) return answer(call);
		if (!idempotencyKey.safeParse(key).success) return fail("idempotency-key-wrong");
		const outcome = await once(
			call.service,
			{
				apiKeyId: call.apiKey.id,
				endpoint: [endpoint, ...Object.values(call.params)].join(" "),
				key,
				body: sameness(call),
				rememberSeconds: REMEMBERED_SECONDS,
			},
			async (service) => {
				const given = await answer(Object.assign({}, call, { service }));
				if (!given.ok) return { ok: false, refusal: given };
				return {
					ok: true,
					response: JSON.stringify({ corrId: call.corrId, etag: given.etag, data: given.data }),
				};
			},
		);
		switch (outcome.outcome) {
			case "answered": {
				const { data, etag } = JSON.parse(outcome.response);
				return { ok: true, data, etag };
			}
			case "replayed": {
				const { corrId, data, etag } = JSON.parse(outcome.response);
				return { ok: true, data, etag, replayOf: corrId };
			}
			case "refused":
				return outcome.refusal;
			case "other-body":
				return fail("idempotency-key-reused");
			case "under-way":
				return fail("still-under-way", { retryAfterSeconds: UNDER_WAY_RETRY_SECONDS });
		}
	};
}

/** What makes two calls the same: the JSON, or the bytes of a file, and the query. */
function sameness({ body, file, query }: ApiCall): unknown {
	if (file.byteLength === 0 && query.size === 0) return body;
	return { body, query: query.toString(), file: createHash("sha256").update(file).digest("hex") };
}
