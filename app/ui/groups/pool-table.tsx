import { Fragment, type ReactNode } from "react";
import type { GroupRef } from "../../domain/groups/errors.ts";
import type { NumberState } from "../../domain/groups/number-state.ts";
import type { PoolEntry, PoolSort } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { EntryRow, FullRow, ROW_FORMS } from "./pool-row.tsx";
import { type PoolView, poolHref, viewParams } from "./pool-view.ts";

const words = texts.pages.groups.pool;
const { state: stateWords } = texts.pages.poolNumbers;

type Props = {
	entries: PoolEntry[];
	others: Map<string, GroupRef[]>;
	states: Map<string, NumberState>;
	showsRequests: boolean;
	groupId: string;
	zone: string;
	now: Date;
	view: PoolView;
	mayWrite: boolean;
	/** What an entry's row becomes, such as the form that edits it. */
	instead?: { entryId: string; shown: ReactNode } | undefined;
	/** What stands below an entry's row, such as why it was not deleted. */
	below?: { entryId: string; shown: ReactNode } | undefined;
	/** What was done in a row, before the entry that stands there now. */
	done?: { place: number; shown: ReactNode } | undefined;
};

/**
 * A page of a pool. What is asked and told about an entry stands in its place, so that the eye and
 * the focus stay there (G8). An entry that is not on this page has its place at the top.
 */
export function PoolTable(props: Props) {
	const { entries, others, view, mayWrite, instead, below, done } = props;
	const { states, showsRequests, groupId, zone, now } = props;
	const columns = mayWrite ? 4 : 3;
	const isHere = (about: { entryId: string } | undefined) =>
		entries.some(({ id }) => id === about?.entryId);
	const atTop = [instead, below].filter((about) => about !== undefined && !isHere(about));
	const full = (place: number, shown: ReactNode, isEntry = false) => (
		<FullRow {...{ columns, place, isEntry }}>{shown}</FullRow>
	);
	const doneAt = done && Math.min(done.place, entries.length);
	return (
		<>
			<table className="stacking w-full text-left">
				<thead className="border-line border-y bg-sunken text-muted text-sm">
					<tr>
						<SortHeading by={{ number: words.dnis }} view={view} />
						<SortHeading by={{ description: words.description }} view={view} />
						<SortHeading by={BY_STATE} view={view} />
						{mayWrite && (
							<th scope="col" className="px-4 py-1.5">
								<span className="sr-only">{words.actions}</span>
							</th>
						)}
					</tr>
				</thead>
				<tbody className="divide-y divide-line">
					{atTop.map((about) => about && <Fragment key="top">{full(0, about.shown)}</Fragment>)}
					{entries.map((entry, place) => (
						<Fragment key={entry.id}>
							{doneAt === place && full(place, done?.shown)}
							{instead?.entryId === entry.id ? (
								full(place, instead.shown, true)
							) : (
								<EntryRow
									{...{ entry, place, mayWrite, showsRequests, groupId, zone, now }}
									others={others.get(entry.number) ?? []}
									state={states.get(entry.number)}
								/>
							)}
							{below?.entryId === entry.id && full(place, below.shown)}
						</Fragment>
					))}
					{doneAt === entries.length && full(entries.length, done?.shown)}
				</tbody>
			</table>
			{others.size > 0 && (
				<p className="border-line border-t px-4 py-2 text-muted text-sm">
					<span className="tag">{words.alsoIn}</span> {words.alsoInHint}
				</p>
			)}
			{mayWrite && (
				<>
					<form id={ROW_FORMS.edit} action="?">
						{Object.entries(viewParams(view)).map(([name, value]) => (
							<input key={name} type="hidden" name={name} value={value} />
						))}
					</form>
					<form id={ROW_FORMS.delete} method="post" action={poolHref(view)}>
						<input type="hidden" name="intent" value="delete-entry" />
					</form>
				</>
			)}
		</>
	);
}

type Column = "number" | "description" | "state" | "used" | "given";
type Orders = Partial<Record<Column, string>>;

/** What stands in the column of states. */
const BY_STATE: Orders = {
	state: stateWords.heading,
	used: stateWords.used,
	given: stateWords.givenLastDay,
};

/** A heading whose names sort its column, each by what it says. */
function SortHeading({ by, view }: { by: Orders; view: PoolView }) {
	const columns = Object.keys(by) as Column[];
	const isAscending = columns.some((column) => view.sort === column);
	const isDescending = columns.some((column) => view.sort === `-${column}`);
	return (
		<th
			scope="col"
			aria-sort={isAscending ? "ascending" : isDescending ? "descending" : undefined}
			className="px-4 py-1.5 font-medium"
		>
			{columns.map((column, index) => (
				<Fragment key={column}>
					{index > 0 && " · "}
					<SortLink name={by[column] ?? ""} column={column} view={view} />
				</Fragment>
			))}
		</th>
	);
}

function SortLink({ name, column, view }: { name: string; column: Column; view: PoolView }) {
	const isAscending = view.sort === column;
	const next: PoolSort = isAscending ? `-${column}` : column;
	return (
		<a
			href={poolHref({ ...view, sort: next, page: 1 })}
			className="whitespace-nowrap hover:underline"
		>
			{name}
			<span aria-hidden="true">{isAscending ? " ↑" : view.sort === `-${column}` ? " ↓" : ""}</span>
		</a>
	);
}
