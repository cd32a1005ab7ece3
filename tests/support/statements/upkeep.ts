import { deleteOldAttempts, deleteOldGuesses } from "../../../db/match/attempts.ts";
import { deleteOldGuards } from "../../../db/match/code-guards.ts";
import { deleteOldAnswers } from "../../../db/requests/idempotency.ts";
import {
	deleteRestedCodes,
	eraseRestedCodes,
	findDensestCodes,
} from "../../../db/requests/live-codes.ts";
import {
	deleteOldListed,
	deleteOldRequests,
	listMissingStates,
} from "../../../db/requests/requests.ts";
import { takeCleanUpTurn } from "../../../db/retention/clean-up.ts";
import { LISTED_STATES } from "../../../db/schema/request-tables.ts";
import {
	addMinutesToHours,
	addToMinutes,
	deleteOldHours,
	listTraffic,
	noteLiveInMinutes,
	readDay,
	readGroupUse,
	readInUse,
} from "../../../db/traffic/group-minutes.ts";
import { GROUP, type HotStatement } from "./hot-statement.ts";

const DAYS = 30;
const OLDEST = [
	"the time to count from; null is now",
	"how many days rows are kept",
	"where the batch before ended; null is the beginning",
];
const AFTER = "where the batch before ended; null is the beginning";
const ANY_WILL_DO = "any that are over will do, and there are few";
const A_BATCH = "a batch is as many look-ups as reading a table of this size costs";

const RETENTION: readonly HotStatement[] = [
	{
		name: "take_clean_up_turn",
		about: "Whether this transaction is the one that cleans up.",
		parameters: ["key of the advisory lock"],
		call: (db) => takeCleanUpTurn(db),
		by: [],
	},
	{
		name: "delete_old_requests",
		about: "Removes the oldest requests.",
		parameters: OLDEST,
		call: (db) => deleteOldRequests(db, { days: DAYS }, null),
		by: ["requests_created_at", "requests_pkey"],
	},
	...LISTED_STATES.map((state) => ({
		name: `delete_old_${state}_from_list`,
		about: `Removes the oldest requests from the list of the state ${state}.`,
		parameters: OLDEST,
		call: (db: Parameters<HotStatement["call"]>[0]) =>
			deleteOldListed(db, state, { days: DAYS }, null),
		by: ["request_states_state_created_at_id_pk"],
	})),
	{
		name: "delete_old_attempts",
		about: "Removes the oldest attempts.",
		parameters: OLDEST,
		call: (db) => deleteOldAttempts(db, { days: DAYS }, null),
		by: ["attempts_at", "attempts_pkey"],
	},
	{
		name: "delete_old_guesses",
		about: "Removes counts of wrong codes that are over.",
		parameters: [],
		call: (db) => deleteOldGuesses(db),
		by: [],
		whole: { code_guesses: ANY_WILL_DO },
	},
	{
		name: "delete_old_guards",
		about: "Removes counts of wrong codes of all callers that are over.",
		parameters: [],
		call: (db) => deleteOldGuards(db),
		by: [],
		whole: { code_guards: ANY_WILL_DO },
	},
	{
		name: "delete_old_answers",
		about: "Removes answers that are remembered no more.",
		parameters: [],
		call: (db) => deleteOldAnswers(db),
		by: ["idempotency_until"],
		whole: { idempotency: A_BATCH },
	},
	{
		name: "add_minutes_to_hours",
		about: "Adds figures of minutes that are older than two days to those of their hour.",
		parameters: [],
		call: (db) => addMinutesToHours(db),
		by: ["group_minutes_minute"],
	},
	{
		name: "delete_old_hours",
		about: "Removes figures that are older than sixty days.",
		parameters: [],
		call: (db) => deleteOldHours(db),
		by: ["group_minutes_minute"],
	},
	{
		name: "delete_rested_codes",
		about: "Removes access codes that rest no more.",
		parameters: ["seconds for which a code rests"],
		call: (db) => deleteRestedCodes(db, 600),
		by: ["live_codes_length"],
		whole: { live_codes: A_BATCH },
	},
	{
		name: "erase_rested_codes",
		about: "Erases the access codes of requests that expired long ago.",
		parameters: [AFTER, "seconds for which a code rests"],
		call: (db) => eraseRestedCodes(db, null, 600),
		by: ["requests_expires_at"],
	},
	{
		name: "list_missing_states",
		about: "Completes the lists of states.",
		parameters: [AFTER],
		call: (db) => listMissingStates(db, null),
		by: ["requests_created_at"],
		whole: { request_states: A_BATCH },
	},
];

/** Statements of clean-up, and of writing and reading the figures by minute. */
export const UPKEEP: readonly HotStatement[] = [
	...RETENTION,
	{
		name: "add_to_minutes",
		about: "Adds what was answered to the callers of groups to the minute that it is now.",
		parameters: ["a JSON list of name_key, created, no_number and no_code"],
		call: (db) =>
			addToMinutes(db, [
				{ nameKey: GROUP.nameKey, created: 1, refusedNoNumber: 0, refusedNoCode: 0 },
			]),
		by: [],
		whole: { groups: "the list may name all of them" },
	},
	{
		name: "note_live_in_minutes",
		about: "Notes how many live requests each group has, where that is the most of this minute.",
		parameters: [],
		call: (db) => noteLiveInMinutes(db),
		by: ["requests_expires_at"],
	},
	{
		name: "read_in_use",
		about: "How many live requests a group has, and how many numbers these have.",
		parameters: ["ID of the group"],
		call: (db) => readInUse(db, GROUP.id),
		by: ["requests_expires_at"],
	},
	{
		name: "list_traffic",
		about: "The figures of a group's last hour, day or week, by step.",
		parameters: ["ID of the group", "minutes of a step", "how many steps"],
		call: (db) => listTraffic(db, GROUP.id, "hour"),
		by: ["group_minutes_group_id_minute_pk"],
	},
	{
		name: "read_day",
		about: "The sums of a group's last day.",
		parameters: ["ID of the group"],
		call: (db) => readDay(db, GROUP.id),
		by: ["group_minutes_group_id_minute_pk"],
	},
	{
		name: "read_group_use",
		about: "The groups with the most numbers in use.",
		parameters: ["how many groups"],
		call: (db) => readGroupUse(db, 20),
		by: ["group_minutes_minute"],
		whole: { groups: "it counts all of them" },
	},
	{
		name: "find_densest_codes",
		about: "The number of a group with the densest access codes.",
		parameters: ["ID of the group", "codes for each live one that are enough"],
		call: (db) => findDensestCodes(db, GROUP.id, 1000),
		by: ["pool_entries_once_a_group"],
		whole: { live_codes: "for the page of a group alone, and no more than are live or rest" },
	},
];
