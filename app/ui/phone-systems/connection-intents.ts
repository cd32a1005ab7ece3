/** The actions of a connection's page. */
export const CONNECTION_INTENTS = [
	"pause",
	"resume",
	"rotate",
	"end-old-secret",
	"set-destination",
	"delete",
] as const;
export type ConnectionIntent = (typeof CONNECTION_INTENTS)[number];
