import { type RecordView, recordQuery } from "../domain/records/record-view.ts";
import { counted, figure } from "../texts/wording.ts";

/** How many were found: exact to 10,000, beyond it an estimate where there is one. */
export type Count = { isExact: true; count: number } | { isExact: false; estimate: number | null };
/** What a page of a list begins or ends with. */
export type End = { id: string; at: Date };

export function countInWords(count: Count, one: string, many = `${one}s`): string {
	if (count.isExact) return counted(count.count, one, many);
	return count.estimate === null
		? `More than 10,000 ${many}`
		: `About ${figure(Number(count.estimate.toPrecision(2)))} ${many}`;
}

type Props = {
	path: string;
	name: string;
	view: RecordView;
	pager: { hasPrevious: boolean; hasNext: boolean };
	ends: End[];
};

/** The ways to the other pages of a list that is read by its times. */
export function KeysetPages({ path, name, view, pager, ends }: Props) {
	const [first, last] = ends;
	if (!first || !last || (!pager.hasPrevious && !pager.hasNext)) return null;
	const to = (way: "after" | "before", end: End) => `${path}${recordQuery(view, { way, ...end })}`;
	return (
		<nav
			aria-label={`Pages of ${name}`}
			className="flex flex-wrap gap-x-4 gap-y-1 border-line border-t px-4 py-2 print:hidden"
		>
			{pager.hasPrevious && (
				<>
					<PageLink href={`${path}${recordQuery(view)}`} label="First page" />
					<PageLink href={to("before", first)} label="Previous" />
				</>
			)}
			{pager.hasNext && <PageLink href={to("after", last)} label="Next" />}
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
