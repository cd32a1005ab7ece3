import {
	type ExistingChoice,
	GROUP_OUTCOMES,
	type GroupOutcome,
} from "../../domain/import/all-groups/groups-import-plan.ts";
import type { SharedError } from "../../domain/import/all-groups/shared-errors.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import type { Removals } from "../../operations/import/find-removals.ts";
import type { GroupsRepair } from "../../operations/import/plan-groups-import.ts";
import type {
	MissingConnections,
	GroupsReview as Reviewed,
	ShownGroup,
} from "../../operations/import/read-groups-review.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { Pager } from "../pager.tsx";
import { SearchForm } from "../search-form.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { SharedErrors, type StillWrong } from "./all-groups/shared-errors.tsx";
import { ExistingChoiceFields } from "./existing-choice.tsx";
import { GroupsReviewTable, OUTCOME_NAMES } from "./groups-review-table.tsx";
import { GroupsVerdict } from "./groups-verdict.tsx";
import type { GroupsUndo } from "./history/groups-import-done.tsx";
import { MissingConnectionsPanel } from "./missing-connections.tsx";
import { GroupsRepairs } from "./repairs/groups-repairs.tsx";

const words = texts.pages.import.groups;

type View = { show: GroupOutcome | null; q: string; page: number; pageSize: number };
type Props = {
	review: {
		id: string;
		fileName: string;
		existing: ExistingChoice;
		version: number;
		createdBy: string;
	};
	createdAt: Date;
	appliedBy: string | null;
	appliedAt: Date | null;
	undoneBy: string | null;
	undoneAt: Date | null;
	undo: GroupsUndo | null;
	plan: string | null;
	sums: Reviewed["sums"];
	repairs: GroupsRepair[];
	country: CountryCode;
	groups: ShownGroup[];
	sharedErrors: SharedError[];
	/** A correction for several groups that was refused. */
	still?: StillWrong | undefined;
	/** These are null for an applied review. */
	missing: MissingConnections | null;
	removals: Removals | null;
	found: number;
	view: View;
	zone: string;
};

/** The review of an import of groups: all its changes, before or after they are made. */
export function GroupsReview(props: Props) {
	const { review, createdAt, plan, sums, repairs, country, groups, found, view, zone } = props;
	const isOpen = plan !== null;
	const count = (outcome: GroupOutcome) => sums.find((sum) => sum.outcome === outcome)?.groups ?? 0;
	const total = sums.reduce((all, sum) => all + sum.groups, 0);
	return (
		<>
			<p className="mb-4 text-muted text-sm [overflow-wrap:anywhere]">
				<Sentence
					of={words.uploadedBy({
						by: review.createdBy,
						time: <Time at={createdAt} zone={zone} />,
					})}
				/>
			</p>
			<GroupsVerdict {...props} />
			{isOpen && (
				<form method="post" className="panel mb-6 p-4">
					<input type="hidden" name="intent" value="choose-existing" />
					<ExistingChoiceFields chosen={review.existing} />
					<button type="submit" className="button mt-3">
						{words.existing.apply}
					</button>
				</form>
			)}
			{isOpen && (
				<GroupsRepairs repairs={repairs} groupsInError={count("error")} country={country} />
			)}
			<SharedErrors errors={props.sharedErrors} still={props.still} />
			{props.missing && <MissingConnectionsPanel missing={props.missing} />}
			<section aria-label={words.groups.label} className="panel mt-6">
				<nav aria-label={texts.pages.import.review.parts.label} className="px-4 py-2">
					<ul className="figures flex flex-wrap gap-1">
						<Part view={view} show={null} name={words.groups.all} groups={total} />
						{GROUP_OUTCOMES.map((outcome) => (
							<Part
								key={outcome}
								view={view}
								show={outcome}
								name={OUTCOME_NAMES[outcome]}
								groups={count(outcome)}
							/>
						))}
					</ul>
				</nav>
				{(found > 10 || view.q !== "") && (
					<SearchForm
						q={view.q}
						label={words.groups.search}
						clearTo={hrefOf({ ...view, q: "", page: 1 })}
						keep={{ show: view.show ?? "all" }}
					/>
				)}
				{groups.length > 0 ? (
					<GroupsReviewTable
						reviewId={review.id}
						groups={groups}
						isOpen={isOpen}
						happened={
							isOpen
								? words.groups.willHappen
								: props.undoneAt === null
									? words.groups.happened
									: words.groups.hadHappened
						}
					/>
				) : (
					<p className="border-line border-t px-4 py-8 text-center text-muted">
						{words.groups.none}
					</p>
				)}
				<Pager
					page={view.page}
					pageSize={view.pageSize}
					total={found}
					label={words.groups.list.pages}
					href={(page) => hrefOf({ ...view, page })}
				/>
			</section>
		</>
	);
}

const hrefOf = ({ show, q, page }: View): string =>
	`?${new URLSearchParams({
		show: show ?? "all",
		...(q === "" ? {} : { q }),
		...(page > 1 ? { page: String(page) } : {}),
	})}`;

function Part({
	view,
	show,
	name,
	groups,
}: {
	view: View;
	show: GroupOutcome | null;
	name: string;
	groups: number;
}) {
	const isShown = view.show === show;
	const look = isShown
		? "bg-accent-soft font-semibold text-accent"
		: groups === 0
			? "text-muted hover:bg-sunken"
			: "hover:bg-sunken";
	return (
		<li>
			<a
				href={hrefOf({ ...view, show, q: "", page: 1 })}
				aria-current={isShown ? "page" : undefined}
				className={`inline-block rounded px-2 py-1 ${look}`}
			>
				{name} {figure(groups)}
			</a>
		</li>
	);
}
