import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import { texts } from "../../texts/texts.ts";
import { Fact, Facts } from "../fact.tsx";
import { PANEL_HEAD } from "../layout.ts";

const words = texts.pages.phoneSystems.preview;

/** A step of a played call, as the page shows it. */
export type ShownStep = {
	outcome: string;
	does: "ask" | "connect" | "end" | "nothing";
	isVerified: boolean;
	goesTo: string | null;
	heard: string;
	document: string;
};
export type Played = {
	toPhoneNumber: string;
	fromPhoneNumber: string;
	keyed: string[];
	steps: ShownStep[];
};

const DOCUMENT = "mt-1 whitespace-pre-wrap rounded bg-sunken p-2 text-sm [overflow-wrap:anywhere]";
const HEARD_LAST = "preview-heard-last";
/** The focus of the step that ends a call, also without JavaScript. */
const READ_FIRST = { tabIndex: -1, autoFocus: true, "data-focus": "" };

/** The numbers of a call to play through without a phone (P4). */
export function CallPreviewForm({ played }: { played: Played | null }) {
	return (
		<section aria-labelledby="preview-call" className="panel p-4">
			<h2 id="preview-call" className="mb-3">
				{words.heading}
			</h2>
			<form method="post" className="space-y-4">
				<PlainField field="toPhoneNumber" label={words.dialed} value={played?.toPhoneNumber} />
				<PlainField
					field="fromPhoneNumber"
					label={words.caller}
					hint={words.callerHint}
					value={played?.fromPhoneNumber}
				/>
				<button type="submit" className="button button-primary">
					{words.start}
				</button>
			</form>
		</section>
	);
}

/**
 * The steps of a played call. While the last one asks for the code, keys can be pressed; while an
 * agent is called, nobody may answer.
 */
export function CallPreviewSteps({ played }: { played: Played }) {
	const { steps, keyed, toPhoneNumber, fromPhoneNumber } = played;
	const isAsked = steps.at(-1)?.does === "ask";
	const isCalled = steps.at(-1)?.does === "connect";
	const last = steps.length - 1;
	return (
		<section aria-labelledby="preview-steps" className="panel">
			<h2 id="preview-steps" className={PANEL_HEAD}>
				{words.steps}
			</h2>
			<ol className="divide-y divide-line">
				{steps.map((step, index) => (
					// The steps of one call never change their order.
					<li
						key={`step ${String(index)}`}
						className="py-3"
						{...(index === last && !isAsked ? READ_FIRST : {})}
					>
						<p className="px-4 font-semibold">{happening(index, played)}</p>
						<Facts>
							<Fact name={words.match}>{outcomeInWords(step.outcome)}</Fact>
							<Fact name={words.heard}>
								<span id={index === last ? HEARD_LAST : undefined}>
									{step.heard === "" ? words.nothingHeard : step.heard}
								</span>
							</Fact>
							<Fact name={words.next}>{thenInWords(step)}</Fact>
						</Facts>
						<details className="px-4">
							<summary className="cursor-pointer text-sm">{words.document}</summary>
							<pre className={DOCUMENT}>{step.document}</pre>
						</details>
					</li>
				))}
			</ol>
			{(isAsked || isCalled) && (
				<form method="post" className="space-y-3 border-line border-t p-4">
					<input type="hidden" name="toPhoneNumber" value={toPhoneNumber} />
					<input type="hidden" name="fromPhoneNumber" value={fromPhoneNumber} />
					{keyed.map((digits, index) => (
						<input key={`keyed ${String(index)}`} type="hidden" name="keyed" value={digits} />
					))}
					{isAsked ? (
						<>
							<PlainField field="keyed" label={words.keys} hint={words.keysHint} isNext />
							<button type="submit" className="button button-primary">
								{words.press}
							</button>
						</>
					) : (
						<button type="submit" name="keyed" value="" className="button">
							{words.nobodyAnswers}
						</button>
					)}
				</form>
			)}
		</section>
	);
}

function PlainField({
	field: name,
	label,
	hint,
	value,
	isNext = false,
}: {
	field: string;
	label: string;
	hint?: string;
	value?: string | undefined;
	/** Takes the focus, and is described by what the caller heard last. */
	isNext?: boolean;
}) {
	const id = `preview-${name}`;
	const described = [isNext && HEARD_LAST, hint !== undefined && `${id}-hint`].filter(Boolean);
	return (
		<div>
			<label htmlFor={id} className="mb-1 block font-medium">
				{label}
			</label>
			<input
				{...{ id, name }}
				defaultValue={value ?? ""}
				className="input"
				inputMode="tel"
				autoComplete="off"
				maxLength={1024}
				// biome-ignore lint/a11y/noAutofocus: the next step of a call is pressing keys.
				autoFocus={isNext}
				aria-describedby={described.join(" ") || undefined}
			/>
			{hint !== undefined && (
				<p id={`${id}-hint`} className="mt-1 text-muted text-sm">
					{hint}
				</p>
			)}
		</div>
	);
}

function happening(index: number, { keyed, steps }: Played): string {
	if (index === 0) return words.cameIn;
	if (steps[index - 1]?.does === "connect") return words.unanswered;
	const digits = keyed[index - 1] ?? "";
	return digits === "" ? words.silent : words.keyed({ digits });
}

const outcomeInWords = (outcome: string): string =>
	Object.hasOwn(OUTCOME_WORDS, outcome)
		? OUTCOME_WORDS[outcome as keyof typeof OUTCOME_WORDS]
		: words.notAsked;

function thenInWords({ does, goesTo, isVerified }: ShownStep): string {
	if (does !== "connect") return words.does[does];
	return (isVerified ? words.connects : words.connectsUnverified)({ to: goesTo ?? "" });
}
