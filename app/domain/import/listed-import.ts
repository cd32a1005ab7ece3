import type { ExistingChoice } from "./all-groups/groups-import-plan.ts";
import type { ImportMode } from "./import-plan.ts";

/** An import in a list: a file of one pool, or of all groups. Times are ISO 8601. */
export type ListedImport = {
	id: string;
	/** The group of a pool's file; null for a file of all groups. */
	groupId: string | null;
	fileName: string;
	mode: ImportMode | ExistingChoice;
	state: "open" | "applied" | "undone";
	/** Whether its groups or its pool are as it left them, so that it can be undone. */
	canUndo: boolean;
	createdBy: string;
	createdAt: string;
	appliedBy: string | null;
	appliedAt: string | null;
	undoneBy: string | null;
	undoneAt: string | null;
	/** Rows of a pool's file, or groups of a file of all groups; null before the first look. */
	inError: number | null;
	/** What an applied import did, in counts; null for an open one. */
	figures: ImportFigures | null;
};

/** Counts of numbers in a pool, or of groups for the list of files of all groups. */
export type ImportFigures = Partial<
	Record<"added" | "changed" | "emptied" | "removed" | "newGroups" | "changedGroups", number>
>;

/** Imports on a page of the history. */
export const HISTORY_PAGE_SIZE = 50;
