import { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { messageOfChangeNotUndone } from "../../domain/groups/change-not-undone.ts";
import { undoManyNumbers } from "../../operations/groups/undo-many-numbers.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { idempotent } from "../contract/idempotent.ts";
import { namesFor } from "./failures.ts";
import { poolEtag } from "./if-match.ts";
import { changeParams, EXAMPLE_CHANGE_ID, EXAMPLE_GROUP_ID, POOL_CHANGES } from "./paths.ts";

const undoBody = z.object({}).meta({ description: "Nothing: an empty object." });
const undoData = z.object({
	undone: z.literal(true).meta({ description: "It is undone, by this call or one before." }),
	numbers: z.int().min(0).meta({ description: "How many numbers are as before." }),
});

/** POST …/groups/{groupId}/changes/{changeId}/undo (G16). */
async function answerUndo({
	service: { db },
	apiKey,
	params: { groupId = "", changeId = "" },
}: ApiCall): Promise<JsonAnswer> {
	const group = await findGroupFor(db, apiKey, groupId);
	if (!group) return fail("group-gone");
	const undone = await undoManyNumbers(db, groupId, changeId, actorOfKey(apiKey));
	if (undone.ok) {
		const after = await findGroupFor(db, apiKey, groupId);
		const etag = after ? poolEtag(after) : undefined;
		return { ok: true, data: { undone: true, ...undone.value }, etag };
	}
	const { error } = undone;
	if (error.code === "group-gone") return fail("group-gone");
	if (error.code === "number-not-available") return fail("number-not-available");
	if (error.code !== "undo-clash")
		return fail("undo-impossible", { message: messageOfChangeNotUndone(error) });
	const names = await namesFor(db, apiKey, error.clash.groups);
	const clash = { ...error.clash, groups: names(error.clash.groups) };
	return fail("undo-impossible", { message: messageOfChangeNotUndone({ ...error, clash }) });
}

export const undoPoolChangeEndpoint: Endpoint = {
	method: "POST",
	path: `${POOL_CHANGES}/{changeId}/undo`,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "undoPoolChange",
	summary: "Undo a change of many numbers",
	description:
		"Makes the numbers of a change as they were before, all or nothing, within a day. Refused " +
		"if one of them has changed since; other numbers may have. Numbers that have left after " +
		"their drain come back. Undoing twice undoes once.",
	params: changeParams,
	headers: ["Idempotency-Key"],
	takes: { schema: undoBody },
	gives: { schema: undoData, headers: ["ETag"] },
	failures: ["json-flawed", "group-gone", "undo-impossible", "number-not-available"],
	examples: [
		{
			name: "undo",
			summary: "The numbers are as they were before",
			params: { groupId: EXAMPLE_GROUP_ID, changeId: EXAMPLE_CHANGE_ID },
			body: {},
			gives: { undone: true, numbers: 2 },
		},
	],
	isStrict: true,
	answer: idempotent("undoPoolChange", answerUndo),
};
