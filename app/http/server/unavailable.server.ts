import { unavailability } from "../../../db/connection/unavailability.ts";
import { lineFor, sentenceFor } from "../../domain/unavailability.ts";
import { TooManyHashesError } from "../../operations/people/hash-password.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.messages.server;

/** Seconds after which a client may try again. */
export const RETRY_AFTER = "1";
const ROOM =
	"The server has no disk space, memory or file handle left for a file or a process of its own";

// What a route throws comes to the error handler alone; whoever answers is told less.
const messages = new WeakMap<Request, string>();

/**
 * Notes that a page could not be made for want of a database, of room for a file, or of time to
 * hash a password, where that is what the error says. Gives the words for the log; undefined where
 * it is an error that nobody expected.
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

/** Codes of the operating system. */
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
 * Whether a file or a process of this server could not be made: not one of the database's, nor a
 * connection to it.
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

/** What was noted, in words for the person: the answer is 503 then. Undefined where nothing was. */
export const unavailabilityOf = (request: Request): string | undefined => messages.get(request);
