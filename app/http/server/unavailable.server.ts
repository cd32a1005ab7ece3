import { unavailability } from "../../../db/connection/unavailability.ts";
import { lineFor, sentenceFor } from "../../domain/unavailability.ts";
import { TooManyHashesError } from "../../operations/people/hash-password.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.messages.server;

/** Seconds until a client may retry. */
export const RETRY_AFTER = "1";
const ROOM =
	"The server has no disk space, memory or file handle left for a file or a process of its own";

// Remix gives a route's error to the error handler only. The code that answers sees less.
const messages = new WeakMap<Request, string>();

/**
 * Records that a page failed for lack of a database, of system resources such as disk space, or of
 * time to hash a password. Returns the words for the log; undefined for an unexpected error.
 */
export function noteUnavailable(request: Request, error: unknown): string | undefined {
	const what = whatIsMissing(error);
	if (what === null) return undefined;
	messages.set(request, what.told);
	return what.logged;
}

function whatIsMissing(error: unknown): { told: string; logged?: string } | null {
	if (error instanceof TooManyHashesError) return { told: words.tooManyPasswords };
	if (isOutOfRoom(error)) return { told: words.outOfResources, logged: ROOM };
	const why = unavailability(error);
	return why && { told: sentenceFor(why), logged: lineFor(why) };
}

/** Error codes of the operating system. */
const OUT_OF_ROOM = new Set([
	"ENOSPC",
	"EDQUOT",
	"EROFS",
	"EIO",
	"EMFILE",
	"ENFILE",
	"ENOMEM",
	"EAGAIN",
]);

/**
 * Whether this server failed to create a file or a process. Errors of the database, or of
 * connections to it, do not count.
 */
function isOutOfRoom(error: unknown): boolean {
	const { code, syscall } = error as NodeJS.ErrnoException;
	return (
		error instanceof Error &&
		code !== undefined &&
		OUT_OF_ROOM.has(code) &&
		syscall !== undefined &&
		syscall !== "connect"
	);
}

/**
 * The recorded reason in words for the user: the answer is then 503. Undefined if there is none.
 */
export const unavailabilityOf = (request: Request): string | undefined => messages.get(request);
