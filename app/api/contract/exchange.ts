import type { ApiKey } from "../../../db/keys/api-keys.ts";
import type { RequestAllowance } from "../../domain/keys/request-limit.ts";
import type { ApiScope } from "../../domain/people/roles.ts";
import type { Service } from "../../platform/service.ts";
import type { EndpointDescription } from "./description.ts";
import type { ApiFailure } from "./error-codes.ts";

/** Prefix of every path of the API. */
export const API_BASE = "/engagement/v3";

/** Limit in bytes for a body. A larger body is 413. */
export const API_BODY_BYTES_MAX = 64 * 1024;

/** A call from either entry point. `path` may include a query; header names are lower case. */
export type ApiRequest = {
	method: string;
	path: string;
	headers: Record<string, string | undefined>;
	/**
	 * Called at most once, after the key check. Bytes beyond the limit are not kept. "too-slow": the
	 * body missed its time limit. "gone": the client disconnected.
	 */
	readBody(bytesMax: number): Promise<Uint8Array | "too-large" | "too-slow" | "gone">;
};

export type ApiResponse = {
	status: number;
	headers: Record<string, string>;
	body: string;
	/** Whether the server may compress it. False for answers with secrets or access codes. */
	compressible?: boolean;
};

/** The known facts of the caller: its key, the state of a limited key, and the connection. */
export type Caller = {
	keyId?: string;
	allowance?: RequestAllowance;
	readonly connection?: { becomeKnown(): void } | undefined;
};

/** Facts of a call for the log and the metrics: the caller, and the pattern of its path. */
export type CallFacts = Caller & { route: string };

/** A call as an endpoint gets it: the key is valid and has one of the endpoint's scopes. */
export type ApiCall = {
	service: Service;
	apiKey: ApiKey;
	/** What is left of the limit of a limited key. */
	allowance?: RequestAllowance | undefined;
	corrId: string;
	/** The raw values of the path's `{names}`. */
	params: Readonly<Record<string, string>>;
	query: URLSearchParams;
	/** The JSON object in the body. Empty if the endpoint takes none. */
	body: Record<string, unknown>;
	/** The body of an endpoint that takes a file. */
	file: Uint8Array;
	ifMatch?: string | undefined;
	/** The raw header. Only endpoints made by `idempotent` read it. */
	idempotencyKey?: string | undefined;
};

/**
 * An endpoint's result: the envelope's `data`, with the resource's version if it has one, or a
 * failure of the table in error-codes.ts. A replayed answer keeps its first correlation ID.
 */
export type JsonAnswer =
	| {
			ok: true;
			data: Record<string, unknown>;
			etag?: string | undefined;
			replayOf?: string;
			isLong?: boolean;
	  }
	| { ok: false; failure: ApiFailure };

/** A JSON answer, or a file without the envelope. */
export type ApiAnswer =
	| JsonAnswer
	| {
			ok: true;
			file: { type: string; name: string; text: string };
			etag?: string;
			isLong?: boolean;
	  };

/**
 * An endpoint is one plain function with its description. Any one of `scopes` is enough. `path` may
 * have `{names}`, each one segment long. The body of POST, PUT and PATCH is as in `takes`.
 */
export type Endpoint = EndpointDescription & {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	path: string;
	scopes: readonly ApiScope[];
	/**
	 * Refuses three things: a duplicate field in one object (parsers keep the last), excessive
	 * nesting, and an unknown query parameter.
	 */
	isStrict?: boolean;
	/**
	 * The answer may be long, and has neither secrets nor access codes, so it may be compressed. All
	 * answers to GET are such.
	 */
	isLong?: boolean;
	/**
	 * What a test key has here: the test requests instead of the live ones, or only the key itself.
	 * Absent: a test key is refused (C17).
	 */
	testKeys?: "requests" | "key";
	/** Limit in bytes for the body. Default: API_BODY_BYTES_MAX. */
	bodyBytesMax?: number;
	answer(call: ApiCall): Promise<ApiAnswer>;
};

/** Whether a path belongs to the API, so that its errors use the API's envelope. */
export const isApiPath = (path: string): boolean => path.startsWith("/engagement/");

/** Paths for programs beside the API, which a client may ask with its usual headers. */
const OTHER_PATHS = new Set(["/openapi.json", "/healthz", "/readyz", "/metrics"]);

/**
 * Whether a call is plainly for the API although its path is not: it brings an API key, or a JSON
 * body to a path that no page has (C14). A page itself refuses what is no form.
 */
export const isMisdirected = (
	path: string,
	headers: { "x-api-key"?: string | string[]; "content-type"?: string | undefined },
	isPage: boolean,
): boolean =>
	(headers["x-api-key"] !== undefined ||
		(!isPage && /^\s*application\/(?:[\w.-]+\+)?json\b/i.test(headers["content-type"] ?? ""))) &&
	!OTHER_PATHS.has(path);
