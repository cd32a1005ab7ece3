import { v7 as uuidv7 } from "uuid";
import { groupNameKey } from "../../app/domain/groups/group.ts";
import {
	DEFAULT_GROUP_SETTINGS,
	type GroupSettings,
} from "../../app/domain/groups/group-settings.ts";
import type { WithoutPlus } from "../../app/domain/numbers/readings.ts";
import { hashApiKey } from "../../app/operations/keys/authenticate-api-key.ts";
import type { Database } from "../../db/connection/database.ts";

/** Valid, distinct numbers: +18005550000, +18005550001… */
export const someNumbers = (howMany: number, from = 0): string[] =>
	Array.from({ length: howMany }, (_, index) => `+1800${String(5_550_000 + from + index)}`);

/** Inserts a group and its numbers directly, in one transaction. Returns its ID. */
export function insertGroupWith(
	database: Database,
	name: string,
	numbers: string[],
	settings: Partial<GroupSettings> = {},
): Promise<string> {
	const { generateAccessCode, accessCodeLength, expirySeconds, uniqueDnis, callerId, guard } = {
		...DEFAULT_GROUP_SETTINGS,
		...settings,
	};
	return database.transaction(async (tx) => {
		const id = uuidv7();
		await tx.query(
			`insert into groups (id, name, name_key, generate_access_code, access_code_length, expiry_seconds, unique_dnis, caller_id, guard, updated_by)
			values ($1::uuid, $2::text, $3::text, $4::boolean, $5::integer, $6::integer, $7::boolean, $8::text, $9::text, 'a test')`,
			[
				id,
				name,
				groupNameKey(name),
				generateAccessCode,
				accessCodeLength,
				expirySeconds,
				uniqueDnis,
				callerId,
				guard,
			],
		);
		await tx.query(
			"insert into numbers (number) select unnest(string_to_array($1::text, ',')) on conflict do nothing",
			[numbers.join(",")],
		);
		await tx.query(
			`insert into pool_entries (id, group_id, number, position, updated_by)
			select gen_random_uuid(), $1::uuid, number, place - 1, 'a test' from unnest(string_to_array($2::text, ',')) with ordinality as n(number, place)`,
			[id, numbers.join(",")],
		);
		return id;
	});
}

/** Inserts an API key, limited to these groups where given. */
export async function insertKey(
	database: Database,
	key: {
		secret: string;
		scopes?: string[];
		groupIds?: string[];
		requestsPerMinute?: number;
		numbersWithoutPlus?: WithoutPlus;
	},
): Promise<{ id: string; limitedToGroups: boolean }> {
	const id = uuidv7();
	const limitedToGroups = key.groupIds !== undefined;
	await database.query(
		`insert into api_keys (id, name, key_hash, hint, scopes, limited_to_groups, requests_per_minute, numbers_without_plus, created_by)
		values ($1::uuid, 'A test''s key', $2::text, 'test', string_to_array($3::text, ','), $4::boolean, $5::integer, $6::text, 'a test')`,
		[
			id,
			hashApiKey(key.secret),
			(key.scopes ?? ["create"]).join(","),
			limitedToGroups,
			key.requestsPerMinute ?? null,
			key.numbersWithoutPlus ?? "any",
		],
	);
	for (const groupId of key.groupIds ?? [])
		await database.query("insert into api_key_groups values ($1::uuid, $2::uuid)", [id, groupId]);
	return { id, limitedToGroups };
}

/**
 * Moves all stored times this many seconds into the past. Rows inserted afterwards are in the
 * present.
 */
export async function letTimePass(database: Database, seconds: number): Promise<void> {
	const by = `make_interval(secs => ${seconds})`;
	await database.query(
		`update requests set created_at = created_at - ${by}, expires_at = expires_at - ${by},
			first_expires_at = first_expires_at - ${by}`,
		[],
	);
	await database.query(`update live_codes set live_until = live_until - ${by}`, []);
	await database.query(
		`update numbers set given_at = given_at - ${by}, busy_until = busy_until - ${by}, held_until = held_until - ${by} where given_at > 'epoch'`,
		[],
	);
}
