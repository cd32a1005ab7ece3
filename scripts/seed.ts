// `npm run seed`: fills an empty installation with a demonstration. With the embedded database the
// server must be stopped.

import { SHELL } from "../app/domain/audit/actor.ts";
import {
	type Demonstration,
	fillDemonstration,
} from "../app/operations/demonstration/fill-demonstration.ts";
import { bootstrapApiKey } from "../app/operations/keys/bootstrap-api-key.ts";
import { getService } from "../app/platform/database.server.ts";
import { getEnv } from "../app/platform/env.server.ts";
import { whatTheOperatorCanMend } from "../app/start-failures.server.ts";

const HAS_GROUPS =
	"The database has groups already, and was left as it is. A demonstration is for an empty one.";

const count = (howMany: number): string => howMany.toLocaleString("en");

function report({ groups, liveRequests, attempts, secret }: Demonstration): string {
	const lines = groups.map(
		({ name, numbers, requests }) =>
			`  ${name}: ${count(numbers)} numbers, ${count(requests)} requests of the last 24 hours`,
	);
	const key = secret === null ? [] : [`API key with all scopes, shown this once: ${secret}`];
	return [
		"Groups:",
		...lines,
		`Requests that are live now: ${liveRequests}. Calls: ${count(attempts)}.`,
		...key,
	].join("\n");
}

async function main(): Promise<void> {
	const service = await getService();
	try {
		// The same step as at server start. It must run first, because the environment's API key is
		// created only while there is no key.
		await bootstrapApiKey(service.db, getEnv());
		const made = await fillDemonstration(service, SHELL);
		if (made.ok) console.log(report(made.value));
		else {
			console.error(HAS_GROUPS);
			process.exitCode = 1;
		}
	} finally {
		await service.database.close();
	}
}

main().catch((error) => {
	console.error(whatTheOperatorCanMend(error) ?? error);
	process.exitCode = 1;
});
