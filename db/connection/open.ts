import type { Database } from "./database.ts";
import { connectEmbedded } from "./embedded-handle.ts";
import { connectServer } from "./server.ts";

export type DatabaseOptions = {
	url?: string | undefined;
	dataDir: string;
	prepare: boolean;
	/** On a server: at most so many for single statements and transactions together. */
	connections: number;
};

/**
 * Opens the database and brings it up to date: Postgres at `url`, else the embedded one in
 * `dataDir`. Any number of processes may start on one empty server at once; the embedded directory
 * is for one process, and a second one is refused. Throws UnusableDatabaseError where the operator
 * has to do something first.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
	const { migrate, ...database } =
		options.url === undefined
			? await connectEmbedded(options.dataDir)
			: connectServer(options.url, options);
	try {
		await migrate();
	} catch (error) {
		// What is broken may not close well either; why it does not open counts.
		await database.close().catch(() => {});
		throw error;
	}
	return database;
}
