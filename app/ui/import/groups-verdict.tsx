import type { GroupOutcome } from "../../domain/import/groups-import-plan.ts";
import type { GroupsReview } from "../../operations/import/read-groups-review.ts";
import { Notice } from "../notice.tsx";
import { Time } from "../time.tsx";
import { VerdictButtons } from "./verdict-buttons.tsx";

type Props = {
	review: { version: number };
	state: string | null;
	sums: GroupsReview["sums"];
	appliedBy: string | null;
	appliedAt: Date | null;
	zone: string;
};

const figure = (n: number): string => n.toLocaleString("en-US");
const groupsText = (n: number): string => (n === 1 ? "1 group" : `${figure(n)} groups`);

/** Whether the import can be applied, with its figures and the buttons; or that it was. */
export function GroupsVerdict({ review, state, sums, appliedBy, appliedAt, zone }: Props) {
	const count = (outcome: GroupOutcome) => sums.find((sum) => sum.outcome === outcome)?.groups ?? 0;
	const errors = count("error");
	const changes = count("new") + count("changed");
	if (state === null) {
		return (
			<Notice look="good" role="status" focus>
				<p className="font-semibold">The import was applied.</p>
				<p className="figures mt-1">{sentence(sums, "was")}</p>
				<p className="mt-1 text-sm [overflow-wrap:anywhere]">
					By {appliedBy}
					{appliedAt && (
						<>
							, <Time at={appliedAt} zone={zone} />
						</>
					)}
				</p>
				<p className="mt-1 text-sm">
					It cannot be undone as a whole. A file exported before it, imported with “Update”, puts
					changed groups back.
				</p>
			</Notice>
		);
	}
	return (
		<Notice look={errors > 0 ? "danger" : changes > 0 ? "good" : "warn"}>
			<p className="font-semibold">{heading(errors, changes)}</p>
			<p className="figures mt-1">{sentence(sums, "would be")}</p>
			{changes > 0 && (
				<p className="mt-1 text-sm">
					All of it is done, or nothing. It cannot be undone as a whole:{" "}
					<a href="/tools/click-to-call-in/groups.json" className="link">
						export all groups as they are
					</a>{" "}
					first; that file, imported with “Update”, puts changed groups back.
				</p>
			)}
			<VerdictButtons
				seen={errors === 0 && changes > 0 ? { version: review.version, state } : null}
			/>
		</Notice>
	);
}

function heading(errors: number, changes: number): string {
	if (errors > 0)
		return `${groupsText(errors)} in error. Correct ${errors === 1 ? "it" : "them"} or leave ${errors === 1 ? "it" : "them"} out, then apply.`;
	return changes === 0
		? "There is nothing to apply: no group would be made or changed."
		: "Ready to apply. Nothing has been changed yet.";
}

function sentence(sums: GroupsReview["sums"], verb: "was" | "would be"): string {
	const of = (...outcomes: GroupOutcome[]) => sums.filter((sum) => outcomes.includes(sum.outcome));
	const total = (figureOf: (sum: GroupsReview["sums"][number]) => number) =>
		of("new", "changed").reduce((all, sum) => all + figureOf(sum), 0);
	const groups = of("new", "changed").map(
		(sum) => `${groupsText(sum.groups)} ${sum.outcome === "new" ? "made" : "changed"}`,
	);
	const numbers = (
		[
			[total((sum) => sum.added), "added"],
			[total((sum) => sum.changed), "with another description"],
			[total((sum) => sum.removed), "removed"],
			[total((sum) => sum.leftOut), "left out"],
		] as const
	).filter(([n]) => n > 0);
	if (groups.length === 0) return `No group ${verb} changed.`;
	const parts = numbers.map(([n, what]) => `${figure(n)} ${what}`);
	return `${groups.join(", ")}${parts.length > 0 ? `; numbers: ${parts.join(", ")}` : ""}.`;
}
