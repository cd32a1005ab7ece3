import type { RecordView, RequestSort } from "../../domain/records/record-view.ts";
import { REQUEST_STATES } from "../../domain/requests/request-state.ts";
import { FilterChoice, FilterField, RecordFilterForm } from "./record-filter.tsx";

const SORTS: [RequestSort, string][] = [
	["-created", "Created, newest first"],
	["created", "Created, oldest first"],
	["-expires", "Expiry, latest first"],
	["expires", "Expiry, earliest first"],
];

type Props = {
	view: RecordView;
	showsPrivate: boolean;
	zone: string;
	groups: string[];
	sort: RequestSort;
};

/** Which requests are shown, and in which order (K2). The ANI is there for who may see it (R4). */
export function RequestFilterForm({ view, showsPrivate, zone, groups, sort }: Props) {
	const states = [["", "All"], ...REQUEST_STATES.map((state) => [state, state] as const)] as const;
	return (
		<RecordFilterForm view={view} path="/call-in">
			<FilterField view={view} name="id" label="ID or callbackServiceId" />
			{showsPrivate && <FilterField view={view} name="ani" label="ANI" type="tel" />}
			<FilterField view={view} name="dnis" label="DNIS" type="tel" />
			<FilterField view={view} name="group" label="Group" list={groups} />
			<FilterChoice name="state" label="State" chosen={view.typed.state} options={states} />
			<FilterField view={view} name="from" label={`Created from (${zone})`} type="datetime-local" />
			<FilterField view={view} name="to" label={`Created to (${zone})`} type="datetime-local" />
			<FilterChoice name="sort" label="Order" chosen={sort} options={SORTS} />
		</RecordFilterForm>
	);
}
