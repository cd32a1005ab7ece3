import { createHash } from "node:crypto";
import { answerOnce } from "../../operations/answer-once.ts";
import { fail } from "./envelope.ts";
import type { ApiCall, JsonAnswer } from "./exchange.ts";
import { idempotencyKey } from "./headers.ts";

const REMEMBERED_SECONDS = 24 * 60 * 60;
const UNDER_WAY_RETRY_SECONDS = 1;

/**
 * Adds the header Idempotency-Key to an endpoint (C7). The first 200 for a key and body is stored
 * for 24 hours and replayed for every repeat, with its correlation ID and ETag. Refusals are not
 * stored. `endpoint` and the names in the path separate equal keys of different resources. `once`
 * is `answerOnce`, or a variant that also counts the outcomes. `unstored` is a field of the data
 * that is a secret: it is neither stored nor replayed.
 */
export function idempotent(
	endpoint: string,
	answer: (call: ApiCall) => Promise<JsonAnswer>,
	{ once = answerOnce, unstored }: { once?: typeof answerOnce; unstored?: string } = {},
) {
	return async (call: ApiCall): Promise<JsonAnswer> => {
		const key = call.idempotencyKey;
		if (key === undefined) return answer(call);
		if (!idempotencyKey.safeParse(key).success) return fail("idempotency-key-wrong");
		let given: JsonAnswer | undefined;
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
				given = await answer(Object.assign({}, call, { service }));
				if (!given.ok) return { ok: false, refusal: given };
				const { etag, data } = given;
				const stored = unstored === undefined ? data : { ...data, [unstored]: undefined };
				return {
					ok: true,
					response: JSON.stringify({ corrId: call.corrId, etag, data: stored }),
				};
			},
		);
		switch (outcome.outcome) {
			case "answered":
				// The work ran in this call, so its answer is the last one.
				return given as JsonAnswer;
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

/** Two calls are equal if this value is: the JSON, or the bytes of a file, and the query. */
function sameness({ body, file, query }: ApiCall): unknown {
	if (file.byteLength === 0 && query.size === 0) return body;
	return { body, query: query.toString(), file: createHash("sha256").update(file).digest("hex") };
}
