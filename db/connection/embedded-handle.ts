import { type PGlite, type QueryOptions, types } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { Database, Db } from "./database.ts";
import { openEmbedded } from "./embedded.ts";
import type { EmbeddedClient } from "./embedded-process.ts";
import { MIGRATION_FILES } from "./migrate-server.ts";
import { retried } from "./retries.ts";

/** Opens the embedded database in `dataDir`. It has no connection to open or to lose. */
export async function connectEmbedded(
	dataDir: string,
): Promise<Database & { migrate(): Promise<void> }> {
	const { client, close } = await openEmbedded(dataDir);
	const orm = ormOn(client);
	return {
		query: queryOn(client),
		transaction: retried((work) => client.transaction((tx) => work(handleOn(tx)))),
		orm: orm as unknown as Db["orm"],
		kind: "embedded",
		watchCall: (call) => call,
		load: () => null,
		migrate: () => migrate(orm, MIGRATION_FILES),
		close,
	};
}

/** The part of a client that runs queries: the engine, or a transaction on it. */
type Client = Pick<EmbeddedClient, "query">;

// drizzle uses nothing else of the client.
const ormOn = (client: Client) => drizzle({ client: client as PGlite });

function handleOn(client: Client): Db {
	const tx: Db = {
		query: queryOn(client),
		transaction: (work) => work(tx),
		orm: ormOn(client) as unknown as Db["orm"],
	};
	return tx;
}

const asText = (value: string): string => value;
/** Times as text, like a server's. */
const TIMES_AS_TEXT: QueryOptions = {
	parsers: {
		[types.DATE]: asText,
		[types.TIMESTAMP]: asText,
		[types.TIMESTAMPTZ]: asText,
		[types.INTERVAL]: asText,
	},
};

const queryOn =
	(client: Client): Db["query"] =>
	async <Row>(text: string, params: readonly unknown[]) =>
		(await client.query<Row>(text, [...params], TIMES_AS_TEXT)).rows;
