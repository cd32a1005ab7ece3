import type { Group } from "../../domain/groups/group.ts";
import { messageOfPoolProblem } from "../../domain/import/import-messages.ts";
import type { ImportMode, ImportPlan } from "../../domain/import/import-plan.ts";
import type { Repair } from "../../domain/import/import-repairs.ts";
import { Notice } from "../notice.tsx";
import { Pager } from "../pager.tsx";
import { SearchForm } from "../search-form.tsx";
import { Time } from "../time.tsx";
import { ImportRows } from "./import-rows.tsx";
import {
	IMPORT_PAGE_SIZE,
	IMPORT_PARTS,
	type ImportPart,
	type ImportView,
	importHref,
	type ShownRow,
} from "./import-view.ts";
import { ImportRepairs } from "./repair-buttons.tsx";
import { VerdictButtons } from "./verdict-buttons.tsx";

type Props = {
	group: Group;
	review: {
		id: string;
		mode: ImportMode;
		version: number;
		createdBy: string;
		createdAt: Date;
		header: string | null;
	};
	zone: string;
	counts: Record<ImportPart, number>;
	view: ImportView;
	live: { number: string; liveRequests: number }[];
	size: number;
	poolProblem: ImportPlan["poolProblem"];
	isApplicable: boolean;
	repairs: Repair[];
	rows: ShownRow[];
	found: number;
};

const PART_NAMES: Record<ImportPart, string> = {
	errors: "In error",
	added: "Added",
	changed: "Description changed",
	emptied: "Description emptied",
	unchanged: "Unchanged",
	removed: "Removed",
	"left-out": "Left out",
	warnings: "Warnings",
};

/** Everything that an import would do, before it does anything (I3). */
export function ImportReview(props: Props) {
	const { group, review, zone, counts, view, repairs, rows, found } = props;
	return (
		<>
			<p className="figures mb-4 text-muted text-sm [overflow-wrap:anywhere]">
				{review.mode === "add" ? "Add to the pool" : "Replace the pool"} · uploaded by{" "}
				{review.createdBy}, <Time at={review.createdAt} zone={zone} />
				{review.header &&
					` · line ${(JSON.parse(review.header) as { line: number }).line} names the columns and was passed over`}
			</p>
			<Verdict {...props} />
			<ImportRepairs repairs={repairs} />
			<section aria-label="Rows" className="panel mt-6">
				<nav aria-label="Parts of the review" className="px-4 py-2">
					<ul className="figures flex flex-wrap gap-1">
						{IMPORT_PARTS.map((part) => (
							<li key={part}>
								<a
									href={importHref({ show: part, q: "", page: 1 })}
									aria-current={part === view.show ? "page" : undefined}
									className={`inline-block rounded px-2 py-1 ${part === view.show ? "bg-accent-soft font-semibold text-accent" : counts[part] === 0 ? "text-muted hover:bg-sunken" : "hover:bg-sunken"}`}
								>
									{PART_NAMES[part]} {counts[part].toLocaleString("en-US")}
								</a>
							</li>
						))}
					</ul>
				</nav>
				{(counts[view.show] > 10 || view.q !== "") && (
					<SearchForm
						q={view.q}
						label="Search these rows"
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
					<p className="border-line border-t px-4 py-8 text-center text-muted [overflow-wrap:anywhere]">
						{view.q !== ""
							? `No row here has “${view.q}” in it.`
							: found > 0
								? "This page is past the last row."
								: `${PART_NAMES[view.show]}: no row.`}
					</p>
				)}
				<Pager
					page={view.page}
					pageSize={IMPORT_PAGE_SIZE}
					total={found}
					name="rows"
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
						Download the rows in error as CSV
					</a>
				)}
			</p>
		</>
	);
}

/** What would happen, and the two ways on: apply, or start again. */
function Verdict({ group, review, counts, size, poolProblem, isApplicable, live }: Props) {
	const changes = counts.added + counts.changed + counts.emptied + counts.removed;
	return (
		<Notice look={isApplicable ? "good" : "danger"}>
			<h2>{heading(counts.errors, poolProblem !== null, changes)}</h2>
			<p className="figures mt-1">
				{sentence(counts)} The pool then has{" "}
				{size === 1 ? "1 number" : `${size.toLocaleString("en-US")} numbers`}; it has{" "}
				{group.poolSize.toLocaleString("en-US")} now.
			</p>
			{poolProblem && <p className="mt-1">{messageOfPoolProblem(poolProblem)}</p>}
			{live.length > 0 && <LiveRemoved live={live} />}
			<VerdictButtons
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
	if (errors > 0)
		return `${errors === 1 ? "1 row is" : `${errors.toLocaleString("en-US")} rows are`} in error. Correct or leave ${errors === 1 ? "it" : "them"} out, then apply.`;
	if (isPoolWrong) return "This cannot be applied.";
	return changes === 0
		? "The pool is as the file has it already: there is nothing to apply."
		: "Ready to apply. Nothing has been changed yet.";
}

function sentence(counts: Record<ImportPart, number>): string {
	const parts = (["added", "changed", "emptied", "removed"] as const)
		.filter((part) => counts[part] > 0)
		.map(
			(part) =>
				`${counts[part].toLocaleString("en-US")} ${{ added: "added", changed: "with a new description", emptied: "without their description", removed: "removed" }[part]}`,
		);
	return parts.length === 0 ? "No change." : `${parts.join(", ")}.`;
}

const LIVE_NAMED = 20;

function LiveRemoved({ live }: { live: { number: string; liveRequests: number }[] }) {
	const named = live
		.slice(0, LIVE_NAMED)
		.map(({ number, liveRequests }) => `${number} (${liveRequests})`);
	const more = live.length - named.length;
	return (
		<p className="figures mt-1">
			<strong>To be removed with live requests:</strong> {named.join(", ")}
			{more > 0 && ` and ${more.toLocaleString("en-US")} more`}. The requests stay valid until they
			expire.
		</p>
	);
}
