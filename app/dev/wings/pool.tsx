import type { PoolEntry } from "../../domain/groups/pool.ts";
import { ExportPool } from "../../ui/groups/export-pool.tsx";
import { PoolPanel } from "../../ui/groups/pool-panel.tsx";
import { PoolTable } from "../../ui/groups/pool-table.tsx";
import type { PoolView } from "../../ui/groups/pool-view.ts";
import type { Refusal } from "../../ui/groups/refusal.ts";
import { refused, show, type Wing } from "../kit/example.tsx";
import {
	ago,
	entriesOf,
	entryOf,
	groupOf,
	idOf,
	LONG_NAME,
	LONG_WORD,
	numberOf,
	ROWS,
	ZONE,
} from "../kit/fixtures.ts";

const VIEW: PoolView = { q: "", sort: "number", page: 1 };
/** A number in no assigned range, also in two other groups. */
const ODD = entryOf(5, { number: "+19995550100", description: "In no assigned range" });
const OTHERS = new Map([
	[numberOf(1), [{ id: idOf(2), name: "renewals" }]],
	[
		ODD.number,
		[
			{ id: idOf(3), name: LONG_NAME },
			{ id: idOf(4), name: "claims" },
		],
	],
]);

type PanelState = {
	entries: PoolEntry[];
	size?: number;
	found?: number;
	view?: PoolView;
	editing?: PoolEntry;
	refusal?: Refusal;
	mayWrite?: boolean;
};

const panel = ({ entries, view = VIEW, mayWrite = true, ...more }: PanelState) => {
	const size = more.size ?? entries.length;
	return (
		<PoolPanel
			group={groupOf({ poolSize: size })}
			entries={entries}
			found={more.found ?? size}
			others={OTHERS}
			view={view}
			editing={more.editing ?? null}
			mayWrite={mayWrite}
			zone={ZONE}
			refusal={more.refusal}
		/>
	);
};

const table = (entries: PoolEntry[], editingId: string | null, mayWrite = true) => (
	<PoolTable {...{ entries, editingId, mayWrite }} others={OTHERS} view={VIEW} />
);

const question = (liveRequests: number): Refusal => ({
	intent: "delete-entry",
	reply: refused({}, {}),
	confirmDelete: { entryId: idOf(1000), version: 1, number: numberOf(0), liveRequests },
});

/** The pool of a group. */
export const pool: Wing = {
	path: "pool",
	title: "Pool of numbers",
	components: [
		show(PoolPanel, {
			"three numbers": panel({ entries: entriesOf(3) }),
			"read only": panel({ entries: entriesOf(3), mayWrite: false }),
			"page 100 of 10,000 numbers": panel({
				entries: entriesOf(ROWS),
				size: 10_000,
				view: { ...VIEW, page: 100 },
			}),
			"editing one": panel({ entries: entriesOf(3), editing: entryOf(1) }),
			"nothing found": panel({
				entries: [],
				size: 12,
				found: 0,
				view: { ...VIEW, q: LONG_WORD.slice(0, 100) },
			}),
			"past the last page": panel({ entries: [], size: 60, view: { ...VIEW, page: 9 } }),
			"asks before a delete": panel({ entries: entriesOf(2), refusal: question(1) }),
			"asks with 1,234 live requests": panel({ entries: entriesOf(2), refusal: question(1234) }),
			"delete refused": panel({
				entries: entriesOf(1),
				refusal: {
					intent: "delete-entry",
					reply: refused({}, { "": ["It is the last number of this group."] }),
				},
			}),
			"delete after somebody's change": panel({
				entries: entriesOf(2),
				refusal: {
					intent: "delete-entry",
					reply: refused({}, {}),
					conflict: { by: "bob@example.com", at: ago(20), entry: entryOf(0, { version: 2 }) },
				},
			}),
		}),
		show(ExportPool, { plain: <ExportPool groupId={idOf(1)} /> }),
		show(PoolTable, {
			"shared, unassigned, edited": table([...entriesOf(3), ODD], idOf(1002)),
			"read only": table([...entriesOf(3), ODD], null, false),
		}),
	],
};
