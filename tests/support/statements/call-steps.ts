import { findMatchedCall, insertCallStep, releaseMatched } from "../../../db/match/call-steps.ts";
import { groupsOfNumber } from "../../../db/phone-systems/groups-of-number.ts";
import { type HotStatement, idOf, KEY, poolNumber } from "./hot-statement.ts";

const MATCHED = {
	...{ attemptId: idOf(17), requestId: idOf(17) },
	...{ number: poolNumber(17), isLive: true, steps: [] },
};

/** Statements of what phone systems tell of a matched call later. */
export const CALL_STEPS: readonly HotStatement[] = [
	{
		name: "find_matched_call",
		about: "The latest matched attempt of a call, and its request.",
		parameters: ["callId", "ID of the API key"],
		call: (db) => findMatchedCall(db, "call-1", KEY.id),
		by: ["attempts_call_id", "requests_pkey", "call_steps_attempt_id_step_pk"],
	},
	{
		name: "insert_call_step",
		about: "Notes a step of a matched call once.",
		parameters: ["ID of the attempt", "the step"],
		call: (db) => insertCallStep(db, idOf(17), "answered"),
		by: ["attempts_pkey", "call_steps_attempt_id_step_pk"],
	},
	{
		name: "mark_released",
		about: "Says of an attempt that it has released its request.",
		parameters: ["ID of the attempt"],
		call: (db) => releaseMatched(db, MATCHED),
		nth: 1,
		answers: [[{ id: idOf(17) }]],
		by: ["attempts_pkey"],
	},
	{
		name: "groups_of_number",
		about: "The groups with this number, as far as a connection serves them: two at most.",
		parameters: ["number", "ID of the connection", "whether it is limited to groups"],
		call: (db) => groupsOfNumber(db, poolNumber(17), KEY),
		by: ["pool_entries_number", "api_key_groups_api_key_id_group_id_pk"],
	},
];
