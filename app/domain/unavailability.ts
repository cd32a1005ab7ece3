import { texts } from "../texts/texts.ts";

/**
 * Why the database cannot serve now. No reason is the caller's fault: all give 503 and
 * `Retry-After` (C2).
 */
export const UNAVAILABILITIES = [
	"away",
	"read-only",
	"no-space",
	"out-of-memory",
	"too-many-connections",
	"refused",
	"too-slow",
	"given-up",
	"failing",
] as const;

/**
 * `away`: not reachable, starting or stopping. `refused`: rejects the user, the password or the
 * database's name, or has revoked rights. `too-slow`: a time limit on statements or locks.
 * `given-up`: rolled back in favour of other transactions, repeatedly. `failing`: its disk, its
 * files or its process are damaged.
 */
export type Unavailability = (typeof UNAVAILABILITIES)[number];

const words = texts.messages.database;
const STATES: Record<Unavailability, { is: string; mend: string }> = words.states;

/** In a few words, for `/readyz`: "the database is read-only". */
export const reasonOf = (why: Unavailability): string => words.reason(STATES[why]);

/** For the log, with advice for the operator: "The database is read-only. …". */
export const lineFor = (why: Unavailability): string => words.logLine(STATES[why]);

/** For an API client. */
export const messageFor = (why: Unavailability): string => words.forClient(STATES[why]);

/** For a person at a page: the problem, and what to do. */
export const sentenceFor = (why: Unavailability): string => words.forPerson(STATES[why]);
