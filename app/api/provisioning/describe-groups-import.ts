import { z } from "zod";
import type { Db } from "../../../db/connection/database.ts";
import {
	messageOfFileNumber,
	messageOfGroupProblem,
	messageOfGroupsPlanProblem,
} from "../../domain/import/all-groups/groups-file-messages.ts";
import { EXISTING_CHOICES } from "../../domain/import/all-groups/groups-import-plan.ts";
import { REPAIR_KINDS } from "../../domain/import/repair-kinds.ts";
import type { GroupsRepair } from "../../operations/import/plan-groups-import.ts";
import {
	findMissingConnections,
	type GroupsReview,
	listGroupsOfReview,
	readReviewedGroup,
	type ShownGroup,
} from "../../operations/import/read-groups-review.ts";
import { FIELD_CODES, type FieldError } from "../contract/field-error.ts";

/** Groups in error, and numbers in error of each, that an answer tells of. */
const GROUPS_TOLD = 100;
const NUMBERS_TOLD = 100;
/** Groups read at a time, and all that a file can have. */
const PAGE = 500;

const count = (what: string) => z.int().min(0).meta({ description: what });
const repair = z
	.object({
		kind: z.enum(REPAIR_KINDS).meta({ description: "The repair." }),
		rows: z.int().min(1).meta({ description: "How many numbers it serves." }),
	})
	.meta({ description: "A repair for many numbers.", id: "NumberRepair" });

export const groupsImportData = z.object({
	applied: z.boolean().meta({ description: "Whether it was done; false for a dry run." }),
	applicable: z.boolean().meta({ description: "Whether nothing is in error." }),
	importId: z
		.string()
		.optional()
		.meta({ description: "The ID for the undo. Absent if nothing was changed." }),
	existing: z.enum(EXISTING_CHOICES).meta({ description: "The choice for existing groups." }),
	counts: z
		.object({
			new: count("Groups that are created."),
			changed: count("Groups that change."),
			unchanged: count("Groups that already are as in the file."),
			skipped: count("Groups that exist and are skipped."),
			errors: count("Groups in error."),
		})
		.meta({ description: "How many groups the import affects." }),
	numbers: z
		.object({
			added: count("Numbers that are added."),
			changed: count("Numbers that get another description, or lose theirs."),
			removed: count("Numbers that are removed."),
		})
		.meta({ description: "The numbers of new and changed groups." }),
	groups: z
		.array(
			z
				.object({
					name: z.string().meta({ description: "The group's name." }),
					outcome: z.enum(["new", "changed"]).meta({ description: "What happens with it." }),
					groupId: z
						.string()
						.optional()
						.meta({ description: "Its ID. A dry run has none for new groups." }),
				})
				.meta({ description: "A new or changed group.", id: "ImportedGroup" }),
		)
		.meta({ description: "All new and changed groups, in the order of the file." }),
	errors: z
		.array(
			z
				.object({
					index: count("Its place in `groups` of the file, from 0."),
					name: z.string().meta({ description: "Its name in the file." }),
					messages: z.array(z.string()).meta({
						description:
							"What is wrong with the group, and with its first " +
							`${NUMBERS_TOLD} numbers in error.`,
					}),
				})
				.meta({ description: "A group in error.", id: "GroupInError" }),
		)
		.meta({ description: `The first ${GROUPS_TOLD} groups in error.` }),
	unknownConnections: z.array(z.string()).meta({
		description: "Connections of the file that this installation does not have.",
	}),
	repairs: z.array(repair).meta({
		description: "Repairs that serve numbers in error, for `decisions`.",
	}),
	repaired: z.array(repair).meta({ description: "Repairs made by `decisions`." }),
});

/** An import of all groups as clients read it. */
export async function describeGroupsImport(
	db: Db,
	{ review, sums, repairs }: GroupsReview,
	{ applied }: { applied: boolean },
): Promise<z.infer<typeof groupsImportData>> {
	const groups = (outcome: string) => sums.find((sum) => sum.outcome === outcome)?.groups ?? 0;
	const done = sums.filter(({ outcome }) => outcome === "new" || outcome === "changed");
	const total = (of: "added" | "changed" | "removed") =>
		done.reduce((all, sum) => all + sum[of], 0);
	const brief = ({ kind, rows }: GroupsRepair) => ({ kind, rows });
	const errors = groups("error");
	return {
		...{ applied, applicable: errors === 0, existing: review.existing },
		importId: review.state === "applied" ? review.id : undefined,
		counts: {
			...{ new: groups("new"), changed: groups("changed"), unchanged: groups("unchanged") },
			...{ skipped: groups("skipped"), errors },
		},
		numbers: { added: total("added"), changed: total("changed"), removed: total("removed") },
		groups: [...(await listAll(db, review.id, "new")), ...(await listAll(db, review.id, "changed"))]
			.sort((a, b) => a.index - b.index)
			.map(({ name, outcome, targetId }) => ({
				...{ name, outcome: outcome === "new" ? ("new" as const) : ("changed" as const) },
				groupId: targetId ?? undefined,
			})),
		errors: errors > 0 ? await listErrors(db, review.id, GROUPS_TOLD) : [],
		unknownConnections: (await findMissingConnections(db, review.id)).unknown,
		repairs: repairs.filter(({ isMade }) => !isMade).map(brief),
		repaired: repairs.filter(({ isMade }) => isMade).map(brief),
	};
}

async function listAll(
	db: Db,
	reviewId: string,
	outcome: "new" | "changed",
): Promise<ShownGroup[]> {
	const all: ShownGroup[] = [];
	for (let offset = 0; ; offset += PAGE) {
		const query = { outcome, search: "", limit: PAGE, offset };
		const { groups } = await listGroupsOfReview(db, reviewId, query);
		all.push(...groups);
		if (groups.length < PAGE) return all;
	}
}

async function listErrors(db: Db, reviewId: string, limit: number) {
	const query = { outcome: "error" as const, search: "", limit, offset: 0 };
	const { groups } = await listGroupsOfReview(db, reviewId, query);
	const told = [];
	for (const { index, name, problems, planProblem } of groups) {
		const numbers = (await readReviewedGroup(db, reviewId, index))?.numbers ?? [];
		const ofNumbers = numbers
			.flatMap((row) => row.problems)
			.slice(0, NUMBERS_TOLD)
			.map((problem) => messageOfFileNumber(problem, index));
		const ofPlan = planProblem ? [messageOfGroupsPlanProblem(planProblem)] : [];
		const messages = [...problems.map(messageOfGroupProblem), ...ofPlan, ...ofNumbers];
		told.push({ index, name, messages });
	}
	return told;
}

const NAMED_IN_MESSAGE = 5;

/** The groups in error: the first in words, and each in `errors` of the failure (C14). */
export async function groupErrors(
	db: Db,
	reviewId: string,
): Promise<{ detail: string; errors: FieldError[] }> {
	const told = await listErrors(db, reviewId, GROUPS_TOLD);
	const errors = told.map(({ index, messages: [message = ""] }) => ({
		...{ field: `groups[${index}]`, code: FIELD_CODES.notAllowed, message },
	}));
	const named = errors.slice(0, NAMED_IN_MESSAGE);
	return { detail: named.map(({ field, message }) => `${field}: ${message}`).join(" "), errors };
}
