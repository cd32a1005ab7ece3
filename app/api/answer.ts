import type { ApiKey } from "../../db/keys/api-keys.ts";
import { CORRELATION_HEADER, correlationId } from "../platform/correlation-id.server.ts";
import { getService } from "../platform/database.server.ts";
import type { Service } from "../platform/service.ts";
import { texts } from "../texts/texts.ts";
import { admit } from "./admit.ts";
import { fail } from "./contract/envelope.ts";
import {
	API_BASE,
	type ApiAnswer,
	type ApiRequest,
	type ApiResponse,
	type CallFacts,
	type Endpoint,
} from "./contract/exchange.ts";
import { FIELD_CODES } from "./contract/field-error.ts";
import { failFieldRule } from "./contract/field-errors.ts";
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
	const said = sayAnswer(answered, corrId, facts.allowance);
	return isUnchanged(request, said) ? toNotModified(said) : said;
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
	if (place === null) return failPath(path);
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
	const apiKey = await admit(
		service,
		sentKey,
		endpoint.scopes,
		facts,
		request.headers["x-client-address"],
	);
	const msForKey = performance.now() - begun;
	if ("refused" in apiKey) return sayNotAdmitted(apiKey, endpoint.scopes);
	if (apiKey.isTest && endpoint.testKeys === undefined) return fail("test-key-refused");
	// An unknown `dryRun` must not turn a dry run into a real call, so an endpoint without a query
	// refuses any query.
	if (endpoint.isStrict === true && endpoint.query === undefined && search !== "")
		return failFieldRule(
			[...new Set(new URLSearchParams(search).keys())],
			words.fields.noQuery,
			FIELD_CODES.unknown,
		);
	const sent = await readSent(endpoint, request);
	if (!sent.ok) return sent;
	const caller = callerOf(service, apiKey, endpoint);
	// Fields by name: on Node 20, a literal that begins with a spread takes 4 µs, not 0.02.
	const call = {
		service: caller.service,
		apiKey: caller.apiKey,
		allowance: facts.allowance,
		corrId,
		params: place.params,
		query: new URLSearchParams(search),
		body: sent.value.body,
		file: sent.value.file,
		ifMatch: request.headers["if-match"],
		idempotencyKey: request.headers["idempotency-key"],
	};
	// The call's time includes the key check and excludes the body, whose time is the client's.
	const asked = performance.now() - msForKey;
	const answered = service.database.watchCall(endpoint.answer(call), asked);
	return endpoint.isLong || method === "GET" ? asLong(await answered) : answered;
}

/**
 * A test key acts on the test requests alone: nothing live is within its reach (C17). As a key of
 * live requests it may use no group at all; of test groups it may use all.
 */
const callerOf = (service: Service, apiKey: ApiKey, { testKeys }: Endpoint) =>
	apiKey.isTest && testKeys === "requests"
		? { service: service.tests, apiKey: { ...apiKey, limitedToGroups: false } }
		: { service, apiKey };

/** An answer that may be compressed. A failure is short. */
const asLong = (answer: ApiAnswer): ApiAnswer =>
	answer.ok ? Object.assign(answer, { isLong: true }) : answer;

/** Whether a client that reads has this version already (If-None-Match). */
function isUnchanged({ method, headers }: ApiRequest, { status, headers: { etag } }: ApiResponse) {
	const known = headers["if-none-match"];
	if (known === undefined || etag === undefined || status !== 200) return false;
	if (method !== "GET" && method !== "HEAD") return false;
	return (
		known.trim() === "*" ||
		(known.match(/"[^"]*"/g) ?? ([] as string[])).some((one) => one === etag)
	);
}

function toNotModified({ headers }: ApiResponse): ApiResponse {
	const { "content-type": _, "content-disposition": __, ...kept } = headers;
	return { status: 304, headers: kept, body: "" };
}

/** 404 for a path, with the path that was probably meant: the base once, and single slashes. */
function failPath(path: string): ReturnType<typeof fail> {
	const plain = path.replace(/\/{2,}/g, "/").replace(/\/$/, "");
	const candidates = [plain, `/engagement${plain}`, API_BASE + plain];
	const meant = candidates.find((one) => one !== path && placeAt(one) !== null);
	if (meant === undefined) return fail("path-unknown");
	const detail = words.details.meantPath({ path: meant });
	const errors = [
		{ field: "path", code: "path-unknown", message: detail, suggestion: meant },
	] as const;
	return fail("path-unknown", { detail, errors });
}

/** The text before the first mark, and the text after it. */
function splitOnce(text: string, mark: string): [string, string] {
	const at = text.indexOf(mark);
	return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
