import type { ReactNode } from "react";
import {
	isSearch,
	type RecordView,
	recordQuery,
	type SearchLimits,
} from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";
import { type Count, countInWords, type End, KeysetPages } from "../keyset-pages.tsx";
import { LiveNote } from "../live-note.tsx";
import { PageHeading } from "../page.tsx";
import { type RecordTab, RecordTabs } from "./record-tabs.tsx";
import { RecordWays, SearchLimitsNote } from "./record-ways.tsx";

const words = texts.pages.records;
const COUNT_LINE = [
	"figures flex flex-wrap items-center justify-between gap-x-4 gap-y-1",
	"border-line border-b px-4 py-1.5 text-sm",
].join(" ");

type Props = {
	what: { path: RecordTab; file: string; words: typeof words.requests };
	view: RecordView;
	/** Null if the search has errors. */
	count: Count | null;
	limits: SearchLimits;
	pager: { hasPrevious: boolean; hasNext: boolean };
	/** The first and the last record of the page. An empty page has none. */
	ends: End[];
	now: Date;
	zone: string;
	liftsLocks: boolean;
	filter: ReactNode;
	children: ReactNode;
};

/**
 * A list of records: its filter, its count, a page of it, and links to the other pages (K2, K5).
 * The list refreshes itself.
 */
export function RecordsPage({
	what,
	view,
	count,
	limits,
	pager,
	ends,
	now,
	zone,
	liftsLocks,
	filter,
	children,
}: Props) {
	return (
		<>
			<PageHeading title={words.title}>
				<a href={`${what.path}${recordQuery(view, view.place)}`} className="button">
					{texts.pages.shared.refresh}
				</a>
				<a href={`${what.file}${recordQuery(view)}`} className="button">
					{texts.pages.shared.exportAsCsv}
				</a>
			</PageHeading>
			<RecordTabs current={what.path} liftsLocks={liftsLocks} view={view} />
			<section className="panel" aria-label={what.words.heading}>
				{filter}
				<div data-live="records">
					<div data-live-part="ways">
						<RecordWays path={what.path} {...{ view, now, zone }} />
						<SearchLimitsNote path={what.path} {...{ view, limits, zone }} />
					</div>
					<div className={COUNT_LINE}>
						<p data-live-part="count">{count && countInWords(count, what.words.list)}</p>
						<LiveNote now={now} zone={zone} />
					</div>
					<div data-live-part="list">
						{ends.length > 0 ? children : <Nothing view={view} count={count} what={what} />}
					</div>
					<div data-live-part="pages">
						<KeysetPages
							path={what.path}
							label={what.words.list.pages}
							view={view}
							pager={pager}
							ends={ends}
						/>
					</div>
				</div>
			</section>
		</>
	);
}

function Nothing({ view, count, what }: Pick<Props, "view" | "count" | "what">) {
	const isPastTheEnd = view.place !== null && count !== null;
	const [title, text] =
		count === null
			? [words.notSearched, words.notSearchedHint]
			: isPastTheEnd
				? [what.words.noMore, ""]
				: isSearch(view)
					? [what.words.nothingFits, words.nothingFitsHint]
					: [what.words.none, what.words.noneHint];
	return (
		<div className="px-4 py-12 text-center">
			<h2>{title}</h2>
			<p className="mx-auto mt-1 max-w-prose text-muted">{text}</p>
			{isPastTheEnd && (
				<a href={`${what.path}${recordQuery(view)}`} className="link">
					{words.toFirstPage}
				</a>
			)}
		</div>
	);
}
