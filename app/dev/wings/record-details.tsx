import { AttemptTable } from "../../ui/records/attempt-table.tsx";
import { LockTable } from "../../ui/records/lock-table.tsx";
import { RequestFacts, RequestUserData } from "../../ui/records/request-facts.tsx";
import { RequestTable } from "../../ui/records/request-table.tsx";
import { RequestTimeline } from "../../ui/records/timeline-list.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, LONG_WORD, numberOf, ZONE } from "../kit/fixtures.ts";
import { attemptOf, many, requestOf, TIMELINE, wholeRequestOf } from "../kit/record-fixtures.ts";

const requests = (count: number, showsPrivate = true) => (
	<RequestTable requests={many(count, requestOf)} showsPrivate={showsPrivate} zone={ZONE} />
);
const attempts = (count: number, showsPrivate = true) => (
	<AttemptTable attempts={many(count, attemptOf)} showsPrivate={showsPrivate} zone={ZONE} />
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

/** The details of a request, its attempts and a lock. */
export const recordDetails: Wing = {
	path: "record-details",
	title: "Records one by one",
	components: [
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
