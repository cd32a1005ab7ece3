type State = { is: string; mend: string };

/** Why the database is unavailable, as the end of "The database …", and what an operator can do. */
export const database = {
	states: {
		away: {
			is: "cannot be reached",
			mend: "Check that it is running, and check the network.",
		},
		"read-only": {
			is: "is read-only",
			mend: "It is a standby or was set to read-only: use the primary, or allow writes.",
		},
		"no-space": { is: "has no disk space left", mend: "Free some space, or add some." },
		"out-of-memory": { is: "has no memory left", mend: "Add memory, or reduce its load." },
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
			mend: "Check its time limits, locks and load.",
		},
		"given-up": { is: "is too busy", mend: "Check what holds locks on it." },
		failing: { is: "is failing", mend: "Read its own log." },
	},
	/** For `/readyz`. */
	reason: ({ is }: State): string => `the database ${is}`,
	/** For the log. */
	logLine: ({ is, mend }: State): string => `The database ${is}. ${mend}`,
	/** For an API client. */
	forClient: ({ is }: State): string => `The service's database ${is}. Try again in a moment.`,
	/** For a web page. */
	forPerson: ({ is }: State): string =>
		`The database ${is}. Check whether your last change was saved, then try again.`,
};
