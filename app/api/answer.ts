import { CORRELATION_HEADER, correlationId } from "../platform/correlation-id.server.ts";
import { getService } from "../platform/database.server.ts";
import type { Service } from "../platform/service.ts";
import { texts } from "../texts/texts.ts";
import { admit } from "./admit.ts";
import { fail } from "./contract/envelope.ts";
import type { ApiAnswer, ApiRequest, ApiResponse, CallFacts } from "./contract/exchange.ts";
import { placeAt } from "./endpoints.ts";
import { readSent } from "./read-sent.ts";
import { sayAnswer, sayError, sayNotAdmitted } from "./say-answer.ts";

const words = texts.messages.api;
/** The pattern of an unknown path. */
const NOWHERE = "/engagement/*";

/**
 * Answers any call under /engagement/, from the resource routes or directly from the server. Never
 * throws: every failure is in the envelope of C2. An unexpected error is logged once, without data
 * from the client. Fills in `facts`.
 */
export async function answerApi(
	request: ApiRequest,
	service?: Service,
	facts: CallFacts = { route: NOWHERE },
): Promise<ApiResponse> {
	const corrId = correlationId(request.headers[CORRELATION_HEADER]);
	facts.route = NOWHERE;
	const answered = await answer(request, corrId, service, facts).catch((error) =>
		sayError(error, { corrId, method: request.method, route: facts.route }),
	);
	return sayAnswer(answered, corrId, facts.allowance);
}

/** Cheap checks first. A caller without a valid key learns nothing about the body. */
async function answer(
	request: ApiRequest,
	corrId: string,
	given: Service | undefined,
	facts: CallFacts,
): Promise<ApiAnswer> {
	const [path = "", search = ""] = splitOnce(request.path, "?");
	const place = placeAt(path);
	if (place === null) return fail("path-unknown");
	facts.route = place.endpoints[0]?.path ?? NOWHERE;
	const method = request.method === "HEAD" ? "GET" : request.method;
	const endpoint = place.endpoints.find((one) => one.method === method);
	if (!endpoint) {
		const allow = place.endpoints
			.map((one) => (one.method === "GET" ? "GET, HEAD" : one.method))
			.join(", ");
		return fail("method-not-allowed", {
			detail: words.details.allowedMethods({ methods: allow }),
			allow,
		});
	}
	const sentKey = request.headers["x-api-key"]?.trim() ?? "";
	if (sentKey === "") return fail("key-missing");
	const service = given ?? (await getService());
	const begun = performance.now();
	const apiKey = await admit(service, sentKey, endpoint.scopes, facts);
	const msForKey = performance.now() - begun;
	if ("refused" in apiKey) return sayNotAdmitted(apiKey, endpoint.scopes);
	// An unknown `dryRun` must not turn a dry run into a real call, so an endpoint without a query
	// refuses any query.
	if (endpoint.isStrict === true && endpoint.query === undefined && search !== "")
		return fail("fields-wrong", { detail: words.fields.noQuery });
	const sent = await readSent(endpoint, request);
	if (!sent.ok) return sent;
	const call = {
		service,
		apiKey,
		corrId,
		params: place.params,
		query: new URLSearchParams(search),
		...sent.value,
		ifMatch: request.headers["if-match"],
		idempotencyKey: request.headers["idempotency-key"],
	};
	// The call's time includes the key check and excludes the body, whose time is the client's.
	const asked = performance.now() - msForKey;
	return service.database.watchCall(endpoint.answer(call), asked);
}

/** The text before the first mark, and the text after it. */
function splitOnce(text: string, mark: string): [string, string] {
	const at = text.indexOf(mark);
	return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
