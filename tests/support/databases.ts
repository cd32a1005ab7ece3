import { constants, cpSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inject } from "vitest";
import { createService, type Service } from "../../app/platform/service.ts";
import type { Database } from "../../db/connection/database.ts";
import { openDatabase } from "../../db/connection/open.ts";
import { createDatabaseOn } from "./postgres-server.ts";

/** The two engines of the product; the same operation tests run on both. */
export const ENGINES = ["embedded", "server"] as const;
export type Engine = (typeof ENGINES)[number];

/** The database of one process, with the process's caches. */
export type Process = Database & { service: Service };

/** A further process on the same database, for tests of concurrent processes. */
export const asProcess = (database: Database): Process => ({
	...database,
	service: createService(database),
});

export type TestDatabase = Process & {
	/** For further processes or connections; undefined for the embedded engine. */
	url: string | undefined;
	/** Closes it and removes it. */
	drop(): Promise<void>;
};

/** An empty, migrated database for one test file. Call `drop` afterwards. */
export async function openTestDatabase(
	engine: Engine,
	options: { connections?: number } = {},
): Promise<TestDatabase> {
	if (engine === "embedded") {
		const { dataDir, drop: removeDirectory } = createEmbeddedDirectory();
		const database = await openDatabase({ dataDir, prepare: true, connections: 1 });
		const drop = async () => {
			await database.close();
			removeDirectory();
		};
		return { ...asProcess(database), url: undefined, drop };
	}
	const { url, drop: dropDatabase } = await createServerDatabase();
	const database = await openDatabase({
		url,
		dataDir: "",
		prepare: true,
		connections: options.connections ?? 10,
	});
	const drop = async () => {
		await database.close();
		await dropDatabase();
	};
	return { ...asProcess(database), url, drop };
}

/** A database on the real server, migrated or blank, for processes that open it themselves. */
export const createServerDatabase = (options?: {
	migrated: boolean;
}): Promise<{ url: string; drop(): Promise<void> }> =>
	createDatabaseOn(inject("postgresUrl"), options);

/**
 * The directory of an empty, migrated embedded database, for a process that opens it itself. Call
 * `drop` afterwards.
 */
export function createEmbeddedDirectory(): { dataDir: string; drop(): void } {
	const dataDir = mkdtempSync(path.join(os.tmpdir(), "call-in-embedded-"));
	cpSync(inject("embeddedTemplate"), dataDir, {
		recursive: true,
		mode: constants.COPYFILE_FICLONE,
	});
	return { dataDir, drop: () => rmSync(dataDir, { recursive: true, force: true }) };
}
