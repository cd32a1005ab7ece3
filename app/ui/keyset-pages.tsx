import { type RecordView, recordQuery } from "../domain/records/record-view.ts";
import type { ListTexts } from "../texts/list-texts.ts";
import { texts } from "../texts/texts.ts";
import { RowCountForm } from "./view-form.tsx";

/**
 * The number of records found: exact up to 10,000. Beyond that it is an estimate, or null without
 * one.
 */
export type Count = { isExact: true; count: number } | { isExact: false; estimate: number | null };
/** The first or last record of a page. */
export type End = { id: string; at: Date };

const words = texts.pages.shared.pages;
const BAR = "flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-4 py-2";
/** The largest exact count. */
const COUNTED_MAX = 10_000;

export function countInWords(count: Count, list: ListTexts): string {
	if (count.isExact) return list.count(count);
	return count.estimate === null
		? list.moreThan({ count: COUNTED_MAX })
		: list.about({ count: Number(count.estimate.toPrecision(2)) });
}

type Props = {
	path: string;
	label: string;
	view: RecordView;
	pager: { hasPrevious: boolean; hasNext: boolean };
	ends: End[];
};

/** The links to the other pages of a list with keyset pagination by time. */
export function KeysetPages({ path, label, view, pager, ends }: Props) {
	const [first, last] = ends;
	if (!first || !last || (!pager.hasPrevious && !pager.hasNext)) return null;
	const to = (way: "after" | "before", end: End) => `${path}${recordQuery(view, { way, ...end })}`;
	return (
		<nav aria-label={label} className={`${BAR} print:hidden`}>
			{pager.hasPrevious && (
				<>
					<PageLink href={`${path}${recordQuery(view)}`} label={words.first} />
					<PageLink href={to("before", first)} label={words.previous} />
				</>
			)}
			{pager.hasNext && <PageLink href={to("after", last)} label={words.next} />}
			<div className="ml-auto">
				<RowCountForm />
			</div>
		</nav>
	);
}

function PageLink({ href, label }: { href: string; label: string }) {
	return (
		<a href={href} className="link py-1">
			{label}
		</a>
	);
}
