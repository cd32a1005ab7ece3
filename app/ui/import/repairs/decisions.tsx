import { QUESTION_NAMES, QUESTIONS, type Question } from "../../../domain/import/repair-kinds.ts";
import { texts } from "../../../texts/texts.ts";
import { RepairExamples } from "./repair-examples.tsx";
import type { ShownRepair } from "./shown-repair.ts";

const words = texts.pages.import.review.repairs.decisions;

/**
 * The questions about rows that need a decision (I9), each asked once for all rows alike, in one
 * form. Rows without an answer stay as they are.
 */
export function Decisions({ repairs, country }: { repairs: ShownRepair[]; country: string }) {
	const asked = QUESTION_NAMES.flatMap((question) => {
		const answers = repairs.filter(({ kind }) => isAnswerTo(question, kind));
		return answers.length > 0 ? [{ question, answers }] : [];
	});
	if (asked.length === 0) return null;
	return (
		<form method="post" className="border-line border-t">
			<input type="hidden" name="intent" value="repair" />
			<div className="divide-y divide-line">
				{asked.map(({ question, answers }) => (
					<Ask key={question} question={question} answers={answers} country={country} />
				))}
			</div>
			<div className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-3">
				<button type="submit" className="button button-primary">
					{words.apply}
				</button>
				<span className="text-muted text-sm">{words.applyHint}</span>
			</div>
		</form>
	);
}

const isAnswerTo = (question: Question, kind: ShownRepair["kind"]): boolean =>
	(QUESTIONS[question] as readonly ShownRepair["kind"][]).includes(kind);

function Ask({
	question,
	answers,
	country,
}: {
	question: Question;
	answers: ShownRepair[];
	country: string;
}) {
	const rows = Math.max(...answers.map(({ rows }) => rows));
	const { legend, explains } = words.questions[question]({ rows, country });
	const name = `kind-${question}`;
	return (
		<fieldset className="px-4 py-3">
			<legend className="float-left font-medium">{legend}</legend>
			<div className="clear-both space-y-2">
				{explains !== "" && <p className="max-w-prose text-sm">{explains}</p>}
				{answers.map(({ kind, label, explains, examples }) => (
					<div key={kind} className="flex items-start gap-2">
						<input
							type="radio"
							id={kind}
							name={name}
							value={kind}
							aria-describedby={`${kind}-hint`}
							className="checkbox mt-0.5"
						/>
						<div className="min-w-0">
							<label htmlFor={kind} className="font-medium">
								{label}
							</label>
							<div id={`${kind}-hint`} className="text-sm">
								<p>{explains}</p>
								<RepairExamples examples={examples} />
							</div>
						</div>
					</div>
				))}
				<div className="flex items-start gap-2">
					<input
						type="radio"
						id={`${question}-later`}
						name={name}
						value=""
						defaultChecked
						className="checkbox mt-0.5"
					/>
					<label htmlFor={`${question}-later`}>{words.later}</label>
				</div>
			</div>
		</fieldset>
	);
}
