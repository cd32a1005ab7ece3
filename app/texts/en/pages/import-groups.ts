import { counted, figure, quoted } from "../../wording.ts";
import { woven } from "../../woven.ts";
import { fields, sharedErrors, work } from "./import-group-fields.ts";
import { listOf } from "./list-of.ts";

/** The changes to the groups' numbers, without zero figures. */
type NumberFigures = {
	added: number;
	changed: number;
	removed: number;
	unchanged?: number;
	leftOut: number;
};
const numbersInWords = (of: NumberFigures): string[] =>
	(
		[
			[of.added, "added"],
			[of.changed, "with another description"],
			[of.removed, "removed"],
			[of.unchanged ?? 0, "unchanged"],
			[of.leftOut, "left out"],
		] as const
	)
		.filter(([count]) => count > 0)
		.map(([count, what]) => `${figure(count)} ${what}`);

type Sums = { made: number; changed: number; numbers: NumberFigures };
const sums = ({ made, changed, numbers }: Sums): string | null => {
	const groups = [
		...(made > 0 ? [`${counted(made, "group")} created`] : []),
		...(changed > 0 ? [`${counted(changed, "group")} changed`] : []),
	];
	if (groups.length === 0) return null;
	const parts = numbersInWords(numbers);
	return `${groups.join(", ")}${parts.length > 0 ? `; numbers: ${parts.join(", ")}` : ""}.`;
};

/** The import of a file of groups, and its review. */
export const groupsImport = {
	title: "Import groups",
	file: "JSON file",
	fileHint:
		"A file from “Export all groups”, of this installation or another. Up to 50 MiB, 10,000 " +
		"groups, and 10,000 numbers in each group.",
	note: "Nothing changes until you select Apply. Checking a large file takes a while.",
	existing: {
		legend: "Groups in the file whose names exist already",
		skip: "Skip groups that exist",
		skipHint: "Only groups with new names are created. Existing groups do not change.",
		update: "Update groups that exist",
		updateHint:
			"Their settings and pools become exactly what is in the file. Numbers missing from the " +
			"file are removed.",
		noSuchChoice: "There is no such choice. Go back and try again.",
		chosen: "The figures now follow your choice.",
		apply: "Update the figures",
	},

	tabTitleUnknown: "Review of groups",
	groupTabTitle: ({ name }: { name: string }) => `${name} – review`,
	groupTabTitleUnknown: "Group – review",
	noSuchGroup: "There is no such group. Go back and try again.",
	groupGone: "There is no such group in a review. The review was applied or discarded.",
	uploadedBy: <T>({ by, time }: { by: string; time: T }) =>
		woven<string | T>`Uploaded by ${by}, ${time}`,

	headings: {
		inError: ({ groups }: { groups: number }) =>
			groups === 1
				? "1 group has errors. Correct it or leave it out, then apply."
				: `${figure(groups)} groups have errors. Correct them or leave them out, then apply.`,
		nothingToApply: "There is nothing to apply. No group would be created or changed.",
		ready: "Ready to apply. Nothing changes until you select Apply.",
	},
	willChange: (of: Sums) => {
		const changes = sums(of);
		return changes === null ? "No group will change." : `When applied: ${changes}`;
	},
	hasChanged: (of: Sums) => sums(of) ?? "No group was changed.",
	allOrNothing:
		"Everything is applied, or nothing. You can undo it as a whole until one of its groups " +
		"changes.",
	undone: {
		heading:
			"This import was undone. The groups that it created are deleted, and the groups that it " +
			"changed are as they were before.",
		had: ({ changes }: { changes: string }) => `Before the undo: ${changes}`,
		would: (of: { made: number; changed: number; liveRequests: number }) => {
			const deletes = of.made > 0 ? [`deletes ${counted(of.made, "new group")}`] : [];
			const restores = of.changed > 0 ? [`restores ${counted(of.changed, "changed group")}`] : [];
			const live =
				of.liveRequests > 0
					? ` The deleted groups have ${counted(of.liveRequests, "live request")}, which stay ` +
						"valid until they expire."
					: "";
			return (
				`Undo ${[...deletes, ...restores].join(" and ")}. It works until one of these groups ` +
				`changes.${live}`
			);
		},
		groupsChanged: ({ groups, more }: { groups: readonly string[]; more: number }) =>
			"This import cannot be undone, because groups have changed since: " +
			`${groups.map(quoted).join(", ")}${more > 0 ? ` and ${figure(more)} more` : ""}. ` +
			"Change them by hand, or import a file that was exported before.",
		tooLate:
			"This import can no longer be undone. Change the groups by hand, or import a file that was " +
			"exported before.",
	},

	groups: {
		label: "Groups of the file",
		list: listOf("group"),
		search: "Search group names",
		none: "There is no such group in the file.",
		all: "All",
		inFile: "In the file",
		/** Before the message about a wrong value. */
		inFileValue: ({ value }: { value: string }) => `${quoted(value.replace(/^"(.*)"$/, "$1"))}. `,
		group: "Group",
		willHappen: "What will happen",
		happened: "What happened",
		hadHappened: "What had happened before the undo",
		leaveOut: "Leave out",
		takeIn: "Include again",
		/** Follows the button's label, for screen readers. */
		which: ({ name }: { name: string }) => ` ${name}`,
		settingsChanged: "settings changed",
		figures: ({
			settingsChanged,
			connections,
			...numbers
		}: NumberFigures & { settingsChanged: boolean; connections?: number }) =>
			[
				...(settingsChanged ? ["settings changed"] : []),
				...(connections ? [`${counted(connections, "connection")} changed`] : []),
				...numbersInWords(numbers),
			].join(", "),
		numbersInError: ({ count }: { count: number }) =>
			`${counted(count, "number has", "numbers have")} errors.`,
		outcomes: {
			error: "In error",
			new: "New",
			changed: "Changed",
			unchanged: "Unchanged",
			skipped: "Exists, skipped",
			leftOut: "Left out",
		},
		leftOutDone: ({ groups }: { groups: number }) =>
			`${counted(groups, "group is", "groups are")} left out.`,
	},

	removed: {
		heading: ({ numbers, groups }: { numbers: number; groups: number }) =>
			`${counted(numbers, "number")} will be removed from ${counted(groups, "group")}:`,
		numbers: ({ numbers }: { numbers: number }) => counted(numbers, "number"),
		all: ({ groups }: { groups: number }) => `Show all ${figure(groups)} groups`,
	},

	connections: {
		heading: "Connections that do not exist here",
		unknown: ({ names }: { names: readonly string[] }) =>
			`The file names ${names.map(quoted).join(", ")}. Create them on the page Phone systems, ` +
			"and this review knows them. Or leave them out: the groups are imported without them.",
		leave: "Leave these connections out",
		leftOutNames: ({ names }: { names: readonly string[] }) =>
			`Left out: ${names.map(quoted).join(", ")}.`,
		take: "Include the connections again",
		leftOut: "The connections that do not exist here are left out.",
		takenIn: "The connections are included again.",
		steps: "On phone systems",
		serves: ({ name }: { name: string }) => `${quoted(name)} begins to serve the group`,
		target: ({ name, before, after }: { name: string; before: string; after: string }) =>
			`${quoted(name)}: destination ${before} → ${after}`,
		secondTarget: ({ name, before, after }: { name: string; before: string; after: string }) =>
			`${quoted(name)}: second destination ${before} → ${after}`,
		language: ({ name, before, after }: { name: string; before: string; after: string }) =>
			`${quoted(name)}: language ${before} → ${after}`,
		fallback: ({ name, before, after }: { name: string; before: string; after: string }) =>
			`${quoted(name)}: fallback ${before} → ${after}`,
		ofConnection: "of the connection",
	},

	work,

	repairs: {
		heading: "Repairs for many numbers",
		leaveOut: ({ groups }: { groups: number }) => `Leave out ${counted(groups, "group")} in error`,
		leaveOutHint:
			"Leaves out every group in error, with all its numbers. The other groups are imported.",
		/** Label and hint of the repairs that leave out numbers. A JSON file has no rows. */
		leaveOutNumbers: {
			errors: ({ numbers }: { numbers: number }) => ({
				label: `Leave out ${counted(numbers, "number")} in error`,
				explains: "Leaves out every number in error, and imports the others.",
				made: `${counted(numbers, "number")} in error ${numbers === 1 ? "was" : "were"} left out.`,
			}),
			doubles: ({ numbers }: { numbers: number }) => ({
				label: `Leave out ${counted(numbers, "repeated number")}`,
				explains: "Leaves out numbers that repeat an earlier number and its description.",
				made: `${counted(numbers, "repeated number was", "repeated numbers were")} left out.`,
			}),
			earlier: ({ numbers }: { numbers: number }) => ({
				label: `Leave out ${counted(numbers, "earlier number")}`,
				explains: "Keeps only the last entry of each number that has different descriptions.",
				made: `${counted(numbers, "earlier number was", "earlier numbers were")} left out.`,
			}),
		},
		nothingDone: "No number was changed.",
		takenBack: ({ numbers }: { numbers: number }) =>
			`${counted(numbers, "number is", "numbers are")} again as before.`,
	},

	fields,
	sharedErrors,

	one: {
		willHappen: "What will happen",
		added: "Numbers added",
		changed: "Descriptions changed",
		unchanged: "Unchanged",
		removed: "Numbers removed",
		leftOut: "Numbers left out",
		errors: "Numbers in error",
		numbers: "Numbers in error or left out",
		pages: "Pages of numbers",
		search: "Search these numbers",
		none: "There are none.",
		notFound: "No number or description matches.",
		leaveOut: "Leave out",
		dnisOf: ({ path }: { path: string }) => `DNIS of ${path}`,
		descriptionOf: ({ path }: { path: string }) => `Description of ${path}`,
		leaveOutWhich: ({ path }: { path: string }) => `Leave out ${path}`,
		saveHint: "Saves the numbers of this page in the review. The group does not change.",
		done: ({ numbers }: { numbers: number }) =>
			`${counted(numbers, "number was", "numbers were")} changed in this review.`,
	},

	refused: {
		hasErrors:
			"Nothing was applied. Some groups are in error: correct them or leave them out first.",
		groupsChanged:
			"Nothing was applied yet, because groups have changed since you looked. The figures below " +
			"are new. Check them, then apply.",
	},
};
