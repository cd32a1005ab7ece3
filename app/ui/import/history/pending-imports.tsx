import type { ListedImport } from "../../../domain/import/listed-import.ts";
import { REVIEW_DAYS } from "../../../domain/import/review-retention.ts";
import { texts } from "../../../texts/texts.ts";
import { ImportList } from "./import-list.tsx";

const words = texts.pages.import.history;

type Props = {
	imports: ListedImport[];
	historyTo: string;
	zone: string;
	mayOpen: boolean;
	mayDiscard?: boolean;
};

/** The open reviews and undoable imports of a page, and a link to all imports (I10). */
export function PendingImports({ imports, historyTo, ...list }: Props) {
	const link = (
		<a href={historyTo} className="link text-sm print:hidden">
			{words.link}
		</a>
	);
	if (imports.length === 0) return <p className="mt-3 px-4">{link}</p>;
	return (
		<section aria-labelledby="pending-imports" className="panel mt-6">
			<div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-3">
				<h2 id="pending-imports">{words.pending.heading}</h2>
				{link}
				<p className="w-full text-muted text-sm">
					{words.pending.explains({ reviewDays: REVIEW_DAYS })}
				</p>
			</div>
			<ImportList imports={imports} {...list} />
		</section>
	);
}
