import { getEnv } from "../../platform/env.server.ts";

/**
 * The address of a one-time link for another person. PUBLIC_URL comes first: a request's host can
 * be forged, and a link to another host would leak the token there.
 */
export const userLink = (request: Request, token: string): string =>
	`${publicOrigin(request)}/setup/${token}`;

/** Scheme, host and port for other people and programs: PUBLIC_URL, else the request's. */
export const publicOrigin = (request: Request): string =>
	getEnv().PUBLIC_URL ?? new URL(request.url).origin;
