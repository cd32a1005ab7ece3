import { MATCH_OUTCOMES, OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import { clockMinute, timePresets } from "../../domain/records/record-presets.ts";
import {
	activeFields,
	LOOKED_THROUGH_MAX,
	queryWith,
	type RecordField,
	type RecordView,
	type SearchLimits,
} from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { PresetLinks } from "./preset-links.tsx";

const { ways: words, filter: labels } = texts.pages.records;
const LINE = [
	"flex flex-wrap items-center gap-x-6 gap-y-1",
	"border-line border-b px-4 py-1.5 text-sm print:hidden",
].join(" ");

type Props = { path: string; view: RecordView; now: Date; zone: string };

/** Times that one press chooses, and the active filters, each with a link that removes it (K6). */
export function RecordWays({ path, view, now, zone }: Props) {
	const active = activeFields(view);
	return (
		<div className={LINE}>
			<PresetLinks path={path} view={view} presets={timePresets(now, zone)} />
			{active.length > 0 && (
				<ul aria-label={words.active} className="flex min-w-0 flex-wrap gap-1.5">
					{active.map((field) => (
						<li key={field} className="min-w-0">
							<a href={path + queryWith(view, { [field]: "" })} className="chip">
								<span className="sr-only">{words.remove}</span>
								<span className="[overflow-wrap:anywhere]">
									{words.chip({ field: nameOf(field, path), value: valueInWords(field, view) })}
								</span>
								<span aria-hidden="true">×</span>
							</a>
						</li>
					))}
				</ul>
			)}
		</div>
	);
}

function nameOf(field: RecordField, path: string): string {
	if (field === "id" && path !== "/call-in") return labels.attemptRequestId;
	return words.fields[field as keyof typeof words.fields] ?? field;
}

/** The value in words, where the address has a code. */
function valueInWords(field: RecordField, { typed }: RecordView): string {
	const outcome = MATCH_OUTCOMES.find((known) => known === typed.outcome);
	return field === "outcome" && outcome ? OUTCOME_WORDS[outcome] : typed[field];
}

/** What a search for last digits has left out, with the way to the rest (K6). */
export function SearchLimitsNote({
	path,
	view,
	limits: { lookedSince, isOfPools },
	zone,
}: Omit<Props, "now"> & { limits: SearchLimits }) {
	if (lookedSince === null && !isOfPools) return null;
	return (
		<div className="border-line border-b bg-warn-soft px-4 py-1.5 text-sm text-warn">
			{lookedSince && (
				<p>
					<Sentence
						of={words.lookedSince({
							count: LOOKED_THROUGH_MAX,
							time: <Time at={lookedSince} zone={zone} />,
							link: (
								<a
									href={path + queryWith(view, { to: clockMinute(lookedSince, zone) })}
									className="underline"
								>
									{words.lookFurther}
								</a>
							),
						})}
					/>
				</p>
			)}
			{isOfPools && <p>{words.onlyPools}</p>}
		</div>
	);
}
