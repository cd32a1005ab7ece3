import type { ReactNode } from "react";
import type { PoolEntry } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { FlashMessage } from "../../ui/flash-message.tsx";
import { AddBar } from "../../ui/groups/add-bar.tsx";
import { DeleteRefusal } from "../../ui/groups/delete-refusal.tsx";
import { ExportPool } from "../../ui/groups/export-pool.tsx";
import { MANY_FORM } from "../../ui/groups/many-bar.tsx";
import { PoolPanel } from "../../ui/groups/pool-panel.tsx";
import { EntryRow, FullRow, ROW_FORMS } from "../../ui/groups/pool-row.tsx";
import { PoolTable } from "../../ui/groups/pool-table.tsx";
import type { PoolView } from "../../ui/groups/pool-view.ts";
import type { Refusal } from "../../ui/groups/refusal.ts";
import { RowMenu } from "../../ui/groups/row-menu.tsx";
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
	stateOf,
	ZONE,
} from "../kit/fixtures.ts";

const HEADINGS = texts.pages.groups.pool;

const VIEW: PoolView = { q: "", state: null, sort: "number", page: 1 };
const STATES = new Map(
	[stateOf(0), stateOf(1, { liveRequests: 2 })].map((one) => [one.number, one]),
);
const SEEN = {
	...{ states: STATES, showsRequests: true, groupId: idOf(1) },
	...{ zone: ZONE, now: ago(0) },
};
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
	donePlace?: "add" | number;
};

const panel = ({ entries, view = VIEW, mayWrite = true, ...more }: PanelState) => {
	const size = more.size ?? entries.length;
	return (
		<PoolPanel
			group={groupOf({ poolSize: size })}
			entries={entries}
			found={more.found ?? size}
			others={OTHERS}
			states={STATES}
			showsRequests
			view={view}
			editing={more.editing ?? null}
			mayWrite={mayWrite}
			zone={ZONE}
			now={ago(0)}
			refusal={more.refusal}
			done={more.donePlace === undefined ? undefined : { place: more.donePlace, shown: SAVED }}
		/>
	);
};

const table = (entries: PoolEntry[], mayWrite = true) => (
	<>
		<PoolTable {...{ entries, mayWrite, ...SEEN }} others={OTHERS} view={VIEW} />
		{mayWrite && <form id={MANY_FORM} />}
	</>
);

const SAVED = <FlashMessage message={`${numberOf(1)} was saved.`} />;

const question = (liveRequests: number): Refusal => ({
	intent: "delete-entry",
	reply: refused({}, {}),
	entryId: idOf(1000),
	confirmDelete: { version: 1, number: numberOf(0), liveRequests },
});
const LAST: Refusal = {
	intent: "delete-entry",
	reply: refused({}, { "": ["It is the last number of this group."] }),
	entryId: idOf(1000),
};
const CHANGED: Refusal = {
	intent: "delete-entry",
	reply: refused({}, {}),
	entryId: idOf(1000),
	conflict: { by: "bob@example.com", at: ago(20), entry: entryOf(0, { version: 2 }) },
};
const refusal = (of: Refusal) => <DeleteRefusal refusal={of} place={0} zone={ZONE} keepHref="#" />;
/** A row stands in a table, with a heading for each column. */
const inTable = (row: ReactNode) => (
	<table className="stacking w-full text-left">
		<thead className="sr-only">
			<tr>
				<th scope="col">{HEADINGS.dnis}</th>
				<th scope="col">{HEADINGS.description}</th>
				<th scope="col">{texts.pages.poolNumbers.state.heading}</th>
				<th scope="col">{HEADINGS.actions}</th>
			</tr>
		</thead>
		<tbody>{row}</tbody>
	</table>
);
const FORMS = (
	<>
		<form id={ROW_FORMS.edit} />
		<form id={ROW_FORMS.delete} />
		<form id={MANY_FORM} />
	</>
);
const row = (entry: PoolEntry, mayWrite = true) => (
	<>
		{inTable(
			<EntryRow
				{...{ entry, mayWrite, ...SEEN }}
				place={0}
				others={OTHERS.get(entry.number) ?? []}
				state={STATES.get(entry.number)}
			/>,
		)}
		{mayWrite && FORMS}
	</>
);

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
			"delete refused": panel({ entries: entriesOf(1), refusal: LAST }),
			"delete after somebody's change": panel({ entries: entriesOf(2), refusal: CHANGED }),
			"one saved": panel({ entries: entriesOf(3), donePlace: 1 }),
			"one added": panel({ entries: entriesOf(2), donePlace: "add" }),
			full: panel({ entries: entriesOf(2), size: 10_000 }),
		}),
		show(AddBar, {
			"with room": <AddBar group={groupOf()} refusal={undefined} action="?" />,
			full: <AddBar group={groupOf({ poolSize: 10_000 })} refusal={undefined} action="?" />,
		}),
		show(DeleteRefusal, {
			question: refusal(question(2)),
			"the last one": refusal(LAST),
			"changed meanwhile": refusal(CHANGED),
		}),
		show(EntryRow, { plain: row(entryOf(0)), odd: row(ODD), "read only": row(ODD, false) }),
		show(FullRow, {
			"a message": inTable(
				<FullRow columns={4} place={0}>
					{SAVED}
				</FullRow>,
			),
		}),
		show(RowMenu, {
			closed: (
				<>
					<span id="number">{numberOf(1)}</span>
					<RowMenu describedBy="number">
						<CopyButton text={numberOf(1)} className="button-quiet" />
					</RowMenu>
				</>
			),
		}),
		show(ExportPool, { plain: <ExportPool groupId={idOf(1)} /> }),
		show(PoolTable, {
			"shared, unassigned": table([...entriesOf(3), ODD]),
			"read only": table([...entriesOf(3), ODD], false),
		}),
	],
};
