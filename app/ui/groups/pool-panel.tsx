import type { ReactNode } from "react";
import type { GroupRef } from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import type { NumberState } from "../../domain/groups/number-state.ts";
import { POOL_SIZE_MAX, type PoolEntry } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { Pager } from "../pager.tsx";
import { SearchForm } from "../search-form.tsx";
import { ADD_ID, AddBar } from "./add-bar.tsx";
import { DeleteRefusal } from "./delete-refusal.tsx";
import { EditEntryForm } from "./edit-entry-form.tsx";
import { ExportPool } from "./export-pool.tsx";
import { ManyBar } from "./many-bar.tsx";
import { rowId } from "./pool-row.tsx";
import { PoolTable } from "./pool-table.tsx";
import { type PoolView, poolHref } from "./pool-view.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { StateFilterField } from "./state-filter.tsx";

const words = texts.pages.groups.pool;
const { state: stateWords } = texts.pages.poolNumbers;

type Props = {
	group: Group;
	entries: PoolEntry[];
	/** The number of found entries; without a search, the pool's size. */
	found: number;
	others: Map<string, GroupRef[]>;
	/** By number (G15). */
	states: Map<string, NumberState>;
	/** The role sees requests. */
	showsRequests: boolean;
	view: PoolView;
	editing: PoolEntry | null;
	mayWrite: boolean;
	zone: string;
	now: Date;
	refusal: Refusal | undefined;
	/** The message about the last action, if it was one of the pool. */
	done?: { place: "add" | number; shown: ReactNode } | undefined;
};

const NOTHING = "border-line border-t px-4 py-8 text-center text-muted [overflow-wrap:anywhere]";

/** The smallest pool with a search field. */
const SEARCH_FROM = 11;

/** The left side of a group's page: its pool of DNIS numbers, and below it the ways to add some. */
export function PoolPanel(props: Props) {
	const { group, entries, found, view, editing, mayWrite, refusal, done } = props;
	const mayAdd = mayWrite && !editing;
	const showAll = poolHref({ ...view, q: "", state: null, page: 1 });
	const isFiltered = view.q !== "" || view.state !== null;
	return (
		<section aria-labelledby="pool-heading" className="panel">
			<div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
				<h2 id="pool-heading" className="figures">
					{words.heading}{" "}
					<span className="font-normal text-muted">
						{words.size({ size: group.poolSize, max: POOL_SIZE_MAX })}
						{group.drainingSize > 0 && `, ${stateWords.pool({ draining: group.drainingSize })}`}
					</span>
				</h2>
				<ExportPool groupId={group.id} />
			</div>
			{(group.poolSize >= SEARCH_FROM || isFiltered) && (
				<SearchForm
					q={view.q}
					line="above"
					label={words.search}
					clearTo={showAll}
					keep={view.sort === "number" ? {} : { sort: view.sort }}
					isFiltered={isFiltered}
				>
					<StateFilterField view={view} />
				</SearchForm>
			)}
			{mayAdd && (
				<a href={`#${ADD_ID}`} className="skip-table link text-sm">
					{group.poolSize < POOL_SIZE_MAX ? words.toAdd : words.toImport}
				</a>
			)}
			{mayWrite && entries.length > 0 && <ManyBar groupId={group.id} view={view} found={found} />}
			{entries.length > 0 || editing ? (
				<Table {...props} />
			) : (
				<p className={NOTHING}>
					{found === 0 ? nothingFound(view) : words.pastTheEnd}{" "}
					<a href={showAll} className="link">
						{words.showAll}
					</a>
				</p>
			)}
			<Pager
				page={view.page}
				total={found}
				label={words.pages}
				href={(page) => poolHref({ ...view, page })}
			/>
			{/* If an edited entry was deleted meanwhile, its typed values can be added again. */}
			{mayAdd && (
				<AddBar
					group={group}
					action={poolHref(view)}
					refusal={refusalOf(refusal, "add-entry") ?? refusalOf(refusal, "edit-entry")}
				>
					{done?.place === "add" && done.shown}
				</AddBar>
			)}
		</section>
	);
}

function nothingFound({ q, state }: PoolView): string {
	if (state === null) return words.notFound({ search: q });
	return q === "" ? stateWords.noneInState : stateWords.noneFound({ search: q });
}

/** The table, with the form or the message that stands in a row. */
function Table(props: Props) {
	const { entries, others, states, showsRequests, view, editing, mayWrite } = props;
	const { zone, now, refusal, done, group } = props;
	const placeOf = (id: string | undefined) =>
		Math.max(
			0,
			entries.findIndex((entry) => entry.id === id),
		);
	const notDeleted = refusalOf(refusal, "delete-entry");
	const keepHref = (id: string) => `${poolHref(view)}#${rowId({ id })}`;
	return (
		<PoolTable
			{...{ entries, others, states, showsRequests, view, mayWrite, zone, now }}
			groupId={group.id}
			instead={
				editing
					? {
							entryId: editing.id,
							shown: (
								<EditEntryForm
									entry={editing}
									refusal={refusalOf(refusal, "edit-entry")}
									zone={zone}
									place={placeOf(editing.id)}
									action={poolHref(view, { edit: editing.id })}
									doneHref={keepHref(editing.id)}
								/>
							),
						}
					: undefined
			}
			below={
				notDeleted && {
					entryId: notDeleted.entryId ?? "",
					shown: (
						<div className="px-4 pt-3">
							<DeleteRefusal
								refusal={notDeleted}
								zone={zone}
								place={placeOf(notDeleted.entryId)}
								keepHref={keepHref(notDeleted.entryId ?? "")}
							/>
						</div>
					),
				}
			}
			done={
				done && done.place !== "add"
					? { place: done.place, shown: <div className="px-4 pt-3">{done.shown}</div> }
					: undefined
			}
		/>
	);
}
