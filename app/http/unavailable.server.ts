import { isUnreachable } from "../../db/client.ts";
import { TooManyHashesError } from "../operations/hash-password.ts";

/** Seconds after which a client may try again. */
export const RETRY_AFTER = "1";
const AWAY = "The database cannot be reached just now. Try again in a moment, and look first whether what you did was done.";
const BUSY = "Too many passwords are being checked just now, and nothing was changed. Try again in a moment.";

// What a route throws comes to the error handler alone; whoever answers is told less.
const messages = new WeakMap<Request, string>();

/** Notes that a page could not be made for want of a database, or of time to hash a password, where that is what the error says. */
export function noteUnavailable(request: Request, error: unknown): void {
	if (isUnreachable(error)) messages.set(request, AWAY);
	else if (error instanceof TooManyHashesError) messages.set(request, BUSY);
}

/** What was noted, in words for the person: the answer is 503 then. Undefined where nothing was. */
export const unavailability = (request: Request): string | undefined => messages.get(request);
