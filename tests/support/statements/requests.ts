import { readAvailability } from "../../../db/groups/availability.ts";
import { listPoolNumbers } from "../../../db/groups/pool-entries.ts";
import { addToKeyMinutes } from "../../../db/keys/api-key-minutes.ts";
import { findApiKeyByHash } from "../../../db/keys/api-keys.ts";
import { listAttemptsOfKey, listRequestsOfKey } from "../../../db/records/records-of-key.ts";
import { endCallInRequest, findCallInRequest } from "../../../db/requests/call-in-requests.ts";
import { extendLiveRequest } from "../../../db/requests/extensions.ts";
import { claimAnswer, findAnswer, rememberAnswer } from "../../../db/requests/idempotency.ts";
import { GROUP, type HotStatement, idOf, KEY } from "./hot-statement.ts";

const BY = { apiKeyId: idOf(3), endpoint: "create", key: "key 2" };
const REMEMBERED_BY = ["ID of the API key", "endpoint", "the client's own key for the call"];

const ANY = {
	...{ id: null, ani: null, dnis: null, from: null, to: null, state: null, groups: null },
	...{ sort: "-created" as const, callbackServiceId: null },
};

/** Statements of API calls that neither reserve nor match. */
export const REQUESTS: readonly HotStatement[] = [
	{
		name: "find_api_key",
		about: "The API key that a call brings.",
		parameters: ["SHA-256 of the key, as hex"],
		call: (db) => findApiKeyByHash(db, "hash 7"),
		by: ["api_keys_key_hash_unique"],
	},
	{
		name: "add_to_key_minutes",
		about: "Adds calls of API keys to those of the same minute, and gives the sums.",
		parameters: ["a JSON list of apiKeyId, minute and calls"],
		call: (db) => addToKeyMinutes(db, [{ apiKeyId: idOf(7), minute: 2, calls: 1 }]),
		by: [],
	},
	{
		name: "list_pool_numbers",
		about: "All numbers of a group, for a process to draw samples from.",
		parameters: ["name key of the group"],
		call: (db) => listPoolNumbers(db, GROUP.nameKey),
		by: ["groups_name_key_unique", "pool_entries_position"],
	},
	{
		name: "retrieve_request",
		about: "One request, with what its state is derived from.",
		parameters: ["ID of the request", "ID of the API key", "whether the key is limited to groups"],
		call: (db) => findCallInRequest(db, idOf(7), KEY),
		by: ["requests_pkey", "numbers_pkey", "api_key_groups_api_key_id_group_id_pk", "groups_pkey"],
	},
	{
		name: "end_request",
		about: "Ends a live request, whose number is locked, and frees its number and code.",
		parameters: ["ID of the request"],
		call: (db) => endCallInRequest(db, idOf(7)),
		by: ["requests_pkey", "requests_to_number", "numbers_pkey", "live_codes_number_code_pk"],
	},
	{
		name: "extend_request",
		about: "Extends a live request, whose number is locked, and keeps its number and code as long.",
		parameters: ["ID of the request"],
		call: (db) => extendLiveRequest(db, idOf(7)),
		by: ["requests_pkey", "numbers_pkey", "live_codes_number_code_pk"],
	},
	{
		name: "claim_answer",
		about: "Takes a call with an Idempotency-Key for this transaction, unless it is remembered.",
		parameters: [...REMEMBERED_BY, "hash of the call", "seconds for which it is remembered"],
		call: (db) => claimAnswer(db, BY, "hash", 86_400),
		by: [],
	},
	{
		name: "read_claimed_answer",
		about: "What stands where a call could not be taken.",
		parameters: REMEMBERED_BY,
		call: (db) => claimAnswer(db, BY, "hash", 86_400),
		nth: 1,
		by: ["idempotency_api_key_id_endpoint_key_pk"],
	},
	{
		name: "find_answer",
		about: "The answer that a call is remembered by.",
		parameters: REMEMBERED_BY,
		call: (db) => findAnswer(db, BY),
		by: ["idempotency_api_key_id_endpoint_key_pk"],
	},
	{
		name: "remember_answer",
		about: "Remembers the answer of a call that this transaction has taken.",
		parameters: [...REMEMBERED_BY, "the answer, as JSON"],
		call: (db) => rememberAnswer(db, BY, "{}"),
		by: ["idempotency_api_key_id_endpoint_key_pk"],
	},
	{
		name: "read_availability",
		about: "How many numbers of a group are free, and when the first will be.",
		parameters: ["name key of the group", "ID of the API key", "whether it is limited to groups"],
		call: (db) => readAvailability(db, GROUP.nameKey, KEY),
		by: ["groups_name_key_unique"],
		whole: {
			pool_entries: "the group has most of them",
			numbers: "the group has most of them",
		},
	},
	{
		name: "list_requests_of_key",
		about: "A page of requests for an API key without limits, far behind the newest.",
		parameters: ["time of the request before the page", "its ID", "how many rows, and one more"],
		call: (db, now) =>
			listRequestsOfKey(db, { ...KEY, limitedToGroups: false }, ANY, {
				place: { way: "after", at: new Date(now - 3 * 86_400_000), id: idOf(17) },
				limit: 50,
			}),
		by: ["requests_created_at"],
		isPlannedForValues: true,
	},
	{
		name: "list_attempts_of_key",
		about: "A page of a request's attempts for an API key that is limited to groups.",
		parameters: [
			...["ID of the request", "ID of the API key", "the same again"],
			"how many rows, and one more",
		],
		call: (db) =>
			listAttemptsOfKey(db, KEY, { id: idOf(7), callId: null }, { place: null, limit: 50 }),
		by: ["attempts_request"],
		isPlannedForValues: true,
	},
];
