import {
	messageOfGroupProblem,
	messageOfGroupsPlanProblem,
} from "../../domain/import/groups-file-messages.ts";
import type { GroupFigures, GroupOutcome } from "../../domain/import/groups-import-plan.ts";
import type { ShownGroup } from "../../operations/import/read-groups-review.ts";

export const OUTCOME_NAMES: Record<GroupOutcome, string> = {
	error: "In error",
	new: "New",
	changed: "Changed",
	unchanged: "Unchanged",
	skipped: "Exists, skipped",
	"left-out": "Left out",
};

/** The name of a group of a file, or what stands for one that has none. */
export const nameOf = ({ name, index }: { name: string; index: number }): string =>
	name.trim() === "" ? `groups[${index}]` : name;

/**
 * The groups of a file with what would become of each; a box leaves one out or takes it in again.
 */
export function GroupsReviewTable({
	reviewId,
	groups,
	isOpen,
	wasApplied,
}: {
	reviewId: string;
	groups: ShownGroup[];
	isOpen: boolean;
	wasApplied: boolean;
}) {
	return (
		<div className="relative overflow-x-auto">
			<table className="stacking figures w-full text-left">
				<thead className="border-line border-y bg-sunken text-muted text-sm max-sm:sr-only">
					<tr>
						<Heading>In the file</Heading>
						<Heading>Group</Heading>
						<Heading>{wasApplied ? "What was done" : "What would be done"}</Heading>
						{isOpen && <Heading>Leave out</Heading>}
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

/** What is wrong with a group, by its place in the file. */
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
					: {messageOfGroupProblem(problem)}
				</li>
			))}
			{planProblem && <li>{messageOfGroupsPlanProblem(planProblem)}</li>}
			{figures.errors > 0 && (
				<li>
					{figures.errors === 1
						? "1 number is"
						: `${figures.errors.toLocaleString("en-US")} numbers are`}{" "}
					in error.
				</li>
			)}
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
					{isOut ? "Take in again" : "Leave out"}
					<span className="sr-only"> {nameOf(group)}</span>
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
	const parts: [number, string][] = [
		[figures.added, "added"],
		[figures.changed, "with another description"],
		[figures.removed, "removed"],
		[figures.unchanged, "unchanged"],
		[figures.leftOut, "left out"],
	];
	const numbers = parts
		.filter(([count]) => count > 0)
		.map(([count, what]) => `${count.toLocaleString("en-US")} ${what}`);
	return [figures.settingsChanged ? "settings changed" : "", ...numbers]
		.filter((part) => part !== "")
		.join(", ");
}

function Heading({ children }: { children: string }) {
	return (
		<th scope="col" className="whitespace-nowrap px-4 py-1.5 font-medium">
			{children}
		</th>
	);
}
