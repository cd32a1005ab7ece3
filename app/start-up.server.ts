import path from "node:path";
import { declareAuditRetention } from "../db/audit/audit-entries.ts";
import { bootstrapApiKey } from "./operations/keys/bootstrap-api-key.ts";
import { exchangeRequestCounts } from "./operations/keys/limit-requests.ts";
import { writeKeyUse } from "./operations/keys/note-key-use.ts";
import { bootstrapUsers } from "./operations/people/bootstrap-users.ts";
import { cleanUp } from "./operations/retention/clean-up.ts";
import { writeTraffic } from "./operations/traffic/note-traffic.ts";
import { getService } from "./platform/database.server.ts";
import { type Env, getEnv } from "./platform/env.server.ts";
import { logError, logInfo } from "./platform/log.server.ts";
import type { Service } from "./platform/service.ts";

type Started = {
	service: Service;
	/** The database in a line for the operator, without its credentials. */
	databaseLine: string;
	/** Token of the one-time link that creates the first Administrator (R3). Null if there is one. */
	setupToken: string | null;
	/** The server's public address, as far as the settings give it. */
	publicUrl: string | undefined;
};

/**
 * Runs before the process serves: checks its settings, opens and migrates the database, creates the
 * first user and key.
 */
export async function startUp(): Promise<Started> {
	const env = getEnv();
	const service = await getService();
	await declareAuditRetention(service.db, env.AUDIT_RETENTION_DAYS);
	await bootstrapApiKey(service.db, env);
	workRegularly(service, env);
	const setupToken = await bootstrapUsers(service.db, env);
	return { service, databaseLine: describeDatabase(env), setupToken, publicUrl: env.PUBLIC_URL };
}

const CLEAN_UP_EVERY_MS = 10 * 60_000;
const WRITE_STATISTICS_EVERY_MS = 5000;
const EXCHANGE_REQUEST_COUNTS_EVERY_MS = 1000;

/**
 * Background work. A failed run, for example without a database, is retried at the next interval.
 */
function workRegularly(service: Service, env: Env): void {
	const every = (milliseconds: number, work: () => Promise<void>, what: string) => {
		setInterval(() => work().catch((error) => logError(error, {}, what)), milliseconds).unref();
	};
	every(CLEAN_UP_EVERY_MS, () => cleanUpAndTell(service, env), "Cleaning up failed");
	every(WRITE_STATISTICS_EVERY_MS, () => writeStatistics(service), "Writing statistics failed");
	every(
		EXCHANGE_REQUEST_COUNTS_EVERY_MS,
		() => exchangeRequestCounts(service),
		"Exchanging the counts of API calls failed",
	);
}

async function cleanUpAndTell(service: Service, env: Env): Promise<void> {
	const removed = await cleanUp(service, {
		retentionDays: env.RETENTION_DAYS,
		auditRetentionDays: env.AUDIT_RETENTION_DAYS,
	});
	if (Object.keys(removed).length > 0) logInfo(removed, "Cleaned up");
}

/**
 * Writes this process's counts to the database, every 5 s and at the stop. A failure of one kind
 * does not block the others.
 */
export async function writeStatistics(service: Service): Promise<void> {
	await Promise.all([
		exchangeRequestCounts(service).catch((error) =>
			logError(error, {}, "Exchanging the counts of API calls failed"),
		),
		writeKeyUse(service).catch((error) => logError(error, {}, "Noting the use of keys failed")),
		writeTraffic(service).catch((error) =>
			logError(error, {}, "Noting the traffic of groups failed"),
		),
	]);
}

/** The lines to print once the server listens on `origin`. */
export function readyLines(
	origin: string,
	{ databaseLine, setupToken, publicUrl }: Started,
): string {
	const setUp =
		setupToken === null
			? ""
			: `Set up the first Administrator: ${publicUrl ?? origin}/setup/${setupToken}\n`;
	return `${databaseLine}\n${setUp}Click-To-Call-In is ready at ${origin}\n`;
}

function describeDatabase(env: Env): string {
	if (env.DATABASE_URL === undefined)
		return (
			`Database: embedded, in ${path.resolve(env.DATA_DIR)} ` +
			"(survives a killed process, but not a power cut)"
		);
	if (!URL.canParse(env.DATABASE_URL)) return "Database: Postgres server";
	const { host, pathname } = new URL(env.DATABASE_URL);
	return `Database: Postgres at ${host}, database ${decodeURIComponent(pathname.slice(1))}`;
}
