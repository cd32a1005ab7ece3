import { MANY_FORM, ManyBar, Tick } from "../../ui/groups/many-bar.tsx";
import { type Confirmation, ManyNumbers } from "../../ui/groups/many-numbers.tsx";
import { NumberStateCell } from "../../ui/groups/number-state.tsx";
import { StateFilterField } from "../../ui/groups/state-filter.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, entryOf, idOf, LONG_WORD, numberOf, stateOf, ZONE } from "../kit/fixtures.ts";

const VIEW = { q: "", state: null, sort: "number", page: 1 } as const;

const cell = (state: ReturnType<typeof stateOf> | undefined, drain: "keep" | "remove" | null) => (
	<NumberStateCell {...{ state, drain }} zone={ZONE} now={ago(0)} showsRequests />
);

const ASKED: Confirmation = {
	...{ action: "delete", changed: 50, unchanged: 0, gone: 0, problem: null },
	named: [0, 1, 2, 3, 4].map(numberOf),
	live: { numbers: 2, liveRequests: 3 },
	...{ size: 150, draining: 0, picks: [], positions: "_w", poolVersion: 4 },
};
const question = (more: Partial<Confirmation>, message?: string) => (
	<ManyNumbers
		confirmation={{ ...ASKED, ...more }}
		refused={message === undefined ? undefined : { message, description: LONG_WORD }}
		backTo="#"
		search={{}}
	/>
);

/** The state of numbers, and what is done with many at once. */
export const poolNumbers: Wing = {
	path: "pool-numbers",
	title: "States, and many numbers at once",
	components: [
		show(NumberStateCell, {
			free: cell(stateOf(0), null),
			"never used": cell(undefined, null),
			"in use": cell(stateOf(0, { liveRequests: 1 }), null),
			"several live requests": cell(stateOf(0, { liveRequests: 1234 }), null),
			"late callers": cell(stateOf(0, { lateUntil: ago(-300), givenLastDay: 1001 }), null),
			draining: cell(stateOf(0, { liveRequests: 1 }), "keep"),
			"draining, then removed": cell(stateOf(0), "remove"),
		}),
		show(StateFilterField, { any: <StateFilterField view={VIEW} /> }),
		show(ManyBar, { plain: <ManyBar groupId={idOf(1)} view={VIEW} found={10_000} /> }),
		show(Tick, {
			plain: (
				<>
					<Tick entry={entryOf(0)} />
					<form id={MANY_FORM} />
				</>
			),
		}),
		show(ManyNumbers, {
			delete: question({}),
			"drain one": question({ action: "drain", changed: 1, named: [numberOf(0)], draining: 1 }),
			describe: question({ action: "describe", unchanged: 3, gone: 1 }),
			"describe refused": question({ action: "describe" }, "It is too long. Shorten it."),
			"none would be left": question({ size: 0, problem: { code: "pool-none-left" } }),
			"all would be draining": question({
				...{ action: "drain", size: 3, draining: 3 },
				problem: { code: "pool-all-draining", draining: 3 },
			}),
			"nothing selected": question({ changed: 0, named: [] }),
			"nothing to do": question({ action: "lift-drain", changed: 0, unchanged: 4, named: [] }),
		}),
	],
};
