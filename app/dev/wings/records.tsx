import { texts } from "../../texts/texts.ts";
import { AttemptFilterForm } from "../../ui/records/attempt-filter.tsx";
import { AttemptTable } from "../../ui/records/attempt-table.tsx";
import { LockTable } from "../../ui/records/lock-table.tsx";
import { FilterChoice, FilterField, RecordFilterForm } from "../../ui/records/record-filter.tsx";
import { RecordTabs } from "../../ui/records/record-tabs.tsx";
import { RecordsPage } from "../../ui/records/records-page.tsx";
import { RequestFacts, RequestUserData } from "../../ui/records/request-facts.tsx";
import { RequestFilterForm } from "../../ui/records/request-filter.tsx";
import { RequestTable } from "../../ui/records/request-table.tsx";
import { RequestTimeline } from "../../ui/records/timeline-list.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, LONG_WORD, NOW, numberOf, ZONE } from "../kit/fixtures.ts";
import { attemptOf, requestOf, TIMELINE, viewOf, wholeRequestOf } from "../kit/record-fixtures.ts";

const many = <T,>(count: number, of: (index: number) => T): T[] =>
	Array.from({ length: count }, (_, index) => of(index));

const GROUPS = ["auto_insurance", "renewals"];
const searched = viewOf({ ani: "(415) 555-0132", group: "auto_insurance", state: "Active" });
const wrong = viewOf(
	{ ani: "call me", from: "yesterday" },
	{ ani: "This is no phone number.", from: "Enter a date and a time." },
);

const requestFilter = (view: typeof wrong, showsPrivate = true) => (
	<RequestFilterForm {...{ view, showsPrivate }} zone={ZONE} groups={GROUPS} sort="-created" />
);
const attemptFilter = (view: typeof wrong, showsPrivate = true) => (
	<AttemptFilterForm {...{ view, showsPrivate }} zone={ZONE} sort="-at" />
);
const requests = (count: number, showsPrivate = true) => (
	<RequestTable requests={many(count, requestOf)} showsPrivate={showsPrivate} zone={ZONE} />
);
const attempts = (count: number, showsPrivate = true) => (
	<AttemptTable attempts={many(count, attemptOf)} showsPrivate={showsPrivate} zone={ZONE} />
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
		pager={{ hasPrevious: false, hasNext: rows === 50 }}
		ends={rows === 0 ? [] : [requestOf(0), requestOf(rows - 1)].map(({ id }) => ({ id, at: NOW }))}
		now={NOW}
		zone={ZONE}
		liftsLocks
		filter={requestFilter(view)}
	>
		{requests(rows)}
	</RecordsPage>
);

const facts = (index: number, showsPrivate = true) => (
	<RequestFacts request={wholeRequestOf(index)} showsPrivate={showsPrivate} zone={ZONE} />
);
const userData = (data: string | null, showsPrivate = true) => (
	<RequestUserData userData={data} hasUserData showsPrivate={showsPrivate} />
);

const locks = [
	{ fromNumber: "+14155550132", toNumber: numberOf(1), lockedUntil: ago(-300) },
	{ fromNumber: null, toNumber: numberOf(2), lockedUntil: ago(-60) },
	{ fromNumber: "+493012345678", toNumber: null, lockedUntil: ago(-5) },
];

/** The call-in records: requests, attempts, locks. */
export const records: Wing = {
	path: "records",
	title: "Call-in records",
	components: [
		show(RecordsPage, {
			empty: page({ rows: 0, count: { isExact: true, count: 0 } }),
			"nothing found": page({ rows: 0, count: { isExact: true, count: 0 } }, searched),
			"refused search": page({ rows: 0, count: null }, wrong),
			"a full page, 10,000 exactly": page({ rows: 50, count: { isExact: true, count: 10_000 } }),
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
		show(FilterField, {
			text: <FilterField view={searched} name="group" label="Group" list={GROUPS} />,
			"error at a time": (
				<FilterField view={wrong} name="from" label="From" type="datetime-local" />
			),
		}),
		show(FilterChoice, {
			chosen: (
				<FilterChoice
					name="state"
					label="State"
					chosen="Active"
					options={[
						["", "All"],
						["Active", "Active"],
					]}
				/>
			),
		}),
		show(RequestTable, { "all states": requests(8), Monitor: requests(4, false) }),
		show(AttemptTable, { "all outcomes": attempts(8), Monitor: attempts(4, false) }),
		show(LockTable, {
			empty: <LockTable locks={[]} zone={ZONE} />,
			"three locks": <LockTable locks={locks} zone={ZONE} />,
		}),
		show(RequestFacts, {
			Active: facts(0),
			"Matched, and live": facts(1),
			Cancelled: facts(2),
			"Expired, its group deleted": facts(3),
			Monitor: facts(0, false),
		}),
		show(RequestUserData, {
			none: <RequestUserData userData={null} hasUserData={false} showsPrivate />,
			hidden: userData(null, false),
			JSON: userData('{"name":"Ann <b>","tags":["a","b"],"nested":{"value":1}}'),
			long: userData(JSON.stringify({ word: LONG_WORD })),
		}),
		show(RequestTimeline, {
			"just created": <RequestTimeline timeline={TIMELINE.slice(0, 1)} zone={ZONE} />,
			"all that can happen": <RequestTimeline timeline={TIMELINE} zone={ZONE} />,
		}),
	],
};
