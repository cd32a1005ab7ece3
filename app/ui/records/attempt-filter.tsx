import { MATCH_OUTCOMES, OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import type { AttemptSort, RecordView } from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";
import {
	FilterChoice,
	FilterField,
	FilterNumber,
	FilterTime,
	RecordFilterForm,
} from "./record-filter.tsx";

const words = texts.pages.records.filter;

type Props = { view: RecordView; showsPrivate: boolean; zone: string; sort: AttemptSort };

/**
 * The filter and sort order of attempts (K5). The ANI's field needs a role with access to ANIs
 * (R4).
 */
export function AttemptFilterForm({ view, showsPrivate, zone, sort }: Props) {
	const outcomes = [
		["", words.all],
		...MATCH_OUTCOMES.map((outcome) => [outcome, OUTCOME_WORDS[outcome]] as const),
	] as const;
	const sorts = [
		["-at", words.newestFirst],
		["at", words.oldestFirst],
	] as const;
	return (
		<RecordFilterForm view={view} path="/call-in/attempts">
			{showsPrivate && <FilterNumber view={view} name="ani" label={words.ani} />}
			<FilterNumber view={view} name="dnis" label={words.dnis} />
			<FilterField view={view} name="callId" label={words.callId} />
			<FilterField view={view} name="id" label={words.attemptRequestId} />
			<FilterChoice
				view={view}
				name="outcome"
				label={words.outcome}
				chosen={view.typed.outcome}
				options={outcomes}
			/>
			<FilterTime view={view} name="from" label={words.from({ zone })} />
			<FilterTime view={view} name="to" label={words.to({ zone })} />
			<FilterChoice view={view} name="sort" label={words.order} chosen={sort} options={sorts} />
		</RecordFilterForm>
	);
}
