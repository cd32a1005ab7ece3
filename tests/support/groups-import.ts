import type { Actor } from "../../app/domain/audit/actor.ts";
import type { ExistingChoice } from "../../app/domain/import/all-groups/groups-import-plan.ts";
import { applyGroupsImport } from "../../app/operations/import/apply-groups-import.ts";
import { exportGroups } from "../../app/operations/import/export-groups.ts";
import { readGroupsReview } from "../../app/operations/import/read-groups-review.ts";
import { uploadGroups } from "../../app/operations/import/upload-groups.ts";
import type { Database } from "../../db/connection/database.ts";

export const ADA: Actor = { kind: "system", id: null, name: "ada@example.com" };

/** A file with these groups. */
export const groupsFile = (groups: unknown[]): string =>
	JSON.stringify({ format: "click-to-call-in-groups", version: 1, groups });

export type FileGroup = {
	name: string;
	settings?: object;
	connections?: object[];
	numbers: { number: string; description?: string }[];
};

/** Uploads a file of groups and returns the review's ID. */
export async function upload(
	database: Database,
	file: string | unknown[],
	existing: ExistingChoice = "update",
): Promise<string> {
	const text = typeof file === "string" ? file : groupsFile(file);
	const review = await uploadGroups(
		database,
		{ name: "groups.json", bytes: new TextEncoder().encode(text), existing },
		ADA,
	);
	if (!review.ok) throw new Error(review.error.code);
	return review.value;
}

/** The number of groups in a review by outcome. */
export async function outcomes(database: Database, id: string): Promise<Record<string, number>> {
	const review = await readGroupsReview(database, id);
	return Object.fromEntries(review!.sums.map((sum) => [sum.outcome, sum.groups]));
}

/** Applies a review as from a freshly opened page, with live requests confirmed. */
export async function apply(database: Database, id: string) {
	const found = await readGroupsReview(database, id);
	return applyGroupsImport(
		database,
		id,
		{ version: found!.review.version, plan: found!.plan ?? "", mayRemoveLive: true },
		ADA,
	);
}

/** The export's text. */
export async function exported(database: Database, withConnections = true): Promise<string> {
	let text = "";
	const target = {
		async write(more: string) {
			text += more;
		},
		async restart() {
			text = "";
		},
	};
	await exportGroups(database, target, { withConnections });
	return text;
}

/** The groups of an export. */
export const groupsIn = (text: string): Required<FileGroup>[] => JSON.parse(text).groups;
