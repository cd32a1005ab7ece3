import { reserveBatch } from "../../../db/requests/batch-reservations.ts";
import { findGroupDemands } from "../../../db/requests/group-demands.ts";
import { countCodesInUse, findFreeCode } from "../../../db/requests/live-codes.ts";
import {
	lockNumber,
	type ReservationInput,
	reserveLocked,
	reserveUnlocked,
	reserveWaiting,
} from "../../../db/requests/reservations.ts";
import {
	CORR_ID,
	callerNumber,
	GROUP,
	type HotStatement,
	idOf,
	KEY,
	poolNumber,
} from "./hot-statement.ts";

const input: ReservationInput = {
	requestId: idOf(900_001),
	groupNameKey: GROUP.nameKey,
	apiKey: KEY,
	code: "123456789012",
	codeQuarantineSeconds: 600,
	withoutCodes: [poolNumber(17)],
	fromPhoneNumber: callerNumber(1),
	userData: '{"order":7}',
	callbackServiceId: idOf(900_002),
	expirySeconds: 20,
	corrId: CORR_ID,
};
const SAMPLE = {
	groupNameKey: GROUP.nameKey,
	groupId: GROUP.id,
	poolVersion: 1,
	numbers: [poolNumber(5001), poolNumber(5002), poolNumber(5003)],
	enough: 1,
};
const ONE = [
	"name key of the group",
	"ID of the API key",
	"whether the key is limited to groups",
	"ID that the request gets",
	"access code, of the greatest length",
	"numbers without a free code, with commas between them",
	"number of the caller",
	"user data, as JSON",
	"callbackServiceId",
	"correlation ID",
	"seconds for which a code rests",
	"number of the caller as it was given; null where it is the same",
	"what its readings are compared by, with commas; null where there is one",
	"its own expiry in seconds; null is the group's",
];
const MANY = [
	"IDs that the requests get",
	"name keys of their groups",
	"IDs of their API keys",
	"whether each key is limited to groups",
	"access codes, of the greatest length",
	"numbers of the callers",
	"user data, as JSON",
	"callbackServiceIds",
	"correlation IDs",
	"seconds for which a code rests",
	"for each sample: the name key of its group",
	"for each sample: the ID of its group",
	"for each sample: the version of the pool that it is of",
	"for each sample: how many of it have to be free",
	"for each sample: its numbers, with commas between them",
	"numbers of the callers as they were given; null where they are the same",
	"what their readings are compared by, with commas; null where there is one",
	"their own expiries in seconds; null is the group's",
];
const CODE_SPACE = { number: poolNumber(17), length: 6, quarantineSeconds: 600 };
const OF_POOL = ["groups_name_key_unique", "pool_entries_position", "numbers_pkey"];

/** Statements that reserve a number. */
export const RESERVATIONS: readonly HotStatement[] = [
	{
		name: "reserve_batch_from_samples",
		about: "Reserves for many requests, from samples of their groups' pools.",
		parameters: MANY,
		call: (db) => reserveBatch(db, [input], [SAMPLE]),
		by: ["groups_name_key_unique", "api_key_groups_api_key_id_group_id_pk", "numbers_pkey"],
	},
	{
		name: "reserve_batch_from_pools",
		about: "Reserves for many requests, and looks at the whole pool of a group without a sample.",
		parameters: MANY,
		call: (db) => reserveBatch(db, [input], []),
		by: ["groups_name_key_unique", "numbers_pkey", "requests_expires_at"],
	},
	{
		name: "reserve_unlocked",
		about: "Reserves for one request; passes over numbers that others have locked.",
		parameters: ONE,
		call: (db) => reserveUnlocked(db, input),
		by: OF_POOL,
	},
	{
		name: "reserve_waiting",
		about: "Reserves for one request; waits for one number that others have locked.",
		parameters: ONE,
		call: (db) => reserveWaiting(db, input),
		by: OF_POOL,
	},
	{
		name: "reserve_locked",
		about: "Reserves one number, which the transaction has locked.",
		parameters: [...ONE, "the number"],
		call: (db) => reserveLocked(db, input, poolNumber(5001)),
		by: OF_POOL,
	},
	{
		name: "find_group_demands",
		about: "What a group demands of its requests, for one that it may not take.",
		parameters: [
			"name key of the group",
			"ID of the API key",
			"whether the key is limited to groups",
		],
		call: (db) => findGroupDemands(db, input),
		by: ["groups_name_key_unique", "api_key_groups_api_key_id_group_id_pk"],
	},
	{
		name: "lock_number",
		about: "Locks a number until the transaction ends.",
		parameters: ["the number"],
		call: (db) => lockNumber(db, poolNumber(17)),
		by: ["numbers_pkey"],
	},
	{
		name: "find_free_code",
		about: "Finds a free access code of a number, by its rank among the free ones.",
		parameters: [
			"the number",
			"length of the code",
			"the first code of that length",
			"seconds for which a code rests",
			"how many codes of that length there are",
			"a random whole number",
		],
		call: (db) => findFreeCode(db, CODE_SPACE, 4711),
		by: ["live_codes_number_code_pk"],
	},
	{
		name: "count_codes_in_use",
		about: "Counts the access codes that are live or rest on a number.",
		parameters: ["the number", "length of the codes", "seconds for which a code rests"],
		call: (db) => countCodesInUse(db, CODE_SPACE),
		by: ["live_codes_number_code_pk"],
	},
];
