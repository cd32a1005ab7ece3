/**
 * Why the database cannot serve just now. None of these is the caller's fault: all are answered
 * with 503 and `Retry-After` (C2).
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
 * `away`: not reachable, starting or stopping. `refused`: it turns away the user, the password or
 * the database's name, or has taken rights away. `too-slow`: a time limit on statements or locks.
 * `given-up`: undone for the sake of others, again and again. `failing`: its disk, its files or its
 * process are damaged.
 */
export type Unavailability = (typeof UNAVAILABILITIES)[number];

const WORDS: Record<Unavailability, { is: string; mend: string }> = {
	away: { is: "cannot be reached", mend: "Check that it runs, and the network." },
	"read-only": { is: "is read-only", mend: "It is a standby, or was set to read-only." },
	"no-space": { is: "has no disk space left", mend: "Free some, or give it more." },
	"out-of-memory": { is: "has no memory left", mend: "Give it more, or let it do less." },
	"too-many-connections": {
		is: "has no connection left",
		mend: "Raise its limit, or lower DATABASE_CONNECTIONS.",
	},
	refused: {
		is: "refuses access",
		mend: "Check the password, the database's name and the rights of its user.",
	},
	"too-slow": {
		is: "does not finish in time",
		mend: "Check its time limits, its locks and its load.",
	},
	"given-up": { is: "is too busy", mend: "Check what holds locks on it." },
	failing: { is: "is failing", mend: "Read its own log." },
};

/** In a few words, for `/readyz`: "the database is read-only". */
export const reasonOf = (why: Unavailability): string => `the database ${WORDS[why].is}`;

/** For the log, and with what the operator can do: "The database is read-only. …". */
export const lineFor = (why: Unavailability): string =>
	`The database ${WORDS[why].is}. ${WORDS[why].mend}`;

/** For whoever calls the API. */
export const messageFor = (why: Unavailability): string =>
	`The service's database ${WORDS[why].is}. Try again shortly.`;

/** For a person at a page: what it is, and what to do. */
export const sentenceFor = (why: Unavailability): string =>
	`The database ${WORDS[why].is} just now. Try again in a moment, and look first whether what you did was done.`;
