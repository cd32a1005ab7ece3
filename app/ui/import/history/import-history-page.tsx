import { HISTORY_PAGE_SIZE, type ListedImport } from "../../../domain/import/listed-import.ts";
import { REVIEW_DAYS } from "../../../domain/import/review-retention.ts";
import { texts } from "../../../texts/texts.ts";
import { PageHeading } from "../../page.tsx";
import { Pager } from "../../pager.tsx";
import { ImportList } from "./import-list.tsx";

const words = texts.pages.import.history;

type Props = {
	place: { to: string; name: string };
	imports: ListedImport[];
	total: number;
	page: number;
	historyDays: number;
	zone: string;
	mayOpen: boolean;
};

/** All imports of a group, or all files of groups, the newest first (I10). */
export function ImportHistory({ place, imports, total, page, historyDays, ...list }: Props) {
	return (
		<>
			<PageHeading title={words.title} place={place} />
			<p className="mb-4 text-muted text-sm">
				{words.kept({ reviewDays: REVIEW_DAYS, historyDays })}
			</p>
			<section aria-label={words.title} className="panel">
				{imports.length > 0 ? (
					<ImportList imports={imports} {...list} />
				) : (
					<p className="px-4 py-8 text-center text-muted">
						{total === 0 ? words.none : words.pastTheEnd}
					</p>
				)}
				<Pager
					page={page}
					pageSize={HISTORY_PAGE_SIZE}
					total={total}
					label={words.list.pages}
					href={(to) => `?page=${to}`}
				/>
			</section>
		</>
	);
}
