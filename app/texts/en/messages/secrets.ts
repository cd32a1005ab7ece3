/** The encryption of secrets at rest: why the server does not start, and the operator's command. */
export const secrets = {
	keyWrong:
		"SECRETS_KEY is not the key that encrypted the secrets in the database. Set that key. " +
		"After a change of keys, set the old one as SECRETS_KEY_PREVIOUS.",
	keyMissing:
		"The database holds encrypted secrets, and SECRETS_KEY is not set. " +
		"Set the key that encrypted them.",
	keyFileMissing: ({ file }: { file: string }): string =>
		`The database holds encrypted secrets, and the file with their key, ${file}, is missing. ` +
		"Restore it from a backup.",
	keyFileWrong: ({ file }: { file: string }): string =>
		`The key in ${file} is not the key that encrypted the secrets in the database. ` +
		"Restore the file and the database from the same backup.",
	noKey:
		"Secrets: SECRETS_KEY is not set, so the product stores no secrets of phone systems that " +
		"need one.",
	rotation: {
		noKey: "There is no key. Set SECRETS_KEY.",
		done: ({ encrypted }: { encrypted: number }): string =>
			`Encrypted again with the present key: ${encrypted}.`,
		damaged: ({ damaged }: { damaged: number }): string =>
			`Damaged, left as they are: ${damaged}. Enter these secrets again on their pages.`,
		removePrevious: "SECRETS_KEY_PREVIOUS is no longer needed.",
	},
};
