/** Packages with native code or with their own files. Node loads them from node_modules. */
export const OUTSIDE_THE_BUNDLE = [
	"@electric-sql/pglite",
	"@node-rs/argon2",
	"fs-native-extensions",
	"pino",
];
