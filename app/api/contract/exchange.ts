import type { ApiKey } from "../../../db/keys/api-keys.ts";
import type { RequestAllowance } from "../../domain/keys/request-limit.ts";
import type { ApiScope } from "../../domain/people/roles.ts";
import type { Service } from "../../platform/service.ts";
import type { EndpointDescription } from "./description.ts";
import type { ApiFailure } from "./error-codes.ts";

/** What every path of the API begins with. */
export const API_BASE = "/engagement/v3";

/** A body has at most this many bytes; more is 413. */
export const API_BODY_BYTES_MAX = 64 * 1024;

/** A call as it came in, whichever way: `path` may carry a query, header names are lower case. */
export type ApiRequest = {
	method: string;
	path: string;
	headers: Record<string, string | undefined>;
	/**
	 * Called once, after the key has been checked, or not at all. What is beyond the limit is not
	 * kept; "too-slow" did not arrive in time; "gone" is a client that broke off.
	 */
	readBody(bytesMax: number): Promise<Uint8Array | "too-large" | "too-slow" | "gone">;
};

export type ApiResponse = { status: number; headers: Record<string, string>; body: string };

/**
 * Who calls, as far as that is known: the key, where a limited one stands, and the connection that
 * the call came by.
 */
export type Caller = {
	keyId?: string;
	allowance?: RequestAllowance;
	readonly connection?: { becomeKnown(): void } | undefined;
};

/** What came of a call, for the log and the metrics: who called, and the pattern of its path. */
export type CallFacts = Caller & { route: string };

/** A call that an endpoint gets: the key is valid and has one of the endpoint's scopes. */
export type ApiCall = {
	service: Service;
	apiKey: ApiKey;
	corrId: string;
	/** What stands in the place of the path's `{names}`, as it was sent. */
	params: Readonly<Record<string, string>>;
	query: URLSearchParams;
	/** The JSON object that was sent; empty where the endpoint takes none. */
	body: Record<string, unknown>;
	/** What was sent to an endpoint that takes a file. */
	file: Uint8Array;
	ifMatch?: string | undefined;
	/** As it was sent; only endpoints made by `idempotent` look at it. */
	idempotencyKey?: string | undefined;
};

/**
 * What an endpoint gives: the envelope's `data`, with the version of what it tells of where that
 * has one, or a failure of the table in error-codes.ts. An answer that was given before carries the
 * correlation ID that it had.
 */
export type JsonAnswer =
	| { ok: true; data: Record<string, unknown>; etag?: string | undefined; replayOf?: string }
	| { ok: false; failure: ApiFailure };

/** The same, or a file instead of the envelope. */
export type ApiAnswer =
	| JsonAnswer
	| { ok: true; file: { type: string; name: string; text: string }; etag?: string };

/**
 * An endpoint is one plain function, and what it is described by. Any one of `scopes` opens it.
 * `path` may have `{names}`, each one segment long. POST, PUT and PATCH take what `takes` says.
 */
export type Endpoint = EndpointDescription & {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	path: string;
	scopes: readonly ApiScope[];
	/**
	 * Refuses a field that stands twice in one object, of which parsers keep the last, nesting that
	 * nobody means, and a query that is not known.
	 */
	isStrict?: boolean;
	/** Bytes of the body; API_BODY_BYTES_MAX where nothing is said. */
	bodyBytesMax?: number;
	answer(call: ApiCall): Promise<ApiAnswer>;
};

/**
 * Whether a path belongs to the API, so that whatever is wrong with it is answered in the API's
 * envelope.
 */
export const isApiPath = (path: string): boolean => path.startsWith("/engagement/");
