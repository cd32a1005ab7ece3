import type { AllDraining } from "../../domain/groups/errors.ts";
import { messageOf } from "../../domain/groups/errors.ts";
import { DESCRIPTION_MAX, DRAINS } from "../../domain/groups/pool.ts";
import type { PoolAction } from "../../domain/groups/pool-change.ts";
import { texts } from "../../texts/texts.ts";
import { ChoiceFields } from "../choice-fields.tsx";
import { Field } from "../field.tsx";
import { Notice } from "../notice.tsx";

const words = texts.pages.poolNumbers.confirm;
const { many } = texts.messages.groups;
const { cancel } = texts.pages.shared;

/** What a change of many numbers would do (G16), as the page asks it. */
export type Confirmation = {
	action: PoolAction;
	/** The numbers that change, the first few by name. */
	changed: number;
	named: string[];
	unchanged: number;
	/** Ticked entries that somebody deleted meanwhile. */
	gone: number;
	/** Live requests on numbers that would be drained or deleted. */
	live: { numbers: number; liveRequests: number };
	size: number;
	draining: number;
	problem: { code: "pool-none-left" } | AllDraining | null;
	/** The selection: ticked entries, or positions of all that was found. */
	picks: string[];
	positions: string | null;
	poolVersion: number;
};

/** What was typed, and why it was refused. */
export type RefusedChange = { message: string; description?: string; drain?: string };

type Props = {
	confirmation: Confirmation;
	refused: RefusedChange | undefined;
	/** The pool's page as it was. */
	backTo: string;
	/** The search that found the numbers, to find them again. */
	search: Record<string, string>;
};

/** Asks before many numbers are changed, and says what would be left (G3, G8, G15). */
export function ManyNumbers({ confirmation, refused, backTo, search }: Props) {
	const { action, changed, problem } = confirmation;
	const isPossible = changed > 0 && problem === null;
	return (
		<div className="panel space-y-4 p-4">
			{refused && (
				<Notice look="danger" focus role="alert">
					<p>{refused.message}</p>
				</Notice>
			)}
			<Figures of={confirmation} />
			{problem && (
				<Notice look="danger">
					<p>{problem.code === "pool-none-left" ? many.noneLeft : messageOf(problem)}</p>
				</Notice>
			)}
			<form method="post" className="space-y-4">
				<Selected of={confirmation} search={search} />
				{action === "drain" && isPossible && (
					<ChoiceFields
						legend={words.drain}
						name="drain"
						chosen={refused?.drain === "remove" ? "remove" : "keep"}
						choices={DRAINS.map((value) => ({ value, ...words.drains[value] }))}
					/>
				)}
				{action === "describe" && isPossible && (
					<Field
						label={words.description}
						hint={words.descriptionHint({ max: DESCRIPTION_MAX })}
						autoComplete="off"
						meta={{
							...{ id: "description", name: "description", errors: undefined },
							...{ errorId: "description-error", descriptionId: "description-hint" },
							initialValue: refused?.description ?? "",
						}}
					/>
				)}
				<div className="flex flex-wrap items-center gap-3">
					{isPossible && (
						<button
							type="submit"
							className={`button ${action === "delete" ? "button-danger" : "button-primary"}`}
						>
							{words.yes[action]({ count: changed })}
						</button>
					)}
					<a href={backTo} className="link">
						{cancel}
					</a>
				</div>
			</form>
		</div>
	);
}

function Figures({ of }: { of: Confirmation }) {
	const { action, changed, named, unchanged, gone, live, size, draining } = of;
	if (changed + unchanged === 0) return <p>{words.nothingSelected}</p>;
	if (changed === 0) return <p>{words.nothingToDo}</p>;
	const leaves = action === "delete" || action === "drain";
	return (
		<div className="figures space-y-2 [overflow-wrap:anywhere]">
			<h2>{words.question[action]({ count: changed })}</h2>
			<p>{words.named({ numbers: named, more: changed - named.length })}</p>
			{unchanged > 0 && <p>{words.unchanged({ count: unchanged })}</p>}
			{gone > 0 && <p>{words.gone({ count: gone })}</p>}
			{leaves && <p>{live.liveRequests === 0 ? words.noneLive : words.live(live)}</p>}
			{action !== "describe" && of.problem === null && <p>{words.left({ size, draining })}</p>}
		</div>
	);
}

/** The selection as hidden fields: it is the same after an error. */
function Selected({ of, search }: { of: Confirmation; search: Record<string, string> }) {
	const fields = {
		...search,
		do: of.action,
		poolVersion: String(of.poolVersion),
		acceptedLiveRequests: String(of.live.liveRequests),
		...(of.positions === null ? {} : { all: "on", positions: of.positions }),
	};
	return (
		<>
			{Object.entries(fields).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			{of.picks.map((id) => (
				<input key={id} type="hidden" name="pick" value={id} />
			))}
		</>
	);
}
