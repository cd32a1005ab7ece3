import path from "node:path";
import { declareAuditRetention } from "../db/audit/audit-entries.ts";
import { KEY_FILE } from "../db/connection/embedded-key-file.ts";
import { TEST_RETENTION_DAYS } from "./domain/requests/test-groups.ts";
import { removeDrained } from "./operations/groups/remove-drained.ts";
import { bootstrapApiKey } from "./operations/keys/bootstrap-api-key.ts";
import { exchangeRequestCounts } from "./operations/keys/limit-requests.ts";
import { writeKeyUse } from "./operations/keys/note-key-use.ts";
import { bootstrapUsers } from "./operations/people/bootstrap-users.ts";
import { writeRefusals } from "./operations/phone-systems/count-refusals.ts";
import { writeNotedCalls } from "./operations/phone-systems/note-connection-call.ts";
import { cleanUp } from "./operations/retention/clean-up.ts";
import { checkSecretsKeys } from "./operations/secrets/check-secrets.ts";
import { writeTraffic } from "./operations/traffic/note-traffic.ts";
import { getService } from "./platform/database.server.ts";
import { type Env, EnvError, getEnv } from "./platform/env.server.ts";
import { logError, logInfo } from "./platform/log.server.ts";
import { makeKeyFile } from "./platform/secrets-keys.server.ts";
import type { Service } from "./platform/service.ts";
import { texts } from "./texts/texts.ts";

type Started = {
	service: Service;
	/** The database in a line for the operator, without its credentials. */
	databaseLine: string;
	/** Token of the one-time link that creates the first Administrator (R3). Null if there is one. */
	setupToken: string | null;
	/** The server's public address, as far as the settings give it. */
	publicUrl: string | undefined;
	/** Whether the process can encrypt secrets (D2). */
	hasSecretsKey: boolean;
};

/**
 * Runs before the process serves: checks its settings, opens and migrates the database, creates the
 * first user and key.
 */
export async function startUp(): Promise<Started> {
	const env = getEnv();
	const service = await getService();
	await prepareSecrets(service, env);
	await declareAuditRetention(service.db, env.AUDIT_RETENTION_DAYS);
	await bootstrapApiKey(service.db, env);
	workRegularly(service, env);
	const setupToken = await bootstrapUsers(service.db, env);
	return {
		...{ service, databaseLine: describeDatabase(env), setupToken, publicUrl: env.PUBLIC_URL },
		hasSecretsKey: service.state.secrets !== null,
	};
}

/**
 * Stops the start if the keys are not those of the encrypted secrets, and makes the key of a new
 * embedded database (D2).
 */
export async function prepareSecrets(
	{ db, state }: Service,
	env: Pick<Env, "DATABASE_URL" | "DATA_DIR" | "SECRETS_KEY" | "SECRETS_KEY_PREVIOUS">,
): Promise<void> {
	const checked = await checkSecretsKeys(db, state.secrets);
	if (!checked.ok) {
		const words = texts.messages.secrets;
		const isMissing = checked.error.code === "secrets-key-missing";
		if (env.DATABASE_URL !== undefined || env.SECRETS_KEY !== undefined)
			throw new EnvError(isMissing ? words.keyMissing : words.keyWrong);
		const file = path.join(path.resolve(env.DATA_DIR), KEY_FILE);
		throw new EnvError(isMissing ? words.keyFileMissing({ file }) : words.keyFileWrong({ file }));
	}
	if (state.secrets === null && env.DATABASE_URL === undefined) state.secrets = makeKeyFile(env);
}

const CLEAN_UP_EVERY_MS = 10 * 60_000;
const REMOVE_DRAINED_EVERY_MS = 5000;
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
	every(REMOVE_DRAINED_EVERY_MS, () => removeAndTell(service), "Removing drained numbers failed");
	every(WRITE_STATISTICS_EVERY_MS, () => writeStatistics(service), "Writing statistics failed");
	every(
		EXCHANGE_REQUEST_COUNTS_EVERY_MS,
		() => exchangeRequestCounts(service),
		"Exchanging the counts of API calls failed",
	);
}

async function removeAndTell(service: Service): Promise<void> {
	const numbers = await removeDrained(service.db);
	if (numbers > 0) logInfo({ numbers }, "Removed drained numbers");
}

async function cleanUpAndTell(service: Service, env: Env): Promise<void> {
	const removed = await cleanUp(service, {
		retentionDays: env.RETENTION_DAYS,
		auditRetentionDays: env.AUDIT_RETENTION_DAYS,
	});
	await cleanUp(service.tests, {
		retentionDays: TEST_RETENTION_DAYS,
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
		writeNotedCalls(service).catch((error) =>
			logError(error, {}, "Noting the calls of phone systems failed"),
		),
		writeRefusals(service).catch((error) =>
			logError(error, {}, "Noting refused messages of phone systems failed"),
		),
	]);
}

/** The lines to print once the server listens on `origin`. */
export function readyLines(
	origin: string,
	{ databaseLine, setupToken, publicUrl, hasSecretsKey }: Started,
): string {
	const setUp =
		setupToken === null
			? ""
			: `Set up the first Administrator: ${publicUrl ?? origin}/setup/${setupToken}\n`;
	const secrets = hasSecretsKey ? "" : `${texts.messages.secrets.noKey}\n`;
	return `${databaseLine}\n${secrets}${setUp}Click-To-Call-In is ready at ${origin}\n`;
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
