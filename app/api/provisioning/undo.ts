import { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { messageOf } from "../../domain/groups/errors.ts";
import { messageOfNotUndone } from "../../domain/import/all-groups/not-undone.ts";
import { undoGroupsImport } from "../../operations/import/all-groups/undo-groups-import.ts";
import { undoImport } from "../../operations/import/undo-import.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { idempotent } from "../contract/idempotent.ts";
import { namesFor } from "./failures.ts";
import { poolEtag } from "./if-match.ts";
import {
	EXAMPLE_GROUP_ID,
	EXAMPLE_IMPORT_ID,
	GROUP_IMPORT,
	groupImportParams,
	IMPORTS,
	importParams,
} from "./paths.ts";

const words = texts.pages.import.review.refused;

const undoBody = z.object({}).meta({ description: "Nothing: an empty object." });
const undoData = z.object({
	undone: z.literal(true).meta({ description: "It is undone, by this call or one before." }),
});

/** POST …/groups/{groupId}/imports/{importId}/undo (I3). */
async function answerPoolUndo({
	service: { db },
	apiKey,
	params: { groupId = "", importId = "" },
}: ApiCall): Promise<JsonAnswer> {
	const group = await findGroupFor(db, apiKey, groupId);
	if (!group) return fail("group-gone");
	const undone = await undoImport(db, groupId, importId, actorOfKey(apiKey));
	if (undone.ok) {
		const after = await findGroupFor(db, apiKey, groupId);
		return { ok: true, data: { undone: true }, etag: after ? poolEtag(after) : undefined };
	}
	const { error } = undone;
	switch (error.code) {
		case "group-gone":
			return fail("group-gone");
		case "review-closed":
			return fail("import-gone");
		case "number-not-available":
			return fail("number-not-available");
		case "undo-too-late":
			return fail("undo-impossible", { message: words.undoTooLate });
		case "undo-clash": {
			const names = await namesFor(db, apiKey, error.clash.groups);
			const clash = { ...error.clash, groups: names(error.clash.groups) };
			return fail("undo-impossible", {
				message: words.undoClash({ reason: messageOf(clash) }),
			});
		}
	}
}

export const undoPoolImportEndpoint: Endpoint = {
	method: "POST",
	path: `${GROUP_IMPORT}/undo`,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "undoPoolImport",
	summary: "Undo a pool's import",
	description:
		"Restores the pool from before an import, as long as nothing has changed the pool since. " +
		"Undoing twice undoes once.",
	params: groupImportParams,
	headers: ["Idempotency-Key"],
	takes: { schema: undoBody },
	gives: { schema: undoData, headers: ["ETag"] },
	failures: ["json-flawed", "group-gone", "import-gone", "undo-impossible", "number-not-available"],
	examples: [
		{
			name: "undo",
			summary: "The pool is as it was before",
			params: { groupId: EXAMPLE_GROUP_ID, importId: EXAMPLE_IMPORT_ID },
			body: {},
			gives: { undone: true },
		},
	],
	isStrict: true,
	answer: idempotent("undoPoolImport", answerPoolUndo),
};

/** POST …/imports/{importId}/undo (I10). */
async function answerGroupsUndo({
	service: { db },
	apiKey,
	params: { importId = "" },
}: ApiCall): Promise<JsonAnswer> {
	if (apiKey.limitedToGroups)
		return fail("key-limited", { message: texts.messages.api.details.limitedFile });
	const undone = await undoGroupsImport(db, importId, actorOfKey(apiKey));
	if (undone.ok) return { ok: true, data: { undone: true } };
	const { error } = undone;
	if (error.code === "review-closed") return fail("import-gone");
	return fail("undo-impossible", { message: messageOfNotUndone(error) });
}

export const undoGroupsImportEndpoint: Endpoint = {
	method: "POST",
	path: `${IMPORTS}/{importId}/undo`,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "undoGroupsImport",
	summary: "Undo an import of all groups",
	description:
		"Undoes the import of a file of all groups: deletes the groups that it created, and " +
		"restores those that it changed. Their live requests stay valid until they expire. " +
		"It works as long as none of these groups has changed since. Undoing twice undoes once. " +
		"A key that is limited to groups cannot use this call (403).",
	params: importParams,
	headers: ["Idempotency-Key"],
	takes: { schema: undoBody },
	gives: { schema: undoData },
	failures: ["json-flawed", "key-limited", "import-gone", "undo-impossible"],
	examples: [
		{
			name: "undo",
			summary: "The groups are as they were before",
			params: { importId: EXAMPLE_IMPORT_ID },
			body: {},
			gives: { undone: true },
		},
	],
	isStrict: true,
	answer: idempotent("undoGroupsImport", answerGroupsUndo),
};
