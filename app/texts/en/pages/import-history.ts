import { counted, figure } from "../../wording.ts";
import { woven } from "../../woven.ts";
import { listOf } from "./list-of.ts";

type Unit = "row" | "group";

/** The lists of imports, and their history. */
export const importHistory = {
	title: "Import history",
	tabTitle: ({ group }: { group: string }) => `Import history – ${group}`,
	tabTitleGroups: "Import history of files of groups",
	tabTitleUnknown: "Import history",
	link: "Import history",
	list: listOf("import"),
	table: "Table of imports",
	none: "Nothing was imported yet.",
	pastTheEnd: "There are no imports on this page.",
	kept: ({ reviewDays, historyDays }: { reviewDays: number; historyDays: number }) =>
		`An open review is kept for ${counted(reviewDays, "day")} after its upload, and an import ` +
		`for ${counted(historyDays, "day")} after it was applied.`,

	pending: {
		heading: "Imports that wait",
		explains: ({ reviewDays }: { reviewDays: number }) =>
			"Open reviews, and imports that can still be undone. An open review is kept for " +
			`${counted(reviewDays, "day")} after its upload.`,
	},

	columns: {
		file: "File",
		state: "State",
		uploaded: "Uploaded",
		decided: "Applied or undone",
		changes: "Changes",
		discard: "Discard",
	},
	modes: {
		add: "Add to the pool",
		replace: "Replace the pool",
		skip: "File of groups: existing ones are skipped",
		update: "File of groups: existing ones are updated",
	},
	states: {
		open: "Waits for a decision",
		applied: "Applied",
		undone: "Undone",
		canUndoPool: "Can be undone until the pool changes",
		canUndoGroups: "Can be undone until one of its groups changes",
	},
	inError: ({ count, unit }: { count: number; unit: Unit }) =>
		count === 0 ? "No errors" : `${counted(count, unit)} in error`,
	notChecked: "Not looked at yet",
	by: <T>({ by, time }: { by: string; time: T }) => woven<string | T>`${by}, ${time}`,
	changes: (of: {
		added?: number;
		changed?: number;
		emptied?: number;
		removed?: number;
		newGroups?: number;
		changedGroups?: number;
	}) => {
		const parts = [
			[of.newGroups, (n: number) => `${counted(n, "new group")}`],
			[of.changedGroups, (n: number) => `${counted(n, "changed group")}`],
			[of.added, (n: number) => `${figure(n)} added`],
			[of.changed, (n: number) => `${figure(n)} with another description`],
			[of.emptied, (n: number) => `${figure(n)} without their description`],
			[of.removed, (n: number) => `${figure(n)} removed`],
		] as const;
		const told = parts.flatMap(([count, say]) => (count ? [say(count)] : []));
		return told.length === 0 ? "No number changed" : told.join(", ");
	},

	discard: {
		button: "Discard",
		/** Follows the button's label, for screen readers. */
		which: ({ file }: { file: string }) => ` the review of ${file}`,
		question: ({ file }: { file: string }) => `Discard the review of ${file}?`,
		uploadedBy: <T>({ by, time }: { by: string; time: T }) =>
			woven<string | T>`${by} uploaded the file, ${time}. Corrections made in the review are lost.`,
		nothingChanges: "No number and no group changes.",
		yes: "Discard the review",
		done: ({ file }: { file: string }) => `The review of ${file} was discarded.`,
		closed: "Nothing was discarded: the review was applied or discarded before.",
	},
};
