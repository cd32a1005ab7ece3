import { counted, figure } from "../../wording.ts";
import { woven } from "../../woven.ts";

const numbersOf = (count: number) => counted(count, "number");
const STAY = (liveRequests: number) =>
	liveRequests === 1
		? "The live request stays valid until it ends."
		: "The live requests stay valid until they end.";

/** The state of numbers, and what is done with many of them at once. */
export const poolNumbers = {
	state: {
		heading: "State",
		used: "Last used",
		givenLastDay: "Given in 24 h",
		filter: "State",
		any: "Any state",
		names: {
			"in-use": "In use",
			"late-callers": "Late callers expected",
			free: "Free",
			draining: "Draining",
		},
		inUseUntil: <T>({ time, count }: { time: T; count: number }) =>
			count === 1
				? woven<string | T>`In use until ${time}`
				: woven<string | T>`${counted(count, "live request")}, the last until ${time}`,
		lateUntil: <T>({ time }: { time: T }) => woven<string | T>`Late callers expected until ${time}`,
		draining: { keep: "Draining", remove: "Draining, then removed" },
		lastUsed: <T>({ time }: { time: T }) => woven<string | T>`Last used ${time}`,
		neverUsed: "Never used",
		given: ({ count, max }: { count: number; max: number }) =>
			`${count > max ? `more than ${figure(max)}` : figure(count)} in 24 h`,
		request: "Request",
		records: "Records",
		pool: ({ draining }: { draining: number }) => `${figure(draining)} draining`,
		noneInState: "No number is in this state.",
		noneFound: ({ search }: { search: string }) => `No number in this state contains “${search}”.`,
	},
	tick: ({ number }: { number: string }) => `Select ${number}`,
	bar: {
		label: "Selected numbers",
		all: ({ count }: { count: number }) => `All ${figure(count)} found`,
		hint: "Select numbers, then choose.",
		actions: {
			drain: "Drain",
			"lift-drain": "Lift drain",
			describe: "Describe",
			delete: "Delete",
		},
		export: "Export",
		/** The rest of each button's name, for screen readers. */
		selected: "selected",
	},
	confirm: {
		tabTitle: ({ group }: { group: string }) => `Many numbers – ${group}`,
		titles: {
			drain: "Drain numbers",
			"lift-drain": "Lift the drain of numbers",
			describe: "Describe numbers",
			delete: "Delete numbers",
		},
		question: {
			drain: ({ count }: { count: number }) => `Drain ${numbersOf(count)}?`,
			"lift-drain": ({ count }: { count: number }) => `Lift the drain of ${numbersOf(count)}?`,
			describe: ({ count }: { count: number }) => `Describe ${numbersOf(count)}?`,
			delete: ({ count }: { count: number }) => `Delete ${numbersOf(count)}?`,
		},
		named: ({ numbers, more }: { numbers: readonly string[]; more: number }) =>
			`${numbers.join(", ")}${more > 0 ? `, and ${figure(more)} more` : ""}.`,
		unchanged: ({ count }: { count: number }) =>
			`${numbersOf(count)} of the selected ${count === 1 ? "is" : "are"} already so.`,
		gone: ({ count }: { count: number }) =>
			`${numbersOf(count)} of the selected ${count === 1 ? "is" : "are"} no longer in the pool.`,
		live: ({ numbers, liveRequests }: { numbers: number; liveRequests: number }) =>
			`${counted(numbers, "of them has", "of them have")} ` +
			`${counted(liveRequests, "live request")}. ${STAY(liveRequests)}`,
		noneLive: "None of them has a live request.",
		left: ({ size, draining }: { size: number; draining: number }) =>
			`The group then has ${numbersOf(size)}` +
			`${draining === 0 ? "" : `, of which ${counted(draining, "is", "are")} draining`}.`,
		nothingSelected: "No number is selected. Go back and select the numbers.",
		nothingToDo: "Nothing to do: the selected numbers are already so.",
		drain: "What then?",
		drains: {
			keep: {
				label: "Keep them in the pool",
				hint: "They are not given any more, until somebody lifts the drain.",
			},
			remove: {
				label: "Remove them once they are free",
				hint: "Each leaves the pool when the group’s last live request on it has ended.",
			},
		},
		description: "Description",
		descriptionHint: ({ max }: { max: number }) =>
			`Replaces theirs. Up to ${max} characters; empty removes it.`,
		yes: {
			drain: ({ count }: { count: number }) => `Drain ${numbersOf(count)}`,
			"lift-drain": ({ count }: { count: number }) => `Lift the drain of ${numbersOf(count)}`,
			describe: ({ count }: { count: number }) => `Describe ${numbersOf(count)}`,
			delete: ({ count }: { count: number }) => `Delete ${numbersOf(count)}`,
		},
		done: {
			drain: ({ count }: { count: number }) =>
				`${numbersOf(count)} ${count === 1 ? "is" : "are"} draining.`,
			"lift-drain": ({ count }: { count: number }) =>
				`${numbersOf(count)} ${count === 1 ? "is" : "are"} given again.`,
			describe: ({ count }: { count: number }) => `${numbersOf(count)} described.`,
			delete: ({ count }: { count: number }) => `${numbersOf(count)} deleted from the pool.`,
		},
		undone: ({ count }: { count: number }) =>
			`Undone: ${numbersOf(count)} ${count === 1 ? "is" : "are"} as before.`,
	},
};
