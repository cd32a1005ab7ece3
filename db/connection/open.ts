import type { Database } from "./database.ts";
import { connectEmbedded } from "./embedded-handle.ts";
import { connectServer } from "./server.ts";

export type DatabaseOptions = {
	url?: string | undefined;
	dataDir: string;
	prepare: boolean;
	/** On a server: the maximum, for single statements and transactions together. */
	connections: number;
};

/**
 * Opens the database and brings it up to date: Postgres at `url`, else the embedded database in
 * `dataDir`. Any number of processes may start on one empty server at once. The embedded directory
 * is for one process; a second one is refused. Throws UnusableDatabaseError if the operator has to
 * act first.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
	const { migrate, ...database } =
		options.url === undefined
			? await connectEmbedded(options.dataDir)
			: connectServer(options.url, options);
	try {
		await migrate();
	} catch (error) {
		// A broken database may fail to close too; the first error counts.
		await database.close().catch(() => {});
		throw error;
	}
	return database;
}
