import type { GroupRef } from "../../domain/groups/errors.ts";
import type { PoolEntry, PoolSort } from "../../domain/groups/pool.ts";
import { isAssigned } from "../../domain/numbers/dnis.ts";
import { texts } from "../../texts/texts.ts";
import { PhoneNumber } from "../grouped-number.tsx";
import { type PoolView, poolHref } from "./pool-view.ts";

const words = texts.pages.groups.pool;

type Props = {
	entries: PoolEntry[];
	others: Map<string, GroupRef[]>;
	view: PoolView;
	mayWrite: boolean;
	editingId: string | null;
};

/**
 * A page of a pool. The rows' buttons belong to two forms below the table: one opens an entry for
 * editing, one deletes. A form for each row would double the size of the page.
 */
export function PoolTable({ entries, others, view, mayWrite, editingId }: Props) {
	return (
		<div className="relative overflow-x-auto">
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
					{entries.map((entry) => (
						<EntryRow
							key={entry.id}
							entry={entry}
							others={others.get(entry.number) ?? []}
							mayWrite={mayWrite}
							isEdited={entry.id === editingId}
						/>
					))}
				</tbody>
			</table>
			{others.size > 0 && (
				<p className="border-line border-t px-4 py-2 text-muted text-sm">
					<span className="tag">{words.alsoIn}</span> {words.alsoInHint}
				</p>
			)}
			{mayWrite && (
				<>
					<form id="entry-edit">
						{view.q !== "" && <input type="hidden" name="q" value={view.q} />}
						{view.sort !== "number" && <input type="hidden" name="sort" value={view.sort} />}
						{view.page > 1 && <input type="hidden" name="page" value={view.page} />}
					</form>
					<form id="entry-delete" method="post" action={poolHref(view)}>
						<input type="hidden" name="intent" value="delete-entry" />
					</form>
				</>
			)}
		</div>
	);
}

type RowProps = { entry: PoolEntry; others: GroupRef[]; mayWrite: boolean; isEdited: boolean };

function EntryRow({ entry, others, mayWrite, isEdited }: RowProps) {
	const numberId = `n${entry.id}`;
	return (
		<tr className={isEdited ? "bg-accent-soft" : "hover:bg-sunken"}>
			<th scope="row" id={numberId} className="px-4 py-1.5 font-normal">
				<PhoneNumber number={entry.number} />
				{!isAssigned(entry.number) && (
					<span className="block">
						<span className="tag">{words.unassigned}</span>
					</span>
				)}
				{others.length > 0 && (
					<span className="block text-sm [overflow-wrap:anywhere]">
						<span className="tag">{words.alsoIn}</span>{" "}
						{others.map((group, index) => (
							<span key={group.id}>
								{index > 0 && ", "}
								<a href={`/tools/click-to-call-in/${group.id}`} className="link">
									{group.name}
								</a>
							</span>
						))}
					</span>
				)}
			</th>
			<td className="whitespace-pre-wrap px-4 py-1.5 empty:max-sm:hidden [overflow-wrap:anywhere]">
				{entry.description}
			</td>
			{mayWrite && (
				<td className="beside px-2 py-1.5 text-right sm:whitespace-nowrap">
					<button
						type="submit"
						form="entry-edit"
						name="edit"
						value={entry.id}
						aria-describedby={numberId}
						className="button button-quiet"
					>
						{words.edit}
					</button>
					<button
						type="submit"
						form="entry-delete"
						name="entry"
						value={`${entry.id} ${entry.version}`}
						aria-describedby={numberId}
						className="button button-quiet text-danger"
					>
						{words.delete}
					</button>
				</td>
			)}
		</tr>
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
