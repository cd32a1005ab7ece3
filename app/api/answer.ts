import { v4 as uuidv4 } from "uuid";
import { type Database, isUnreachable } from "../../db/client.ts";
import { isUuid } from "../../db/groups.ts";
import { getDatabase } from "../database.server.ts";
import { logError } from "../log.server.ts";
import { authenticateApiKey } from "../operations/authenticate-api-key.ts";
import { endpointsAt } from "./endpoints.ts";
import { fail, toResponse } from "./envelope.ts";
import { API_BODY_BYTES_MAX, type ApiAnswer, type ApiRequest, type ApiResponse } from "./exchange.ts";

const DATABASE_RETRY_SECONDS = 1;

/**
 * Answers any call under /engagement/, whichever way it came in: by the resource routes or straight from the server. Never throws; all that
 * can go wrong is in the envelope of C2, and what nobody foresaw is logged once, without anything that the client sent.
 */
export async function answerApi(request: ApiRequest, database?: Database): Promise<ApiResponse> {
	const given = request.headers["x-correlation-id"]?.trim() ?? "";
	const corrId = isUuid(given) ? given.toLowerCase() : uuidv4();
	try {
		return toResponse(await answer(request, corrId, database), corrId);
	} catch (error) {
		const unreachable = isUnreachable(error);
		logError(error, { corrId }, unreachable ? "The database cannot be reached" : undefined);
		return toResponse(
			unreachable ? fail("database-unreachable", { retryAfterSeconds: DATABASE_RETRY_SECONDS }) : fail("unexpected"),
			corrId,
		);
	}
}

/** Cheap checks first, and nothing is said about a body to somebody without a key. */
async function answer(request: ApiRequest, corrId: string, given: Database | undefined): Promise<ApiAnswer> {
	const here = endpointsAt(request.path.split("?", 1)[0] as string);
	if (here.length === 0) return fail("path-unknown");
	const endpoint = here.find(({ method }) => method === request.method);
	if (!endpoint) {
		const allow = here.map(({ method }) => method).join(", ");
		return fail("method-not-allowed", { detail: `${allow}.`, allow });
	}
	const sentKey = request.headers["x-api-key"]?.trim() ?? "";
	if (sentKey === "") return fail("key-missing");
	const database = given ?? (await getDatabase());
	const apiKey = await authenticateApiKey(database, sentKey);
	if (apiKey === null) return fail("key-unknown");
	if (!endpoint.scopes.some((scope) => apiKey.scopes.includes(scope))) {
		return fail("scope-missing", { detail: `${endpoint.scopes.map((scope) => `“${scope}”`).join(" or ")}.` });
	}
	if (!isJson(request.headers["content-type"])) return fail("media-type-wrong");
	if (request.body === "too-large" || request.body.byteLength > API_BODY_BYTES_MAX) return fail("body-too-large");
	const body = parseObject(request.body);
	return body === null
		? fail("body-not-json")
		: endpoint.answer({ database, apiKey, corrId, body, idempotencyKey: request.headers["idempotency-key"] });
}

/** `application/json` with any parameters, but for a charset other than UTF-8. */
function isJson(contentType: string | undefined): boolean {
	const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
	const charsets = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1]);
	return (
		type.trim() === "application/json" && charsets.every((charset) => charset === undefined || charset === "utf-8" || charset === "utf8")
	);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function parseObject(body: Uint8Array): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(decoder.decode(body));
		return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
	} catch {
		return null;
	}
}
