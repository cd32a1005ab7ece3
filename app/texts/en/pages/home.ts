import { counted } from "../../wording.ts";
import { woven } from "../../woven.ts";

const refusals = (n: number) => counted(n, "refused caller");

/** The home page. */
export const home = {
	title: "Home",
	tabTitle: "Home",

	steps: {
		heading: "First steps",
		explains: "Each step ticks itself off. The list goes once the first call has come through.",
		done: "Done: ",
		group: { name: "Create a group", hint: "A pool of numbers that callers dial." },
		key: { name: "Make an API key", hint: "Your app's server asks for numbers with it." },
		request: { name: "Make the first request", hint: "The console sends it for you." },
		"phone-system": {
			name: "Connect a phone system",
			hint: "It asks whose call came in. Skip this if yours calls the API itself.",
		},
		call: { name: "Let a call come through", hint: "Dial the number, or simulate the call." },
	},

	now: {
		heading: "Now",
		groups: "Groups",
		live: "Live requests",
		refused: "Refused in the last day",
	},

	groups: {
		heading: "Groups",
		none: "There is no group yet.",
		all: ({ count }: { count: number }) => `All ${counted(count, "group")}`,
	},

	needs: {
		heading: "Needs somebody",
		nothing: "Nothing needs a decision.",
		exhausted: <T>({ group }: { group: T }) =>
			woven<string | T>`${group}: no number is free. Add numbers, or shorten the expiry.`,
		refused: <T>({ group, count }: { group: T | null; count: number }) =>
			group === null
				? woven<string | T>`${refusals(count)} in the last day.`
				: woven<string | T>`${group}: ${refusals(count)} in the last day.`,
		codes: <T>({ number, groups }: { number: string; groups: T }) =>
			woven<string | T>`The codes on ${number} are too easy to guess: ${groups}.`,
		guards: ({ numbers, groups }: { numbers: number; groups: number }) => {
			const parts = [
				...(numbers > 0 ? [counted(numbers, "number")] : []),
				...(groups > 0 ? [counted(groups, "group")] : []),
			];
			return `Codes are being guessed. Guarded now: ${parts.join(" and ")}.`;
		},
		locks: ({ count }: { count: number }) =>
			`${counted(count, "caller is", "callers are")} locked out after wrong codes.`,
		toLocks: "Locks and guards",
		connections: {
			paused: "is paused: its calls are not answered.",
			"call-refused": "refused its last call.",
			unsigned: "gets messages with a wrong signature or key. Check its secret.",
		},
		connection: <T>({ connection, what }: { connection: T; what: string }) =>
			woven<string | T>`${connection} ${what}`,
		review: <T>({ review, where }: { review: T; where: string | null }) =>
			where === null
				? woven<string | T>`${review}: a file of groups waits for a decision.`
				: woven<string | T>`${review}: an import into ${where} waits for a decision.`,
		uploaded: <T>({ by, time }: { by: string; time: T }) =>
			woven<string | T>`Uploaded by ${by}, ${time}.`,
	},
};
