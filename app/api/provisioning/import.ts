import { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import type { GroupRef } from "../../domain/groups/errors.ts";
import type { FileProblem } from "../../domain/import/file-text.ts";
import { messageOfFileProblem, messageOfPoolProblem } from "../../domain/import/import-messages.ts";
import { IMPORT_MODES } from "../../domain/import/import-plan.ts";
import { CSV_BYTES_MAX, CSV_ROWS_MAX } from "../../domain/import/pool-file.ts";
import {
	type ColumnsUnclear,
	type FileImport,
	importPool,
	planPoolImport,
} from "../../operations/import/import-pool.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { idempotent } from "../contract/idempotent.ts";
import { readQuery } from "../contract/query.ts";
import { wordsOfUnclear } from "./describe-columns.ts";
import {
	describeImport,
	describeUnread,
	firstErrors,
	importData,
	rowErrors,
} from "./describe-import.ts";
import { namesFor } from "./failures.ts";
import { failStale, poolEtag, readIfMatch, requireIfMatch } from "./if-match.ts";
import { importQuery, readAsked } from "./import-query.ts";
import { EXAMPLE_GROUP_ID, GROUP, groupParams } from "./paths.ts";

/** The audit log's file name for a file without one. */
const FILE_NAME = "sent to the API";

/** POST …/groups/{groupId}/import: a dry run or an import, all or nothing (I4). */
async function answerImport(call: ApiCall): Promise<ApiAnswer> {
	const asked = readQuery(importQuery, call.query);
	if (!asked.ok) return asked;
	const { dryRun, mode } = asked.value;
	// Replacing may remove entries that the client has never seen.
	const ifMatch =
		mode === "replace" && !dryRun ? requireIfMatch(call.ifMatch) : readIfMatch(call.ifMatch);
	if (!ifMatch.ok) return ifMatch;
	return dryRun ? answerDryRun(call) : applyOnce(call);
}

async function answerDryRun({
	service: { db },
	apiKey,
	params,
	query,
	file,
}: ApiCall): Promise<JsonAnswer> {
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	const planned = await planPoolImport(
		db,
		group.id,
		{ bytes: file, mode: modeOf(query), ...readAsked(query) },
		actorOfKey(apiKey),
	);
	if (!planned.ok) {
		const { error } = planned;
		if (error.code !== "columns-unclear" || error.missing !== null) return failFile(error);
		const data = describeUnread(error.reading, modeOf(query), group.poolSize);
		return { ok: true, data, etag: poolEtag(group) };
	}
	const names = await namesFor(db, apiKey, groupsIn(planned.value.planned));
	return {
		ok: true,
		data: describeImport(planned.value, false, names),
		etag: poolEtag(planned.value.planned.group),
	};
}

const applyOnce = idempotent(
	"importPool",
	async ({ service: { db }, apiKey, params, query, file, ifMatch }) => {
		const asked = readIfMatch(ifMatch);
		if (!asked.ok) return asked;
		const group = await findGroupFor(db, apiKey, params.groupId ?? "");
		if (!group) return fail("group-gone");
		const isSeen = (now: Parameters<typeof poolEtag>[0]) =>
			asked.value?.matches(poolEtag(now)) ?? true;
		const upload = { name: FILE_NAME, bytes: file, mode: modeOf(query), ...readAsked(query) };
		const imported = await importPool(db, group.id, upload, isSeen, actorOfKey(apiKey));
		if (imported.ok) {
			const names = await namesFor(db, apiKey, groupsIn(imported.value.planned));
			const after = await findGroupFor(db, apiKey, group.id);
			return {
				ok: true,
				data: describeImport(imported.value, true, names),
				etag: after ? poolEtag(after) : undefined,
			};
		}
		const { error } = imported;
		if (error.code === "import-changed") return failStale();
		if (error.code !== "import-has-errors") return failFile(error);
		const { plan } = error.planned;
		const problems = [...plan.problems.values()].flat();
		if (problems.length > 0 && problems.every(({ code }) => code === "number-not-available"))
			return fail("number-not-available");
		if (problems.length > 0) {
			const names = await namesFor(db, apiKey, groupsIn(error.planned));
			return fail("rows-wrong", {
				detail: firstErrors(error.planned, names),
				errors: rowErrors(error.planned, names),
			});
		}
		// No row is in error, so the pool is.
		const problem = plan.poolProblem as NonNullable<typeof plan.poolProblem>;
		return fail(problem.code, { message: messageOfPoolProblem(problem) });
	},
);

const modeOf = (query: URLSearchParams) =>
	IMPORT_MODES.find((mode) => mode === query.get("mode")) ?? "add";

/** All other groups named in a plan. */
function groupsIn({ plan, alsoIn }: FileImport["planned"]): GroupRef[] {
	const clashing = [...plan.problems.values()]
		.flat()
		.flatMap((problem) => ("groups" in problem ? problem.groups : []));
	return [
		...new Map([...alsoIn.values(), clashing].flat().map((group) => [group.id, group])).values(),
	];
}

function failFile(
	problem: FileProblem | ColumnsUnclear | { code: "group-gone" },
): ReturnType<typeof fail> {
	if (problem.code === "group-gone") return fail("group-gone");
	if (problem.code === "columns-unclear")
		return fail("columns-unclear", { detail: wordsOfUnclear(problem) });
	return fail(problem.code === "file-too-many-rows" ? "file-too-large" : "file-wrong", {
		message: messageOfFileProblem(problem),
	});
}

export const importPoolEndpoint: Endpoint = {
	method: "POST",
	path: `${GROUP}/import`,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "importPool",
	summary: "Import a group's numbers",
	description:
		"Imports a CSV file with the columns DNIS and description: wherever a header has them, or as " +
		"two columns without a header. If the columns are not certain, `detected.unclear` of a dry " +
		"run says what to send; the import is refused until then. The file has " +
		`at most ${CSV_ROWS_MAX.toLocaleString("en-US")} rows and ` +
		`${CSV_BYTES_MAX / 1024 / 1024} MiB, in UTF-8, or in UTF-16 with a byte order mark. The ` +
		"import applies all of the file, or nothing. With `dryRun=true`, nothing changes: the " +
		"answer tells the figures and all rows in error. Its ETag is that of the pool: sent in " +
		"`If-Match`, the import is done only where the pool is still the same; one that replaces " +
		"the pool has to send it. `Idempotency-Key` means nothing to a dry run.",
	params: groupParams,
	query: importQuery,
	headers: ["If-Match-Where-Known", "Idempotency-Key"],
	takes: { type: "text/csv", schema: z.string().meta({ description: "The file." }) },
	gives: { schema: importData, headers: ["ETag"] },
	failures: [
		"fields-wrong",
		"file-wrong",
		"columns-unclear",
		"rows-wrong",
		"group-gone",
		"pool-full",
		"number-not-available",
		"import-empty",
		"pool-all-draining",
		"file-too-large",
		"media-type-not-csv",
	],
	examples: [
		{
			name: "dryRun",
			summary: "What a file would do: one row is new, one is in error",
			params: { groupId: EXAMPLE_GROUP_ID },
			query: { dryRun: "true" },
			body: "DNIS,Description\r\n+18005555557,Claims\r\n+1 800 555 5558,\r\n",
			gives: {
				applied: false,
				applicable: false,
				mode: "add",
				counts: { added: 1, changed: 0, emptied: 0, unchanged: 0, removed: 0, errors: 1 },
				poolSize: 3,
				errors: [
					{
						line: 3,
						number: "+1 800 555 5558",
						description: "",
						problems: [
							{
								code: "dnis-not-plain",
								message:
									"“+1 800 555 5558” must be a plus sign and digits only. Write it as " +
									"+18005555558.",
								suggestion: "+18005555558",
							},
						],
					},
				],
				repairs: [
					{ kind: "clean-numbers", rows: 1 },
					{ kind: "leave-out-errors", rows: 1 },
				],
				repaired: [],
				warnings: [],
				removedWithLiveRequests: [],
				detected: {
					separator: "comma",
					headerLine: 1,
					skippedLines: [],
					numberColumn: { position: 1, name: "DNIS" },
					descriptionColumn: { position: 2, name: "Description" },
					unclear: [],
				},
			},
		},
	],
	bodyBytesMax: CSV_BYTES_MAX,
	answer: answerImport,
};
