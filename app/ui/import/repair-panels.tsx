import type { ReactNode } from "react";
import { isDecision, isSafe, type RepairKind } from "../../domain/import/repair-kinds.ts";
import { texts } from "../../texts/texts.ts";
import { type Example, RepairItem } from "./repair-item.tsx";

const words = texts.pages.import.review.repairs;

/** A repair to offer, or one already made, with its words. */
export type ShownRepair = {
	kind: RepairKind;
	rows: number;
	examples: Example[];
	label: string;
	explains: string;
	made: string;
};

/**
 * The repairs of a review (I3, I9): the question about numbers with two readings, the repairs that
 * serve many rows, and those already made, which can be taken back. `children`: further items for
 * the list of repairs.
 */
export function RepairPanels({
	repairs,
	made,
	heading,
	country,
	children = null,
}: {
	repairs: ShownRepair[];
	made: ShownRepair[];
	heading: string;
	country: string;
	children?: ReactNode;
}) {
	const decisions = repairs.filter(({ kind }) => isDecision(kind));
	const others = repairs.filter(({ kind }) => !isDecision(kind));
	return (
		<>
			{decisions[0] && (
				<Panel id="decision" heading={words.decision.heading({ rows: decisions[0].rows })}>
					<li className="px-4 py-3">{words.decision.explains({ country })}</li>
					{decisions.map(offer)}
				</Panel>
			)}
			{(others.length > 0 || children) && (
				<Panel id="repairs" heading={heading}>
					<SafeRepairs repairs={others.filter(({ kind }) => isSafe(kind))} />
					{others.map(offer)}
					{children}
				</Panel>
			)}
			{made.length > 0 && (
				<Panel id="made" heading={words.made.heading}>
					{made.map(({ kind, made, examples }) => (
						<RepairItem
							key={kind}
							name="kind"
							value={kind}
							label={words.made.takeBack}
							which={words.made.which({ made })}
							hidden={{ intent: "take-back" }}
							explains={made}
							examples={examples}
						/>
					))}
					<li className="px-4 py-3 text-muted text-sm">{words.made.takeBackHint}</li>
				</Panel>
			)}
		</>
	);
}

const offer = ({ kind, label, explains, examples }: ShownRepair) => (
	<RepairItem
		key={kind}
		name="kind"
		value={kind}
		label={label}
		hidden={{ intent: "repair" }}
		explains={explains}
		examples={examples}
	/>
);

/** One button for all repairs that change no digit's meaning (I9). */
function SafeRepairs({ repairs }: { repairs: ShownRepair[] }) {
	if (repairs.length === 0) return null;
	return (
		<RepairItem
			name="intent"
			value="repair-safe"
			label={words.safe}
			look="button-primary"
			explains={words.safeHint({ parts: repairs.map(({ label }) => label) })}
		/>
	);
}

function Panel({ id, heading, children }: { id: string; heading: string; children: ReactNode }) {
	return (
		<section aria-labelledby={`${id}-heading`} className="panel mb-6">
			<h2 id={`${id}-heading`} className="px-4 py-3">
				{heading}
			</h2>
			<ul className="divide-y divide-line border-line border-t">{children}</ul>
		</section>
	);
}
