import type { Database } from "../../db/connection/client.ts";
import { unavailability } from "../../db/connection/unavailability.ts";
import { scanJson } from "../domain/json-scan.ts";
import type { RequestAllowance } from "../domain/keys/request-limit.ts";
import { lineFor, messageFor } from "../domain/unavailability.ts";
import { noteServed, noteUnserved } from "../operations/database-health.ts";
import { authenticateApiKey } from "../operations/keys/authenticate-api-key.ts";
import { takeRequest } from "../operations/keys/limit-requests.ts";
import { CORRELATION_HEADER, correlationId } from "../platform/correlation-id.server.ts";
import { getDatabase } from "../platform/database.server.ts";
import { logError } from "../platform/log.server.ts";
import { texts } from "../texts/texts.ts";
import { fail, toResponse } from "./contract/envelope.ts";
import {
	API_BODY_BYTES_MAX,
	type ApiAnswer,
	type ApiCall,
	type ApiRequest,
	type ApiResponse,
	type CallFacts,
	type Endpoint,
} from "./contract/exchange.ts";
import { placeAt } from "./endpoints.ts";

const words = texts.messages.api;
const DATABASE_RETRY_SECONDS = 1;
/** The pattern of what is none of our paths. */
const NOWHERE = "/engagement/*";

type Limits = Partial<ReturnType<typeof limitHeaders>>;

/**
 * Answers any call under /engagement/, whichever way it came in: by the resource routes or straight
 * from the server. Never throws; all that can go wrong is in the envelope of C2, and what nobody
 * foresaw is logged once, without anything that the client sent. Fills in `facts`.
 */
export async function answerApi(
	request: ApiRequest,
	database?: Database,
	facts: CallFacts = { route: NOWHERE },
): Promise<ApiResponse> {
	const corrId = correlationId(request.headers[CORRELATION_HEADER]);
	const limits: Limits = {};
	facts.route = NOWHERE;
	const answered = await answer(request, corrId, database, limits, facts).catch((error) => {
		const why = unavailability(error);
		logError(
			error,
			{ corrId, method: request.method, route: facts.route },
			why === null ? undefined : lineFor(why),
		);
		return why === null
			? fail("unexpected")
			: fail("database-unreachable", {
					message: messageFor(why),
					retryAfterSeconds: DATABASE_RETRY_SECONDS,
				});
	});
	const response = toResponse(answered, corrId);
	Object.assign(response.headers, limits);
	return response;
}

/** Cheap checks first, and nothing is said about a body to somebody without a key. */
async function answer(
	request: ApiRequest,
	corrId: string,
	given: Database | undefined,
	limits: Limits,
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
	const database = given ?? (await getDatabase());
	const begun = performance.now();
	const apiKey = await authenticateApiKey(database, sentKey);
	const msForKey = performance.now() - begun;
	if (apiKey === null) return fail("key-unknown");
	facts.keyId = apiKey.id;
	facts.connection?.becomeKnown();
	if (apiKey.requestsPerMinute !== null) {
		const allowance = takeRequest(database, apiKey.id, apiKey.requestsPerMinute);
		Object.assign(limits, limitHeaders(allowance));
		if (!allowance.admitted)
			return fail("too-many-requests", { retryAfterSeconds: allowance.resetSeconds });
	}
	if (!endpoint.scopes.some((scope) => apiKey.scopes.includes(scope))) {
		return fail("scope-missing", {
			detail: words.details.neededScope({ scopes: endpoint.scopes }),
		});
	}
	// What was only to be tried must not be done: a client that sends `dryRun` where there is none
	// has mistaken the call.
	if (endpoint.isStrict === true && endpoint.query === undefined && search !== "")
		return fail("fields-wrong", { detail: words.fields.noQuery });
	const sent = await readSent(endpoint, request);
	if (!sent.ok) return sent;
	const call: ApiCall = {
		database,
		apiKey,
		corrId,
		params: place.params,
		query: new URLSearchParams(search),
		...sent.value,
		ifMatch: request.headers["if-match"],
		idempotencyKey: request.headers["idempotency-key"],
	};
	// The time that the body took is the client's.
	const asked = performance.now() - msForKey;
	return database.watchCall(
		WRITE_LITTLE.test(endpoint.path) ? answerAndNote(endpoint, call) : endpoint.answer(call),
		asked,
	);
}

/**
 * How these come out says whether the database can be written to. An import may meet a limit by its
 * own size.
 */
const WRITE_LITTLE = /\/call-in\/requests\/(create|match|cancel)$/;

async function answerAndNote(endpoint: Endpoint, call: ApiCall): Promise<ApiAnswer> {
	try {
		const answered = await endpoint.answer(call);
		if (answered.ok) noteServed(call.database);
		return answered;
	} catch (error) {
		const why = unavailability(error);
		if (why !== null) noteUnserved(call.database, why);
		throw error;
	}
}

/**
 * The headers that tell a limited key where it stands, whatever the answer is. A key without a
 * limit gets none.
 */
const limitHeaders = ({ limit, remaining, resetSeconds }: RequestAllowance) => ({
	"ratelimit-limit": String(limit),
	"ratelimit-remaining": String(remaining),
	"ratelimit-reset": String(resetSeconds),
});

/** The text up to the first mark, and what is behind it. */
function splitOnce(text: string, mark: string): [string, string] {
	const at = text.indexOf(mark);
	return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

const NO_FILE = new Uint8Array();

/** What the body holds, by what the endpoint takes. */
async function readSent(
	endpoint: Endpoint,
	{ headers, readBody }: ApiRequest,
): Promise<{ ok: true; value: Pick<ApiCall, "body" | "file"> } | ReturnType<typeof fail>> {
	if (endpoint.method === "GET" || endpoint.method === "DELETE")
		return { ok: true, value: { body: {}, file: NO_FILE } };
	const takesFile = endpoint.takes?.type === "text/csv";
	const refused = takesFile ? "media-type-not-csv" : "media-type-wrong";
	if (!isOfType(headers["content-type"], takesFile ? CSV : JSON_TEXT)) return fail(refused);
	if ((headers["content-encoding"] ?? "identity").trim().toLowerCase() !== "identity")
		return fail(refused, { message: words.noContentEncoding });
	const bytes = await readBody(endpoint.bodyBytesMax ?? API_BODY_BYTES_MAX);
	// Nobody is left to be told.
	if (bytes === "gone") return fail("body-not-json");
	if (bytes === "too-slow") return fail("request-too-slow");
	if (bytes === "too-large") return fail(takesFile ? "file-too-large" : "body-too-large");
	if (takesFile) return { ok: true, value: { body: {}, file: bytes } };
	const text = decode(bytes);
	const flaw = text !== null && endpoint.isStrict ? scanJson(text, STRICT_DEPTH_MAX) : null;
	if (flaw?.code === "file-too-deep")
		return fail("json-flawed", {
			message: words.nestedTooDeep(flaw),
		});
	const body = text === null ? null : parseObject(text);
	if (body === null) return fail("body-not-json");
	if (flaw)
		return fail("json-flawed", {
			message: words.doubledField(flaw),
		});
	return { ok: true, value: { body, file: NO_FILE } };
}

const STRICT_DEPTH_MAX = 64;

const JSON_TEXT = { type: "application/json", charsets: ["utf-8", "utf8"] };
// What a file is encoded in is seen in the file.
const CSV = {
	type: "text/csv",
	charsets: ["utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii"],
};

/** The type with any parameters, but for a charset that is not accepted. */
function isOfType(
	contentType: string | undefined,
	accepted: { type: string; charsets: string[] },
): boolean {
	const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
	const charsets = parameters.map(
		(parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1],
	);
	return (
		type.trim() === accepted.type &&
		charsets.every((charset) => charset === undefined || accepted.charsets.includes(charset))
	);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function decode(body: Uint8Array): string | null {
	try {
		return decoder.decode(body);
	} catch {
		return null;
	}
}

function parseObject(text: string): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: null;
	} catch {
		return null;
	}
}
