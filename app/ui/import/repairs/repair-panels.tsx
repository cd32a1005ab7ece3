import type { ReactNode } from "react";
import { isSafe } from "../../../domain/import/repair-kinds.ts";
import { texts } from "../../../texts/texts.ts";
import { Decisions } from "./decisions.tsx";
import { RepairExamples } from "./repair-examples.tsx";
import { RepairItem } from "./repair-item.tsx";
import type { ShownRepair } from "./shown-repair.ts";

const words = texts.pages.import.review.repairs;

/**
 * The repairs of a review (I3, I9): one step for all that are safe, the questions that need a
 * decision, and what was repaired so far, which can be taken back. `children`: further items for
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
	const safe = repairs.filter(({ kind }) => isSafe(kind));
	const others = repairs.filter(({ kind }) => !isSafe(kind));
	return (
		<>
			{(safe.length > 0 || children) && (
				<Panel id="repairs" heading={heading}>
					<ul className={LIST}>
						<SafeRepairs repairs={safe} />
						{children}
					</ul>
				</Panel>
			)}
			{others.length > 0 && (
				<Panel id="decisions" heading={words.decisions.heading}>
					<Decisions repairs={others} country={country} />
				</Panel>
			)}
			{made.length > 0 && (
				<Panel id="made" heading={words.made.heading}>
					<ul className={LIST}>
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
					</ul>
				</Panel>
			)}
		</>
	);
}

const LIST = "divide-y divide-line border-line border-t";

/** One button for all repairs that change no digit's meaning (I9), and what each will do. */
function SafeRepairs({ repairs }: { repairs: ShownRepair[] }) {
	if (repairs.length === 0) return null;
	return (
		<RepairItem
			name="intent"
			value="repair-safe"
			label={words.safe}
			look="button-primary"
			explains={words.safeHint}
		>
			<ul className="mt-2 space-y-2">
				{repairs.map(({ kind, label, explains, examples }) => (
					<li key={kind}>
						<span className="figures font-medium">{label}</span>: {explains}
						<RepairExamples examples={examples} />
					</li>
				))}
			</ul>
		</RepairItem>
	);
}

function Panel({ id, heading, children }: { id: string; heading: string; children: ReactNode }) {
	return (
		<section aria-labelledby={`${id}-heading`} className="panel mb-6">
			<h2 id={`${id}-heading`} className="px-4 py-3">
				{heading}
			</h2>
			{children}
		</section>
	);
}
