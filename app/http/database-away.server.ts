import { isUnreachable } from "../../db/client.ts";

/** Seconds after which a client may try again. */
export const RETRY_AFTER = "1";
export const AWAY_MESSAGE = "The database cannot be reached just now. Try again in a moment, and look first whether what you did was done.";

// What a route throws comes to the error handler alone; whoever answers is told less.
const requests = new WeakSet<Request>();

/** Notes that a page could not be made for want of a database, where that is what the error says. */
export function noteDatabaseAway(request: Request, error: unknown): void {
	if (isUnreachable(error)) requests.add(request);
}

/** Whether that was noted: the answer is 503 then. */
export const isDatabaseAway = (request: Request): boolean => requests.has(request);
