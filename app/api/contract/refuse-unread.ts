import { fail, toResponse } from "./envelope.ts";
import type { ApiErrorName } from "./error-codes.ts";
import type { ApiResponse } from "./exchange.ts";

const ERRORS_BY_STATUS = {
	400: "request-unreadable",
	408: "request-too-slow",
	414: "path-too-long",
	417: "expectation-unknown",
	431: "headers-too-large",
	503: "server-busy",
} as const satisfies Record<number, ApiErrorName>;

/**
 * The envelope (C2) of a request refused before any endpoint: malformed, over its limits, or over
 * the connection limit.
 */
export const refuseUnread = (status: keyof typeof ERRORS_BY_STATUS, corrId: string): ApiResponse =>
	toResponse(fail(ERRORS_BY_STATUS[status]), corrId);
