import { getEnv } from "../../platform/env.server.ts";

/**
 * The address of a one-time link, for somebody else to open. By PUBLIC_URL where it is set: what
 * the request says of its host is only what its sender claims, and a link to another host would
 * bring the token there.
 */
export const userLink = (request: Request, token: string): string =>
	`${publicOrigin(request)}/setup/${token}`;

/**
 * Scheme, host and port for people and programs elsewhere: PUBLIC_URL, else what the request says.
 */
export const publicOrigin = (request: Request): string =>
	getEnv().PUBLIC_URL ?? new URL(request.url).origin;
