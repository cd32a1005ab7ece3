import { texts } from "../../texts/texts.ts";
import { AttemptFilterForm } from "../../ui/records/attempt-filter.tsx";
import {
	FilterChoice,
	FilterField,
	FilterNumber,
	FilterTime,
	RecordFilterForm,
} from "../../ui/records/record-filter.tsx";
import { RecordTabs } from "../../ui/records/record-tabs.tsx";
import { RecordWays, SearchLimitsNote } from "../../ui/records/record-ways.tsx";
import { RecordsPage } from "../../ui/records/records-page.tsx";
import { RequestFilterForm } from "../../ui/records/request-filter.tsx";
import { RequestTable } from "../../ui/records/request-table.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { LONG_NAME, LONG_WORD, NOW, ROWS, ZONE } from "../kit/fixtures.ts";
import { many, NO_LIMITS, requestOf, viewOf } from "../kit/record-fixtures.ts";

const GROUPS = ["auto_insurance", "renewals"];
const searched = viewOf({ ani: "(415) 555-0132", group: "auto_insurance", state: "Active" });
const filtered = viewOf({
	...{ ani: "0132", dnis: "+1800", group: LONG_NAME, state: "Active", outcome: "LOCKED" },
	...{ callId: LONG_WORD, from: "2026-01-31", to: "2026-01-31 09:30" },
});
const wrong = viewOf(
	{ ani: "call me", from: "noon", state: "Lost" },
	{
		state: texts.messages.records.choiceUnknown({ typed: "Lost" }),
		address: texts.messages.records.partUnknown({ name: "colour" }),
		ani: texts.messages.records.numberUnreadable({ typed: "call me" }),
		from: texts.messages.records.timeUnreadable({ typed: "noon" }),
	},
);

const requestFilter = (view: typeof wrong, showsPrivate = true) => (
	<RequestFilterForm {...{ view, showsPrivate }} zone={ZONE} groups={GROUPS} sort="-created" />
);
const attemptFilter = (view: typeof wrong, showsPrivate = true) => (
	<AttemptFilterForm {...{ view, showsPrivate }} zone={ZONE} sort="-at" />
);

type ListState = { rows: number; count: Parameters<typeof RecordsPage>[0]["count"] };
const page = ({ rows, count }: ListState, view = viewOf()) => (
	<RecordsPage
		what={{
			path: "/call-in",
			file: "/call-in/requests.csv",
			words: texts.pages.records.requests,
		}}
		view={view}
		count={count}
		limits={NO_LIMITS}
		pager={{ hasPrevious: false, hasNext: rows === ROWS }}
		ends={rows === 0 ? [] : [requestOf(0), requestOf(rows - 1)].map(({ id }) => ({ id, at: NOW }))}
		now={NOW}
		zone={ZONE}
		liftsLocks
		filter={requestFilter(view)}
	>
		<RequestTable
			requests={many(rows, requestOf)}
			showsPrivate
			zone={ZONE}
			view={view}
			sort="-created"
		/>
	</RecordsPage>
);

/** The lists of call-in records, and the forms that search them. */
export const records: Wing = {
	path: "records",
	title: "Call-in records",
	components: [
		show(RecordsPage, {
			empty: page({ rows: 0, count: { isExact: true, count: 0 } }),
			"nothing found": page({ rows: 0, count: { isExact: true, count: 0 } }, searched),
			"refused search": page({ rows: 0, count: null }, wrong),
			"a full page, 10,000 exactly": page({ rows: ROWS, count: { isExact: true, count: 10_000 } }),
			estimate: page({ rows: 3, count: { isExact: false, estimate: 1_234_567 } }),
			"no estimate": page({ rows: 1, count: { isExact: false, estimate: null } }),
		}),
		show(RecordTabs, {
			Administrator: <RecordTabs current="/call-in/locks" liftsLocks />,
			"other roles": <RecordTabs current="/call-in" liftsLocks={false} />,
		}),
		show(RequestFilterForm, {
			empty: requestFilter(viewOf()),
			Monitor: requestFilter(viewOf(), false),
			searched: requestFilter(searched),
			refused: requestFilter(wrong),
		}),
		show(AttemptFilterForm, {
			empty: attemptFilter(viewOf()),
			Monitor: attemptFilter(viewOf(), false),
			refused: attemptFilter(wrong),
		}),
		show(RecordFilterForm, {
			"with one field": (
				<RecordFilterForm view={searched} path="/call-in">
					<FilterField view={searched} name="group" label="Group" list={GROUPS} />
				</RecordFilterForm>
			),
		}),
		show(FilterNumber, { plain: <FilterNumber view={searched} name="dnis" label="DNIS" /> }),
		show(FilterField, {
			text: <FilterField view={searched} name="group" label="Group" list={GROUPS} />,
			"a placeholder": (
				<FilterField view={viewOf()} name="group" label="Group" placeholder="A part of it" />
			),
		}),
		show(FilterTime, {
			empty: <FilterTime view={viewOf()} name="from" label="From" />,
			error: <FilterTime view={wrong} name="from" label="From" />,
		}),
		show(FilterChoice, {
			chosen: (
				<FilterChoice
					view={searched}
					name="state"
					label="State"
					chosen="Active"
					options={[
						["", "All"],
						["Active", "Active"],
					]}
				/>
			),
			unknown: (
				<FilterChoice view={wrong} name="state" label="State" chosen="" options={[["", "All"]]} />
			),
		}),
		show(RecordWays, {
			"no filter": <RecordWays path="/call-in" view={viewOf()} now={NOW} zone={ZONE} />,
			"every filter": <RecordWays path="/call-in" view={filtered} now={NOW} zone={ZONE} />,
		}),
		show(SearchLimitsNote, {
			"an ANI and a DNIS": (
				<SearchLimitsNote
					path="/call-in/attempts"
					view={searched}
					limits={{ lookedSince: NOW, isOfPools: true }}
					zone={ZONE}
				/>
			),
		}),
	],
};
