import type { GroupRef } from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import { POOL_SIZE_MAX, type PoolEntry } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { messageOfReply } from "../error-summary.tsx";
import { Notice } from "../notice.tsx";
import { Pager } from "../pager.tsx";
import { SearchForm } from "../search-form.tsx";
import { formatTime } from "../time.tsx";
import { AddEntryForm } from "./add-entry-form.tsx";
import { EditEntryForm } from "./edit-entry-form.tsx";
import { ExportPool } from "./export-pool.tsx";
import { PoolTable } from "./pool-table.tsx";
import { POOL_PAGE_SIZE, type PoolView, poolHref } from "./pool-view.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

const { pool: words, entry: entryWords } = texts.pages.groups;
const { keepIt } = texts.pages.shared;

type Props = {
	group: Group;
	entries: PoolEntry[];
	/** The number of found entries; without a search, the pool's size. */
	found: number;
	others: Map<string, GroupRef[]>;
	view: PoolView;
	editing: PoolEntry | null;
	mayWrite: boolean;
	zone: string;
	refusal: Refusal | undefined;
};

const NOTHING = "border-line border-t px-4 py-8 text-center text-muted [overflow-wrap:anywhere]";

/** The smallest pool with a search field. */
const SEARCH_FROM = 11;

/** The left side of a group's page: its pool of DNIS numbers, and the forms that add to it. */
export function PoolPanel({
	group,
	entries,
	found,
	others,
	view,
	editing,
	mayWrite,
	zone,
	refusal,
}: Props) {
	const doneHref = poolHref(view);
	return (
		<section aria-labelledby="pool-heading" className="panel">
			<div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
				<h2 id="pool-heading" className="figures">
					{words.heading}{" "}
					<span className="font-normal text-muted">
						{words.size({ size: group.poolSize, max: POOL_SIZE_MAX })}
					</span>
				</h2>
				<div className="flex flex-wrap items-center gap-3">
					<ExportPool groupId={group.id} />
					{mayWrite && (
						<form action={`/tools/click-to-call-in/${group.id}/import`}>
							<button type="submit" className="button">
								{words.bulkImport}
							</button>
						</form>
					)}
				</div>
			</div>
			{/* If an edited entry was deleted meanwhile, its typed values can be added again. */}
			{mayWrite && !editing && (
				<AddEntryForm
					refusal={refusalOf(refusal, "add-entry") ?? refusalOf(refusal, "edit-entry")}
				/>
			)}
			{refusal?.confirmDelete && (
				<DeleteQuestion {...refusal.confirmDelete} cancelHref={doneHref} />
			)}
			<DeleteRefused refusal={refusalOf(refusal, "delete-entry")} zone={zone} />
			{editing && (
				<EditEntryForm
					entry={editing}
					refusal={refusalOf(refusal, "edit-entry")}
					zone={zone}
					doneHref={doneHref}
				/>
			)}
			{(group.poolSize >= SEARCH_FROM || view.q !== "") && (
				<SearchForm
					q={view.q}
					line="above"
					label={words.search}
					clearTo={poolHref({ ...view, q: "", page: 1 })}
					keep={view.sort === "number" ? {} : { sort: view.sort }}
				/>
			)}
			{entries.length > 0 ? (
				<PoolTable
					entries={entries}
					others={others}
					view={view}
					mayWrite={mayWrite}
					editingId={editing?.id ?? null}
				/>
			) : (
				<p className={NOTHING}>
					{found === 0 ? words.notFound({ search: view.q }) : words.pastTheEnd}{" "}
					<a href={poolHref({ ...view, q: "", page: 1 })} className="link">
						{words.showAll}
					</a>
				</p>
			)}
			<Pager
				page={view.page}
				pageSize={POOL_PAGE_SIZE}
				total={found}
				label={words.pages}
				href={(page) => poolHref({ ...view, page })}
			/>
		</section>
	);
}

/** Asked before a number with live requests is deleted (G8). */
function DeleteQuestion({
	entryId,
	version,
	number,
	liveRequests,
	cancelHref,
}: NonNullable<Refusal["confirmDelete"]> & { cancelHref: string }) {
	return (
		<div className="px-4 pt-2">
			<Notice look="warn" focus role="alert">
				<p className="figures font-semibold">
					{entryWords.deleteQuestion({ number, liveRequests })}
				</p>
				<p className="mt-1">{entryWords.deleteConsequence({ liveRequests })}</p>
				<form method="post" className="mt-3 flex flex-wrap items-center gap-3">
					<input type="hidden" name="intent" value="delete-entry" />
					<input type="hidden" name="entryId" value={entryId} />
					<input type="hidden" name="version" value={version} />
					<input type="hidden" name="acceptedLiveRequests" value={liveRequests} />
					<button type="submit" className="button button-danger">
						{entryWords.deleteYes}
					</button>
					<a href={cancelHref} className="link">
						{keepIt}
					</a>
				</form>
			</Notice>
		</div>
	);
}

function DeleteRefused({ refusal, zone }: { refusal: Refusal | undefined; zone: string }) {
	if (!refusal || refusal.confirmDelete) return null;
	const { conflict } = refusal;
	const theirs = conflict?.entry;
	return (
		<div className="px-4 pt-2">
			<Notice look={theirs ? "warn" : "danger"} focus role="alert">
				{theirs && conflict ? (
					<p className="[overflow-wrap:anywhere]">
						{entryWords.notDeleted({
							by: conflict.by,
							time: formatTime(new Date(conflict.at), zone),
							number: theirs.number,
							description: theirs.description,
						})}
					</p>
				) : (
					<p>{messageOfReply(refusal.reply)}</p>
				)}
			</Notice>
		</div>
	);
}
