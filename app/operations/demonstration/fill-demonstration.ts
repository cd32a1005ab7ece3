import { v4 as uuidv4, v7 as uuidv7 } from "uuid";
import { insertAuditEntries } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import {
	hasGroups,
	insertDayOfAttempts,
	insertDayOfMinutes,
	insertDayOfRequests,
	insertDemonstrationLock,
	noteUseOfNumbers,
} from "../../../db/demonstration/demonstration.ts";
import { lockPools } from "../../../db/groups/pool-entries.ts";
import { insertEntriesOfGroups, insertGroups } from "../../../db/import/groups-transfer.ts";
import { listApiKeys } from "../../../db/keys/api-keys.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { DEMONSTRATION } from "../../domain/demonstration/demonstration.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import { API_SCOPES } from "../../domain/people/roles.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { createApiKey } from "../keys/change-api-key.ts";
import { createCallInRequest } from "../requests/create-call-in-request.ts";

/**
 * The data created. `secret`: the secret of a new API key with all scopes, or null if a working key
 * existed.
 */
export type Demonstration = {
	groups: { name: string; numbers: number; requests: number }[];
	liveRequests: number;
	attempts: number;
	secret: string | null;
};

/** Numbers in one statement, as in an import. */
const NUMBERS_AT_ONCE = 2500;
const LIVE_REQUESTS_A_GROUP = 4;

/** Fills a database without groups with three groups and a day of their records, all or nothing. */
export function fillDemonstration(
	service: Service,
	actor: Actor,
): Promise<Result<Demonstration, { code: "has-groups" }>> {
	return service.db.transaction(async (tx) => {
		await lockPools(tx);
		if (await hasGroups(tx)) return err({ code: "has-groups" });
		const key = await findOrMakeKey(tx, actor);
		const groups = DEMONSTRATION.map((group) => ({ ...group, id: uuidv7() }));
		await insertGroups(
			tx,
			groups.map(({ id, name, settings }) => ({
				id,
				name,
				nameKey: groupNameKey(name),
				...settings,
			})),
			actor.name,
		);
		const pool = groups.flatMap(({ id: groupId, entries }) =>
			entries.map((entry, position) => ({ id: uuidv7(), groupId, ...entry, position })),
		);
		for (let from = 0; from < pool.length; from += NUMBERS_AT_ONCE)
			await insertEntriesOfGroups(tx, pool.slice(from, from + NUMBERS_AT_ONCE), actor.name);
		await insertAuditEntries(
			tx,
			actor,
			groups.map(({ id, name, settings, entries }) => ({
				...{ action: "group.create" as const, subjectId: id, subjectName: name },
				...{ after: { settings, numbers: entries.length }, attachment: JSON.stringify(entries) },
			})),
		);
		const made: Demonstration["groups"] = [];
		for (const { id, name, entries, requestsAMinute } of groups)
			made.push({
				name,
				numbers: entries.length,
				requests: await insertDayOfRequests(tx, id, requestsAMinute, key.id),
			});
		const attempts = await insertDayOfAttempts(tx, key.id);
		await insertDayOfMinutes(tx);
		await noteUseOfNumbers(tx);
		await insertDemonstrationLock(tx, {
			fromNumber: "+12125550142",
			toNumber: DEMONSTRATION[0]!.entries[0]!.number,
		});
		const liveRequests = await makeLiveRequests(service.within(tx), key.id);
		return ok({ groups: made, liveRequests, attempts, secret: key.secret });
	});
}

async function findOrMakeKey(tx: Db, actor: Actor): Promise<{ id: string; secret: string | null }> {
	const found = (await listApiKeys(tx)).find(({ revokedAt }) => revokedAt === null);
	if (found) return { id: found.id, secret: null };
	const id = uuidv7();
	const secret = await createApiKey(
		tx,
		{
			requestId: id,
			name: "Demonstration",
			scopes: API_SCOPES,
			groupIds: null,
			requestsPerMinute: null,
			numbersWithoutPlus: "any" as const,
		},
		actor,
	);
	if (!secret.ok) throw new Error(secret.error.code);
	return { id, secret: secret.value };
}

/**
 * Live requests are created through the API's own operation: nothing else writes the rows that hold
 * their numbers and codes.
 */
async function makeLiveRequests(service: Service, apiKeyId: string): Promise<number> {
	let made = 0;
	for (const { name } of DEMONSTRATION)
		for (let caller = 0; caller < LIVE_REQUESTS_A_GROUP; caller += 1) {
			const request = await createCallInRequest(service, {
				...{
					groupName: name,
					fromPhoneNumber: `+1415555011${caller}`,
					userData: '{"page":"claim"}',
					callbackServiceId: null,
				},
				...{ apiKey: { id: apiKeyId, limitedToGroups: false }, corrId: uuidv4() },
			});
			if (request.ok) made += 1;
		}
	return made;
}
