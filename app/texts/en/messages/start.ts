type Coded = { code: string };

/** Why the server does not start, and what the operator can do. Each is one line. */
export const start = {
	diskFull: ({ directory }: { directory: string }): string =>
		`The disk of DATA_DIR (${directory}) is full. Free some space, then start again.`,
	port: {
		taken: "Another program uses the port. Stop that program, or set PORT to another port.",
		forbidden: "This user may not use the port. Set PORT to 1024 or more.",
	},
	host: {
		notHere: "HOST is not an address of this machine. Set HOST to one of its addresses.",
		unknown:
			"This machine does not know the name in HOST. " +
			"Set HOST to one of its addresses, or to 0.0.0.0 for all.",
	},
	cannotListen: ({ code }: Coded): string =>
		`The server cannot listen on HOST and PORT (${code}). Check both.`,
	database: {
		parameterUnknown: ({ parameter }: { parameter: string }): string =>
			`DATABASE_URL sets ${parameter}, which neither the driver nor the server knows. Remove it.`,
		noConnectionLeft:
			"The database server has no connection left for this user. " +
			"Raise max_connections, or the user's own limit.",
		diskFull: "The disk of the database server is full. Free some space, then start again.",
		shortOfResources: ({ code }: Coded): string =>
			`The database server is short of resources (${code}). Read its log.`,
		noTls:
			"sslmode in DATABASE_URL asks for TLS, but the database server has no TLS. Turn it on " +
			"there, or set sslmode=disable if the line is your own.",
		certificateRefused: ({ code }: Coded): string =>
			`The database server's certificate was refused (${code}). Check sslmode and sslrootcert ` +
			"in DATABASE_URL, and the certificate's names, issuer and expiry.",
		tlsFailed: ({ code }: Coded): string =>
			`There is no trusted TLS connection to the database server (${code}). ` +
			"Check its certificate, and sslmode in DATABASE_URL.",
		credentialsRefused:
			"The database server refused the user or password in DATABASE_URL. Check both.",
		nameUnknown: "The database that DATABASE_URL names does not exist. Create it, or name another.",
		notOwner:
			"The user in DATABASE_URL may not create or change the tables of this database. " +
			"Make that user the owner of the database and its tables.",
		readOnly:
			"The database takes no writes: its server is a standby, or default_transaction_read_only " +
			"is on. Name the primary in DATABASE_URL, promote the standby, or turn that setting off.",
		statementTimeout:
			"The database server stopped a statement before it was done (57014). " +
			"Raise statement_timeout for the user in DATABASE_URL.",
		urlUnreadable: "DATABASE_URL cannot be read as an address. Check how it is written.",
		damaged: ({ code }: Coded): string =>
			`The database server reports damage or a disk error (${code}). Read its log.`,
		unreachable: ({ code }: Coded): string =>
			`The database cannot be reached (${code}). ` +
			"Check DATABASE_URL, and check that the server is running.",
	},
};
