import type { Group } from "../../domain/groups/group.ts";
import { messageOfPoolProblem } from "../../domain/import/import-messages.ts";
import type { ImportMode, ImportPlan } from "../../domain/import/import-plan.ts";
import type { Repair } from "../../domain/import/import-repairs.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import { texts } from "../../texts/texts.ts";
import { Notice } from "../notice.tsx";
import { Pager } from "../pager.tsx";
import { SearchForm } from "../search-form.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import type { ShownReading } from "./column-chooser.tsx";
import { ImportRows } from "./import-rows.tsx";
import {
	IMPORT_PAGE_SIZE,
	IMPORT_PARTS,
	type ImportPart,
	type ImportView,
	importHref,
	type ShownRow,
} from "./import-view.ts";
import { ReadingLine } from "./reading-line.tsx";
import { ImportRepairs } from "./repairs/repair-buttons.tsx";
import { LiveRemoved } from "./verdict/live-removed.tsx";
import { RemovedNumbers } from "./verdict/removed-numbers.tsx";
import { SpreadsheetNote } from "./verdict/spreadsheet-note.tsx";
import { VerdictButtons } from "./verdict/verdict-buttons.tsx";

const words = texts.pages.import.review;

type Props = {
	group: Group;
	review: {
		id: string;
		mode: ImportMode;
		version: number;
		createdBy: string;
		createdAt: Date;
	};
	reading: ShownReading;
	zone: string;
	counts: Record<ImportPart, number>;
	view: ImportView;
	live: { number: string; liveRequests: number }[];
	/** The first numbers that the import removes. */
	removed: { id: string; number: string; description: string }[];
	size: number;
	poolProblem: ImportPlan["poolProblem"];
	isApplicable: boolean;
	/** What a spreadsheet seems to have changed: plus signs, and descriptions. */
	withoutPlus: number;
	rewritten: number;
	repairs: Repair[];
	made: Repair[];
	country: CountryCode;
	rows: ShownRow[];
	found: number;
};

const PART_NAMES: Record<ImportPart, string> = {
	errors: words.parts.errors,
	added: words.parts.added,
	changed: words.parts.changed,
	emptied: words.parts.emptied,
	unchanged: words.parts.unchanged,
	removed: words.parts.removed,
	"left-out": words.parts.leftOut,
	warnings: words.parts.warnings,
};

const NOTHING = "border-line border-t px-4 py-8 text-center text-muted [overflow-wrap:anywhere]";

function partLook(isShown: boolean, count: number): string {
	const look = "inline-block rounded px-2 py-1";
	if (isShown) return `${look} bg-accent-soft font-semibold text-accent`;
	return `${look} ${count === 0 ? "text-muted" : ""} hover:bg-sunken`;
}

/** The review: all changes of an import, before any is made (I3). */
export function ImportReview(props: Props) {
	const { group, review, reading, zone, counts, view, rows, found } = props;
	return (
		<>
			<p className="figures mb-4 text-muted text-sm [overflow-wrap:anywhere]">
				{review.mode === "add" ? words.add : words.replace} ·{" "}
				<Sentence
					of={words.uploadedBy({
						by: review.createdBy,
						time: <Time at={review.createdAt} zone={zone} />,
					})}
				/>
				<ReadingLine reading={reading} />
			</p>
			<Verdict {...props} />
			<SpreadsheetNote {...props} />
			<ImportRepairs {...props} />
			<section aria-label={words.rows.label} className="panel mt-6">
				<nav aria-label={words.parts.label} className="px-4 py-2">
					<ul className="figures flex flex-wrap gap-1">
						{IMPORT_PARTS.map((part) => (
							<li key={part}>
								<a
									href={importHref({ show: part, q: "", page: 1 })}
									aria-current={part === view.show ? "page" : undefined}
									className={partLook(part === view.show, counts[part])}
								>
									{words.parts.withCount({ part: PART_NAMES[part], count: counts[part] })}
								</a>
							</li>
						))}
					</ul>
				</nav>
				{(counts[view.show] > 10 || view.q !== "") && (
					<SearchForm
						q={view.q}
						label={words.rows.search}
						clearTo={importHref({ ...view, q: "", page: 1 })}
						keep={{ show: view.show }}
					/>
				)}
				{rows.length > 0 ? (
					<ImportRows
						part={view.show}
						rows={rows}
						live={new Map(props.live.map((entry) => [entry.number, entry.liveRequests]))}
					/>
				) : (
					<p className={NOTHING}>
						{view.q !== ""
							? words.rows.notFound({ search: view.q })
							: found > 0
								? words.rows.pastTheEnd
								: words.rows.none({ part: PART_NAMES[view.show] })}
					</p>
				)}
				<Pager
					page={view.page}
					pageSize={IMPORT_PAGE_SIZE}
					total={found}
					label={words.rows.pages}
					href={(page) => importHref({ ...view, page })}
				/>
			</section>
			<p className="mt-4 text-sm">
				{counts.errors > 0 && (
					<a
						href={`/tools/click-to-call-in/${group.id}/import/${review.id}/errors.csv`}
						download
						className="link"
					>
						{words.rows.downloadErrors}
					</a>
				)}
			</p>
		</>
	);
}

/** The changes, and two buttons: apply, or start again. */
function Verdict(props: Props) {
	const { group, review, counts, size, poolProblem, isApplicable, live, removed } = props;
	const changes = counts.added + counts.changed + counts.emptied + counts.removed;
	return (
		<Notice look={isApplicable ? "good" : "danger"}>
			<h2>{heading(counts.errors, poolProblem !== null, changes)}</h2>
			<p className="figures mt-1">
				{words.changes(counts)} {words.sizes({ before: group.poolSize, after: size })}
			</p>
			{poolProblem && <p className="mt-1">{messageOfPoolProblem(poolProblem)}</p>}
			{counts.removed > 0 && (
				<RemovedNumbers
					first={removed.map(({ id, ...entry }) => ({ key: id, ...entry }))}
					total={counts.removed}
					href={importHref({ show: "removed", q: "", page: 1 })}
				/>
			)}
			{live.length > 0 && <LiveRemoved live={live} className="mt-2" />}
			<VerdictButtons
				removal={{
					numbers: counts.removed,
					live: live.length,
					requests: live.reduce((sum, { liveRequests }) => sum + liveRequests, 0),
				}}
				seen={
					isApplicable && changes > 0
						? { version: review.version, poolVersion: group.poolVersion }
						: null
				}
			/>
		</Notice>
	);
}

function heading(errors: number, isPoolWrong: boolean, changes: number): string {
	if (errors > 0) return words.headings.inError({ rows: errors });
	if (isPoolWrong) return words.headings.notApplicable;
	return changes === 0 ? words.headings.nothingToApply : words.headings.ready;
}
