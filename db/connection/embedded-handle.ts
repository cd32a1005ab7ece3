import type { PGlite } from "@electric-sql/pglite";
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
		query: client.run,
		transaction: retried((work) => client.transaction((tx) => work(handleOn(tx)))),
		orm: orm as unknown as Db["orm"],
		kind: "embedded",
		watchCall: (call) => call,
		load: () => null,
		migrate: () => migrate(orm, MIGRATION_FILES),
		close,
	};
}

/** The engine, or a transaction on it. */
type Client = Pick<EmbeddedClient, "query" | "run">;

// drizzle uses only `query` and, for migrations, `transaction`.
const ormOn = (client: Client) => drizzle({ client: client as unknown as PGlite });

function handleOn(client: Client): Db {
	const tx: Db = {
		query: client.run,
		transaction: (work) => work(tx),
		orm: ormOn(client) as unknown as Db["orm"],
	};
	return tx;
}
