import {
	messageOfGroupProblem,
	messageOfGroupsPlanProblem,
} from "../../domain/import/all-groups/groups-file-messages.ts";
import type {
	GroupFigures,
	GroupOutcome,
} from "../../domain/import/all-groups/groups-import-plan.ts";
import type { ShownGroup } from "../../operations/import/read-groups-review.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.import.groups.groups;

export const OUTCOME_NAMES: Record<GroupOutcome, string> = {
	error: words.outcomes.error,
	new: words.outcomes.new,
	changed: words.outcomes.changed,
	unchanged: words.outcomes.unchanged,
	skipped: words.outcomes.skipped,
	"left-out": words.outcomes.leftOut,
};

/** A group's name, or its position in the file if it has no name. */
export const nameOf = ({ name, index }: { name: string; index: number }): string =>
	name.trim() === "" ? `groups[${index}]` : name;

/** The groups of a file with their outcomes. A button leaves a group out or includes it. */
export function GroupsReviewTable({
	reviewId,
	groups,
	isOpen,
	happened,
}: {
	reviewId: string;
	groups: ShownGroup[];
	isOpen: boolean;
	/** The heading of what the import does or did. */
	happened: string;
}) {
	return (
		<div className="relative overflow-x-auto">
			<table className="stacking figures w-full text-left">
				<thead className="border-line border-y bg-sunken text-muted text-sm max-sm:sr-only">
					<tr>
						<Heading>{words.inFile}</Heading>
						<Heading>{words.group}</Heading>
						<Heading>{happened}</Heading>
						{isOpen && <Heading>{words.leaveOut}</Heading>}
					</tr>
				</thead>
				<tbody className="divide-y divide-line">
					{groups.map((group) => (
						<tr key={group.index} className="align-top">
							<td className="px-4 py-2 text-muted">
								<code className="font-mono text-sm">groups[{group.index}]</code>
							</td>
							<th scope="row" className="min-w-40 px-4 py-2 font-medium [overflow-wrap:anywhere]">
								<Name group={group} reviewId={reviewId} isOpen={isOpen} />
							</th>
							<td className="min-w-64 px-4 py-2">
								<span className="tag">{OUTCOME_NAMES[group.outcome]}</span> {figuresText(group)}
								<Problems group={group} />
							</td>
							{isOpen && <LeaveOut group={group} />}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

function Name({
	group,
	reviewId,
	isOpen,
}: {
	group: ShownGroup;
	reviewId: string;
	isOpen: boolean;
}) {
	const name = nameOf(group);
	if (isOpen)
		return (
			<a href={`/tools/click-to-call-in/import/${reviewId}/${group.index}`} className="link">
				{name}
			</a>
		);
	if (group.targetId === null) return <>{name}</>;
	return (
		<a href={`/tools/click-to-call-in/${group.targetId}`} className="link">
			{name}
		</a>
	);
}

/** A group's errors, by their place in the file. */
export function Problems({ group }: { group: ShownGroup }) {
	const { index, problems, planProblem, figures } = group;
	if (group.outcome !== "error") return null;
	return (
		<ul className="mt-1 max-w-prose space-y-1 text-danger text-sm [overflow-wrap:anywhere]">
			{problems.map((problem) => (
				<li key={problem.path}>
					<code className="font-mono">
						groups[{index}]{problem.path !== "" && `.${problem.path}`}
					</code>
					: {problem.code === "group-rule" && words.inFileValue({ value: problem.value })}
					{messageOfGroupProblem(problem)}
				</li>
			))}
			{planProblem && <li>{messageOfGroupsPlanProblem(planProblem)}</li>}
			{figures.errors > 0 && <li>{words.numbersInError({ count: figures.errors })}</li>}
		</ul>
	);
}

function LeaveOut({ group }: { group: ShownGroup }) {
	const isOut = group.outcome === "left-out";
	return (
		<td className="beside px-4 py-1.5">
			<form method="post">
				<input type="hidden" name="index" value={group.index} />
				<button
					type="submit"
					name="intent"
					value={isOut ? "take-in" : "leave-out"}
					className="button"
				>
					{isOut ? words.takeIn : words.leaveOut}
					<span className="sr-only">{words.which({ name: nameOf(group) })}</span>
				</button>
			</form>
		</td>
	);
}

function figuresText({
	outcome,
	figures,
}: {
	outcome: GroupOutcome;
	figures: GroupFigures;
}): string {
	if (outcome === "left-out" || outcome === "skipped") return "";
	return words.figures(figures);
}

function Heading({ children }: { children: string }) {
	return (
		<th scope="col" className="whitespace-nowrap px-4 py-1.5 font-medium">
			{children}
		</th>
	);
}
