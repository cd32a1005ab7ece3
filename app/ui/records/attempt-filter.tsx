import { MATCH_OUTCOMES, OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import type { RecordView } from "../../domain/records/record-view.ts";
import { FilterChoice, FilterField, RecordFilterForm } from "./record-filter.tsx";

type Props = { view: RecordView; showsPrivate: boolean; zone: string; sort: "-at" | "at" };

/** Which attempts are shown, and in which order (K5). The ANI is there for who may see it (R4). */
export function AttemptFilterForm({ view, showsPrivate, zone, sort }: Props) {
	const outcomes = [
		["", "All"],
		...MATCH_OUTCOMES.map((outcome) => [outcome, OUTCOME_WORDS[outcome]] as const),
	] as const;
	const sorts = [
		["-at", "Newest first"],
		["at", "Oldest first"],
	] as const;
	return (
		<RecordFilterForm view={view} path="/call-in/attempts">
			{showsPrivate && <FilterField view={view} name="ani" label="ANI" type="tel" />}
			<FilterField view={view} name="dnis" label="DNIS" type="tel" />
			<FilterField view={view} name="callId" label="Call ID" />
			<FilterField view={view} name="id" label="Request ID" />
			<FilterChoice name="outcome" label="Outcome" chosen={view.typed.outcome} options={outcomes} />
			<FilterField view={view} name="from" label={`From (${zone})`} type="datetime-local" />
			<FilterField view={view} name="to" label={`To (${zone})`} type="datetime-local" />
			<FilterChoice name="sort" label="Order" chosen={sort} options={sorts} />
		</RecordFilterForm>
	);
}
