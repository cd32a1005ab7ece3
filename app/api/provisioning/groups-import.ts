import { actorOfKey } from "../../domain/audit/actor.ts";
import {
	GROUPS_FILE_BYTES_MAX,
	GROUPS_FILE_GROUPS_MAX,
} from "../../domain/import/all-groups/groups-file.ts";
import { messageOfGroupsFileProblem } from "../../domain/import/all-groups/groups-file-messages.ts";
import { prepareGroupsImport } from "../../operations/import/all-groups/prepare-groups-import.ts";
import { applyGroupsImport } from "../../operations/import/apply-groups-import.ts";
import { discardGroups } from "../../operations/import/correct-groups-import.ts";
import { type GroupsReview, readGroupsReview } from "../../operations/import/read-groups-review.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { idempotent } from "../contract/idempotent.ts";
import { readQuery } from "../contract/query.ts";
import { describeGroupsImport, groupErrors, groupsImportData } from "./describe-groups-import.ts";
import { groupsFileData } from "./groups-file-fields.ts";
import { groupsImportQuery, readDecisions } from "./groups-import-query.ts";
import { failStale } from "./if-match.ts";
import { EXAMPLE_GROUP_ID, EXAMPLE_IMPORT_ID, IMPORTS } from "./paths.ts";

/** The audit log's file name for a file without one. */
const FILE_NAME = "sent to the API";

/** POST …/imports: a dry run or an import of a file of all groups, all or nothing (I7). */
async function answerGroupsImport(call: ApiCall): Promise<ApiAnswer> {
	const { service, apiKey, file } = call;
	const asked = readQuery(groupsImportQuery, call.query);
	if (!asked.ok) return asked;
	// The file would tell such a key of groups that it may not see (G6).
	if (apiKey.limitedToGroups)
		return fail("key-limited", { message: texts.messages.api.details.limitedFile });
	const { existing = "skip", dryRun } = asked.value;
	const prepared = await prepareGroupsImport(
		service.db,
		{ name: FILE_NAME, bytes: file, existing },
		readDecisions(call.query),
		actorOfKey(apiKey),
	);
	if (!prepared.ok) {
		const { error } = prepared;
		if (error.code === "review-closed") return failStale();
		const isTooLarge = error.code === "file-too-large";
		return fail(isTooLarge ? "file-too-large" : "file-wrong", {
			message: messageOfGroupsFileProblem(error),
		});
	}
	const found = prepared.value;
	try {
		if (dryRun)
			return { ok: true, data: await describeGroupsImport(service.db, found, { applied: false }) };
		return await idempotent("importGroups", (inner) => applyPrepared(inner, found))(call);
	} finally {
		// Nobody looks at a review of the API. An applied one stays in the history.
		await discardGroups(service.db, found.review.id);
	}
}

async function applyPrepared(
	{ service: { db }, apiKey }: ApiCall,
	{ review, plan, sums, repairs }: GroupsReview,
): Promise<JsonAnswer> {
	const groups = (outcome: string) => sums.find((sum) => sum.outcome === outcome)?.groups ?? 0;
	if (groups("error") > 0)
		return fail("rows-wrong", {
			message: texts.messages.api.details.groupsWrong,
			...(await groupErrors(db, review.id)),
		});
	if (groups("new") + groups("changed") > 0) {
		// Live requests stay (G10). As in the import of a pool, a client is not asked about them.
		const seen = { version: review.version, plan: plan ?? "", mayRemoveLive: true };
		const applied = await applyGroupsImport(db, review.id, seen, actorOfKey(apiKey));
		if (!applied.ok) return failStale();
	}
	const after = await readGroupsReview(db, review.id);
	if (!after) return failStale();
	// An applied review does not keep its repairs.
	const done = { ...after, repairs };
	return { ok: true, data: await describeGroupsImport(db, done, { applied: true }) };
}

export const importGroupsEndpoint: Endpoint = {
	method: "POST",
	path: IMPORTS,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "importGroups",
	summary: "Import a file of all groups",
	description:
		"Imports groups with their settings, pools and connections from one JSON file, such as an " +
		`export has it: up to ${GROUPS_FILE_BYTES_MAX / 1024 / 1024} MiB and ` +
		`${GROUPS_FILE_GROUPS_MAX.toLocaleString("en-US")} groups. It applies all of the file, or ` +
		"nothing. With `dryRun=true`, nothing changes: the answer tells the figures and what is in " +
		"error. `importId` undoes the import. A key that is limited to groups cannot use this call " +
		"(403). `Idempotency-Key` means nothing to a dry run.",
	query: groupsImportQuery,
	headers: ["Idempotency-Key"],
	takes: { schema: groupsFileData, isFile: true },
	gives: { schema: groupsImportData },
	failures: ["key-limited", "fields-wrong", "file-wrong", "rows-wrong", "changed-meanwhile"],
	examples: [
		{
			name: "one",
			summary: "A file with one new group",
			query: { existing: "update" },
			body: {
				...{ format: "click-to-call-in-groups", version: 1 },
				groups: [{ name: "roadside", numbers: [{ number: "+18005555556", description: "" }] }],
			},
			gives: {
				...{ applied: true, applicable: true, importId: EXAMPLE_IMPORT_ID, existing: "update" },
				counts: { new: 1, changed: 0, unchanged: 0, skipped: 0, errors: 0 },
				numbers: { added: 1, changed: 0, removed: 0 },
				groups: [{ name: "roadside", outcome: "new", groupId: EXAMPLE_GROUP_ID }],
				...{ errors: [], unknownConnections: [], repairs: [], repaired: [] },
			},
		},
	],
	bodyBytesMax: GROUPS_FILE_BYTES_MAX,
	answer: answerGroupsImport,
};
