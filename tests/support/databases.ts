import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { inject } from "vitest";
import { type Database, openDatabase } from "../../db/client.ts";
import { databaseUrl, TEMPLATE } from "./postgres-server.ts";

/** The two engines of the product; the same operation tests run on both. */
export const ENGINES = ["embedded", "server"] as const;
export type Engine = (typeof ENGINES)[number];

export type TestDatabase = Database & {
	/** For further processes or connections; undefined for the embedded engine. */
	url: string | undefined;
	/** Closes it and removes it. */
	drop(): Promise<void>;
};

/** An empty, migrated database of its own for a test file. Call `drop` afterwards. */
export async function openTestDatabase(engine: Engine, options: { connections?: number } = {}): Promise<TestDatabase> {
	if (engine === "embedded") {
		const dataDir = mkdtempSync(path.join(os.tmpdir(), "call-in-embedded-"));
		const database = await openDatabase({ dataDir, prepare: true, connections: 1 });
		const drop = async () => {
			await database.close();
			rmSync(dataDir, { recursive: true, force: true });
		};
		return { ...database, url: undefined, drop };
	}
	const { url, drop: dropDatabase } = await createServerDatabase();
	const database = await openDatabase({ url, dataDir: "", prepare: true, connections: options.connections ?? 10 });
	const drop = async () => {
		await database.close();
		await dropDatabase();
	};
	return { ...database, url, drop };
}

/** An empty, migrated database on the real server, for processes that open it themselves. */
export async function createServerDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
	const serverUrl = inject("postgresUrl");
	const name = `call_in_${randomBytes(6).toString("hex")}`;
	const administer = async (statement: string) => {
		const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
		try {
			await admin.unsafe(statement);
		} finally {
			await admin.end();
		}
	};
	await administer(`create database ${name} template ${TEMPLATE}`);
	return { url: databaseUrl(serverUrl, name), drop: () => administer(`drop database if exists ${name} with (force)`) };
}
