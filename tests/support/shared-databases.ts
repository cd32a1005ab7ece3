import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../../db/connection/open.ts";
import { startPostgres } from "./postgres-server.ts";

declare module "vitest" {
	export interface ProvidedContext {
		/** URL of a server that allows creating and dropping databases. */
		postgresUrl: string;
		/**
		 * Directory of an empty, migrated embedded database, as a template to copy.
		 */
		embeddedTemplate: string;
	}
}

type Shared = { postgresUrl: string; embeddedTemplate: string; stop(): void };

// One of each for a whole run. Module state is not enough: every project of vitest loads this
// module anew.
const run = globalThis as typeof globalThis & {
	callInShared?: { users: number; shared: Promise<Shared> };
};

/** Vitest's hook before and after the tests of a project that needs databases. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	run.callInShared ??= { users: 0, shared: start() };
	const mine = run.callInShared;
	mine.users += 1;
	const { postgresUrl, embeddedTemplate } = await mine.shared;
	project.provide("postgresUrl", postgresUrl);
	project.provide("embeddedTemplate", embeddedTemplate);
	return async () => {
		mine.users -= 1;
		if (mine.users > 0) return;
		delete run.callInShared;
		(await mine.shared).stop();
	};
}

async function start(): Promise<Shared> {
	execFileSync(process.execPath, ["scripts/empty-database.mjs"], { stdio: "inherit" });
	const server = await startPostgres();
	const embeddedTemplate = mkdtempSync(path.join(os.tmpdir(), "call-in-template-"));
	const database = await openDatabase({ dataDir: embeddedTemplate, prepare: true, connections: 1 });
	await database.close();
	const stop = () => {
		server.stop();
		rmSync(embeddedTemplate, { recursive: true, force: true });
	};
	return { postgresUrl: server.url, embeddedTemplate, stop };
}
