import { type ApiReply, waysIn } from "./api-ways.ts";
import { openTestDatabase, type TestDatabase } from "./databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "./groups.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

/** The path of the groups. */
export const GROUPS = "/engagement/v3/provisioning/groups";

/** The path of the connections to phone systems. */
export const CONNECTIONS = "/engagement/v3/provisioning/connections";

export type Sent = {
	/** The path that the call's path is below: that of the groups if it is left out. */
	at?: string;
	method?: string;
	headers?: Record<string, string>;
	body?: unknown;
	key?: string;
	match?: string;
	csv?: string;
};

/**
 * A database, a server on it, keys, and the ways in. Each test brings its own numbers and groups.
 */
export type ProvisioningSite = {
	database: TestDatabase;
	server: ServerProcess;
	ways: ReturnType<typeof waysIn>;
	/**
	 * A call to `path` below the groups' path, or another one. Over HTTP unless `way` is given, with the key for all
	 * provisioning.
	 */
	call(path: string, sent?: Sent, way?: ReturnType<typeof waysIn>["plainly"]): Promise<ApiReply>;
	numbers(howMany: number): string[];
	/** Inserts a group directly. Returns its ID. */
	group(numbers: string[], settings?: Parameters<typeof insertGroupWith>[3]): Promise<string>;
	close(): Promise<void>;
};

export async function openProvisioningSite(
	env: Record<string, string> = {},
): Promise<ProvisioningSite> {
	const database = await openTestDatabase("server");
	const server = await startServer({ url: database.url, env: { LOG_LEVEL: "error", ...env } });
	const ways = waysIn(database, server.origin);
	await insertKey(database, { secret: "all", scopes: ["provision"] });
	await insertKey(database, { secret: "create-only", scopes: ["create", "match"] });
	let [used, groups] = [0, 0];
	return {
		database,
		server,
		ways,
		call(
			path,
			{ at = GROUPS, method, headers = {}, body, key = "all", match, csv } = {},
			way = ways.byHttp,
		) {
			const more = {
				"x-api-key": key,
				...(match === undefined ? {} : { "if-match": match }),
				...(csv === undefined ? {} : CSV),
			};
			const otherwise = body === undefined && csv === undefined ? "GET" : "POST";
			return way({
				method: method ?? otherwise,
				path: at + path,
				headers: { ...more, ...headers },
				body: csv ?? body,
			});
		},
		numbers(howMany) {
			used += howMany;
			return someNumbers(howMany, used - howMany);
		},
		group(numbers, settings) {
			groups += 1;
			return insertGroupWith(database, `group ${groups}`, numbers, settings);
		},
		async close() {
			await server.stop();
			await database.drop();
		},
	};
}

const CSV = { "content-type": "text/csv" };
