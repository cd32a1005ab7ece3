import type { ApiKey } from "../../db/api-keys.ts";
import type { Database } from "../../db/client.ts";
import type { ApiScope } from "../domain/roles.ts";
import type { EndpointDescription } from "./description.ts";
import type { ApiFailure } from "./error-codes.ts";

/** A body has at most this many bytes; more is 413. */
export const API_BODY_BYTES_MAX = 64 * 1024;

/** A call as it came in, whichever way: `path` may carry a query, header names are lower case. */
export type ApiRequest = {
	method: string;
	path: string;
	headers: Record<string, string | undefined>;
	body: Uint8Array | "too-large";
};

export type ApiResponse = { status: number; headers: Record<string, string>; body: string };

/** A call that an endpoint gets: the key is valid and has one of the endpoint's scopes, the body is a JSON object. */
export type ApiCall = {
	database: Database;
	apiKey: ApiKey;
	corrId: string;
	body: Record<string, unknown>;
	/** As it was sent; only endpoints made by `idempotent` look at it. */
	idempotencyKey?: string | undefined;
};

/**
 * What an endpoint gives: the envelope's `data`, or a failure of the table in error-codes.ts. An answer that was given before carries the
 * correlation ID that it had.
 */
export type ApiAnswer = { ok: true; data: Record<string, unknown>; replayOf?: string } | { ok: false; failure: ApiFailure };

/** An endpoint is one plain function, and what it is described by. Any one of `scopes` opens it. */
export type Endpoint = EndpointDescription & {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	path: string;
	scopes: readonly ApiScope[];
	answer(call: ApiCall): Promise<ApiAnswer>;
};

/** Whether a path belongs to the API, so that whatever is wrong with it is answered in the API's envelope. */
export const isApiPath = (path: string): boolean => path.startsWith("/engagement/");
