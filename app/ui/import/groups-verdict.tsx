import type { GroupOutcome } from "../../domain/import/all-groups/groups-import-plan.ts";
import type { Removals } from "../../operations/import/find-removals.ts";
import type { GroupsReview } from "../../operations/import/read-groups-review.ts";
import { texts } from "../../texts/texts.ts";
import { Notice } from "../notice.tsx";
import { GroupsImportDone, type GroupsUndo } from "./history/groups-import-done.tsx";
import { LiveRemoved } from "./verdict/live-removed.tsx";
import { LosingGroups } from "./verdict/losing-groups.tsx";
import { VerdictButtons } from "./verdict/verdict-buttons.tsx";

const words = texts.pages.import.groups;

type Props = {
	review: { id: string; version: number };
	plan: string | null;
	sums: GroupsReview["sums"];
	appliedBy: string | null;
	appliedAt: Date | null;
	undoneBy: string | null;
	undoneAt: Date | null;
	/** Null for an open or undone review. */
	undo: GroupsUndo | null;
	zone: string;
	/** Null for an applied review. */
	removals: Removals | null;
};

/** Whether the import can be applied or was applied, with its figures and buttons. */
export function GroupsVerdict(props: Props) {
	const { review, plan, sums, removals } = props;
	const count = (outcome: GroupOutcome) => sums.find((sum) => sum.outcome === outcome)?.groups ?? 0;
	const errors = count("error");
	const changes = count("new") + count("changed");
	if (plan === null) {
		return (
			<GroupsImportDone
				changes={words.hasChanged(sumsOf(sums))}
				applied={{ by: props.appliedBy, at: props.appliedAt }}
				undone={{ by: props.undoneBy, at: props.undoneAt }}
				undo={props.undo}
				zone={props.zone}
			/>
		);
	}
	const removed = sumsOf(sums).numbers.removed;
	const live = removals?.live ?? [];
	return (
		<Notice look={errors > 0 ? "danger" : changes > 0 ? "good" : "warn"}>
			<p className="font-semibold">{heading(errors, changes)}</p>
			<p className="figures mt-1">{words.willChange(sumsOf(sums))}</p>
			{changes > 0 && <p className="mt-1 text-sm">{words.allOrNothing}</p>}
			{removals !== null && removals.found > 0 && (
				<LosingGroups reviewId={review.id} removals={removals} numbers={removed} />
			)}
			{live.length > 0 && <LiveRemoved live={live} className="mt-2" />}
			<VerdictButtons
				removal={{
					numbers: removed,
					live: live.length,
					requests: live.reduce((sum, { liveRequests }) => sum + liveRequests, 0),
				}}
				seen={errors === 0 && changes > 0 ? { version: review.version, plan } : null}
			/>
		</Notice>
	);
}

function heading(errors: number, changes: number): string {
	if (errors > 0) return words.headings.inError({ groups: errors });
	return changes === 0 ? words.headings.nothingToApply : words.headings.ready;
}

/** The counts of created and changed groups, and the changes to their numbers. */
function sumsOf(sums: GroupsReview["sums"]) {
	const applied = sums.filter(({ outcome }) => outcome === "new" || outcome === "changed");
	const groups = (outcome: GroupOutcome) =>
		applied.find((sum) => sum.outcome === outcome)?.groups ?? 0;
	const total = (of: "added" | "changed" | "removed" | "leftOut") =>
		applied.reduce((all, sum) => all + sum[of], 0);
	return {
		made: groups("new"),
		changed: groups("changed"),
		numbers: {
			added: total("added"),
			changed: total("changed"),
			removed: total("removed"),
			leftOut: total("leftOut"),
		},
	};
}
