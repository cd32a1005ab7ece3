import { Fragment, type ReactNode } from "react";
import type { GroupRef } from "../../domain/groups/errors.ts";
import type { PoolEntry, PoolSort } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { EntryRow, FullRow, ROW_FORMS } from "./pool-row.tsx";
import { type PoolView, poolHref } from "./pool-view.ts";

const words = texts.pages.groups.pool;

type Props = {
	entries: PoolEntry[];
	others: Map<string, GroupRef[]>;
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
export function PoolTable({ entries, others, view, mayWrite, instead, below, done }: Props) {
	const columns = mayWrite ? 3 : 2;
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
						<SortHeading name={words.dnis} column="number" view={view} />
						<SortHeading name={words.description} column="description" view={view} />
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
								<EntryRow {...{ entry, place, mayWrite }} others={others.get(entry.number) ?? []} />
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
						{view.q !== "" && <input type="hidden" name="q" value={view.q} />}
						{view.sort !== "number" && <input type="hidden" name="sort" value={view.sort} />}
						{view.page > 1 && <input type="hidden" name="page" value={view.page} />}
					</form>
					<form id={ROW_FORMS.delete} method="post" action={poolHref(view)}>
						<input type="hidden" name="intent" value="delete-entry" />
					</form>
				</>
			)}
		</>
	);
}

function SortHeading({
	name,
	column,
	view,
}: {
	name: string;
	column: "number" | "description";
	view: PoolView;
}) {
	const isAscending = view.sort === column;
	const isDescending = view.sort === `-${column}`;
	const next: PoolSort = isAscending ? `-${column}` : column;
	return (
		<th
			scope="col"
			aria-sort={isAscending ? "ascending" : isDescending ? "descending" : undefined}
			className="px-4 py-1.5 font-medium"
		>
			<a href={poolHref({ ...view, sort: next, page: 1 })} className="hover:underline">
				{name}
				<span aria-hidden="true">{isAscending ? " ↑" : isDescending ? " ↓" : ""}</span>
			</a>
		</th>
	);
}
