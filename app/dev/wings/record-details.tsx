import type { CodeGuard } from "../../domain/match/guarding.ts";
import type { CodeLock } from "../../domain/match/guessing.ts";
import { AttemptTable } from "../../ui/records/attempt-table.tsx";
import { GuardTable } from "../../ui/records/guard-table.tsx";
import { LockTable } from "../../ui/records/lock-table.tsx";
import { RequestFacts, RequestUserData } from "../../ui/records/request-facts.tsx";
import { RequestTable } from "../../ui/records/request-table.tsx";
import { RequestTimeline } from "../../ui/records/timeline-list.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, LONG_WORD, numberOf, ZONE } from "../kit/fixtures.ts";
import {
	attemptOf,
	many,
	requestOf,
	TIMELINE,
	viewOf,
	wholeRequestOf,
} from "../kit/record-fixtures.ts";

const requests = (count: number, showsPrivate = true) => (
	<RequestTable
		requests={many(count, requestOf)}
		{...{ showsPrivate }}
		zone={ZONE}
		view={viewOf()}
		sort="-created"
	/>
);
const attempts = (count: number, showsPrivate = true) => (
	<AttemptTable
		attempts={many(count, attemptOf)}
		showsPrivate={showsPrivate}
		linksConnections={showsPrivate}
		zone={ZONE}
		view={viewOf()}
		sort="-at"
	/>
);

const timeline = (events: number, linksConnections = true) => (
	<RequestTimeline
		timeline={TIMELINE.slice(0, events)}
		linksConnections={linksConnections}
		zone={ZONE}
	/>
);
const facts = (index: number, showsPrivate = true) => (
	<RequestFacts request={wholeRequestOf(index)} showsPrivate={showsPrivate} zone={ZONE} />
);
const userData = (data: string | null, showsPrivate = true) => (
	<RequestUserData userData={data} hasUserData showsPrivate={showsPrivate} />
);

const lockOf = (place: number, more: Partial<CodeLock>): CodeLock => ({
	id: `0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f0${place}`,
	...{ fromNumber: null, toNumber: numberOf(place), hidesCaller: false, lockedUntil: ago(-60) },
	...more,
});
const locks = [
	lockOf(1, { fromNumber: "+14155550132", lockedUntil: ago(-300) }),
	lockOf(2, {}),
	lockOf(3, { hidesCaller: true }),
	lockOf(4, { fromNumber: "+493012345678", toNumber: null, lockedUntil: ago(-5) }),
];

const GROUP = { id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f55", name: "auto_insurance" };
const guardOf = (more: Partial<CodeGuard>): CodeGuard => ({
	...{ kind: "number", target: numberOf(1), wrongCodes: 51, isStrict: false },
	...{ since: ago(60), until: ago(-540), groups: [{ ...GROUP, guard: "guard" }] },
	...more,
});
const guards = [
	guardOf({}),
	guardOf({ target: numberOf(2), wrongCodes: 1234, isStrict: true }),
	guardOf({ kind: "group", target: GROUP.id, groups: [{ ...GROUP, guard: "alertOnly" }] }),
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
			"four locks": <LockTable locks={locks} zone={ZONE} />,
		}),
		show(GuardTable, {
			empty: <GuardTable guards={[]} zone={ZONE} />,
			"three guards": <GuardTable guards={guards} zone={ZONE} />,
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
			"just created": timeline(1),
			"all that can happen": timeline(TIMELINE.length),
			"connections not linked": timeline(TIMELINE.length, false),
		}),
	],
};
