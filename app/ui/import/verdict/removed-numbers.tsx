import { texts } from "../../../texts/texts.ts";

const words = texts.pages.import.review.removed;

/** Removed numbers that a review names before its button. */
export const REMOVED_NAMED = 10;

type Entry = { key: string; number: string; description: string };

/** The numbers that an import removes: the first ones, and a link to all of them (I10). */
export function RemovedNumbers({
	first,
	total,
	href,
}: {
	first: Entry[];
	total: number;
	href: string;
}) {
	return (
		<div className="mt-2">
			<p className="font-medium">{words.heading({ numbers: total })}</p>
			<ul className="figures mt-1 list-disc pl-5 [overflow-wrap:anywhere]">
				{first.map(({ key, ...entry }) => (
					<li key={key}>{words.entry(entry)}</li>
				))}
			</ul>
			{total > first.length && (
				<a href={href} className="link">
					{words.all({ numbers: total })}
				</a>
			)}
		</div>
	);
}
