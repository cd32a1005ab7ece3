import type { RecordView, RequestSort } from "../../domain/records/record-view.ts";
import { REQUEST_STATES } from "../../domain/requests/request-state.ts";
import { texts } from "../../texts/texts.ts";
import {
	FilterChoice,
	FilterField,
	FilterNumber,
	FilterTime,
	RecordFilterForm,
} from "./record-filter.tsx";

const { filter: words, states: stateWords } = texts.pages.records;

const SORTS: [RequestSort, string][] = [
	["-created", words.createdNewestFirst],
	["created", words.createdOldestFirst],
	["-expires", words.expiryLatestFirst],
	["expires", words.expiryEarliestFirst],
];

type Props = {
	view: RecordView;
	showsPrivate: boolean;
	zone: string;
	groups: string[];
	sort: RequestSort;
};

/**
 * The filter and sort order of requests (K2). The ANI's field needs a role with access to ANIs
 * (R4).
 */
export function RequestFilterForm({ view, showsPrivate, zone, groups, sort }: Props) {
	const states = [
		["", words.all],
		...REQUEST_STATES.map((state) => [state, stateWords[state]] as const),
	] as const;
	return (
		<RecordFilterForm view={view} path="/call-in">
			<FilterField view={view} name="id" label={words.requestId} />
			{showsPrivate && <FilterNumber view={view} name="ani" label={words.ani} />}
			<FilterNumber view={view} name="dnis" label={words.dnis} />
			<FilterField
				view={view}
				name="group"
				label={words.group}
				list={groups}
				placeholder={words.groupPlaceholder}
			/>
			<FilterChoice
				view={view}
				name="state"
				label={words.state}
				chosen={view.typed.state}
				options={states}
			/>
			<FilterTime view={view} name="from" label={words.createdFrom({ zone })} />
			<FilterTime view={view} name="to" label={words.createdTo({ zone })} />
			<FilterChoice view={view} name="sort" label={words.order} chosen={sort} options={SORTS} />
		</RecordFilterForm>
	);
}
