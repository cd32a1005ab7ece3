import type { Db } from "../../../db/connection/database.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import {
	findGroupReview,
	type GroupReviewRow,
	saveReviewPlan,
} from "../../../db/import/group-import-reviews.ts";
import { readGroupsState } from "../../../db/import/groups-transfer.ts";
import {
	findReviewedRows,
	listReviewedGroups,
	type ReviewedGroup,
	sumReview,
} from "../../../db/import/reviewed-groups.ts";
import {
	listNamedConnections,
	readServingConnections,
} from "../../../db/import/serving-connections.ts";
import type { Group } from "../../domain/groups/group.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import { type GroupSettings, readStoredSettings } from "../../domain/groups/group-settings.ts";
import {
	type ConnectionStep,
	planConnections,
} from "../../domain/import/all-groups/connections-plan.ts";
import {
	type FileConnection,
	readStoredConnections,
} from "../../domain/import/all-groups/file-connections.ts";
import { type GivenFields, readGivenFields } from "../../domain/import/all-groups/given-fields.ts";
import type { GroupProblem } from "../../domain/import/all-groups/group-problem.ts";
import type {
	GroupFigures,
	GroupOutcome,
	GroupsPlanProblem,
} from "../../domain/import/all-groups/groups-import-plan.ts";
import type { RowProblem } from "../../domain/import/checked-row.ts";
import { readRows } from "../../domain/import/stored-rows.ts";
import { findLiveRemoved } from "./find-removals.ts";
import { type GroupsRepair, planGroups } from "./plan-groups-import.ts";

/** A group in a review. */
export type ShownGroup = {
	index: number;
	name: string;
	targetId: string | null;
	outcome: GroupOutcome;
	settings: GroupSettings;
	connections: FileConnection[];
	problems: GroupProblem[];
	planProblem: GroupsPlanProblem | null;
	figures: GroupFigures;
};

/**
 * A review with its figures. `plan` identifies what applying it would do. It is null for an applied
 * review, whose figures are those of the import.
 */
export type GroupsReview = {
	review: GroupReviewRow;
	plan: string | null;
	sums: Awaited<ReturnType<typeof sumReview>>;
	repairs: GroupsRepair[];
};

export type GroupsQuery = {
	outcome: GroupOutcome | null;
	search: string;
	limit: number;
	offset: number;
};

const TRIES_MAX = 3;

/** Counts the versions of repairs and plans: a process of another version plans anew. */
const PLANNER = 4;

/**
 * Reads a review. The figures are recalculated if the review's version or the groups have changed,
 * and again if these change meanwhile. Applying the review detects a new plan after that
 * (optimistic lock). Null if the review does not exist any more.
 */
export async function readGroupsReview(db: Db, reviewId: string): Promise<GroupsReview | null> {
	for (let tries = 1; ; tries += 1) {
		const review = await findGroupReview(db, reviewId);
		if (!review) return null;
		if (review.state === "applied")
			return { review, plan: null, sums: await sumReview(db, reviewId), repairs: [] };
		const { state } = await readGroupsState(db);
		const plannedFor = `${review.version} ${state} ${PLANNER} `;
		if (review.plannedFor?.startsWith(plannedFor) || tries > TRIES_MAX)
			return {
				review,
				plan: review.plannedFor?.split(" ")[3] ?? "",
				sums: await sumReview(db, reviewId),
				repairs: JSON.parse(review.repairs ?? "[]") as GroupsRepair[],
			};
		const { repairs, digest } = await planGroups(db, review);
		await saveReviewPlan(db, reviewId, {
			plannedFor: plannedFor + digest,
			repairs: JSON.stringify(repairs),
		});
	}
}

/** The connections that a review's groups name and that this installation does not have. */
export type MissingConnections = { unknown: string[]; leftOut: string[] };

/** Those that the import still asks for, and those that it leaves out. */
export async function findMissingConnections(
	db: Db,
	reviewId: string,
): Promise<MissingConnections> {
	const named = await listNamedConnections(db, reviewId);
	const known = await readServingConnections(db);
	const namesOf = (isOut: boolean): string[] => [
		...new Map(
			named
				.filter(
					({ name, leftOut }) => leftOut === isOut && (isOut || !known.has(groupNameKey(name))),
				)
				.map(({ name }) => [groupNameKey(name), name]),
		).values(),
	];
	return { unknown: namesOf(false), leftOut: namesOf(true) };
}

/** A page of a review's groups, and the total number of these groups. */
export async function listGroupsOfReview(
	db: Db,
	reviewId: string,
	query: GroupsQuery,
): Promise<{ groups: ShownGroup[]; found: number }> {
	const { groups, found } = await listReviewedGroups(db, reviewId, query);
	return { groups: groups.map(toShown), found };
}

const toShown = ({
	index,
	name,
	targetId,
	outcome,
	settings,
	problems,
	planProblem,
	figures,
}: ReviewedGroup): ShownGroup => ({
	...{ index, name, targetId, outcome: outcome ?? "error" },
	settings: readStoredSettings(settings),
	connections: readStoredConnections(settings),
	problems: JSON.parse(problems),
	planProblem: planProblem === null ? null : JSON.parse(planProblem),
	figures: JSON.parse(figures ?? "{}"),
});

/**
 * A number of a group in the file that needs attention. `line` is its index in `numbers`, from 0.
 */
export type ShownNumber = {
	line: number;
	number: string;
	description: string;
	leftOut: boolean;
	problems: RowProblem[];
};

/**
 * One group of an open review: the problems of its numbers, the numbers left out, and the removed
 * numbers with live requests.
 */
export async function readReviewedGroup(
	db: Db,
	reviewId: string,
	index: number,
): Promise<{
	group: ShownGroup;
	/** The name and settings as they stand in the file. */
	given: GivenFields;
	existing: Group | null;
	numbers: ShownNumber[];
	/** What happens on connections, as long as the review is open. */
	steps: ConnectionStep[];
	live: { number: string; liveRequests: number }[];
} | null> {
	if (!Number.isInteger(index) || index < 0 || index > INDEX_MAX) return null;
	const { groups } = await listReviewedGroups(db, reviewId, {
		outcome: null,
		search: "",
		indexes: [index],
		limit: 1,
		offset: 0,
	});
	const found = await findReviewedRows(db, reviewId, index);
	if (!groups[0] || !found?.rows) return null;
	const group = toShown(groups[0]);
	const given = readGivenFields(groups[0].settings, group.name, group.problems);
	const rows = readRows(found.rows);
	const problems = new Map(JSON.parse(found.rowProblems ?? "[]") as [number, RowProblem[]][]);
	const numbers = rows
		.filter((row) => row.leftOut || problems.has(row.line))
		.map(({ line, number, description, leftOut }) => ({
			line,
			number,
			description,
			leftOut,
			problems: problems.get(line) ?? [],
		}));
	const existing = group.targetId === null ? null : await findGroup(db, group.targetId);
	return {
		group,
		given,
		existing,
		numbers,
		steps: planConnections(group.targetId, group.connections, await readServingConnections(db))
			.steps,
		live: existing && group.figures.removed > 0 ? await findLiveRemoved(db, existing.id, rows) : [],
	};
}

const INDEX_MAX = 1_000_000;
