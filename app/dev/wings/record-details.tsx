import type { CodeGuard } from "../../domain/match/guarding.ts";
import type { CodeLock } from "../../domain/match/guessing.ts";
import { MATCH_OUTCOMES } from "../../domain/match/outcome.ts";
import type { AttemptRecord } from "../../domain/records/record.ts";
import { requestBar } from "../../domain/records/request-bar.ts";
import { AttemptFacts, AttemptReason, SeeAlso } from "../../ui/records/attempt-facts.tsx";
import { AttemptTable } from "../../ui/records/attempt-table.tsx";
import { GuardTable } from "../../ui/records/guard-table.tsx";
import { LockTable } from "../../ui/records/lock-table.tsx";
import { RequestBarChart } from "../../ui/records/request-bar-chart.tsx";
import { RequestFacts, RequestUserData } from "../../ui/records/request-facts.tsx";
import { RequestTable } from "../../ui/records/request-table.tsx";
import { RequestsMeant } from "../../ui/records/requests-meant-list.tsx";
import { RequestTimeline } from "../../ui/records/timeline-list.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, LONG_WORD, NOW, numberOf, ZONE } from "../kit/fixtures.ts";
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
		bar={requestBar(wholeRequestOf(1), TIMELINE.slice(0, events), NOW)}
		linksConnections={linksConnections}
		zone={ZONE}
	/>
);
const bar = (events: number) => (
	<RequestBarChart
		bar={requestBar(wholeRequestOf(events === 1 ? 0 : 1), TIMELINE.slice(0, events), NOW)}
		zone={ZONE}
	/>
);
const reason = (attempt: AttemptRecord, expiresAt: Date | null = null) => (
	<AttemptReason attempt={attempt} expiresAt={expiresAt} liftsLocks />
);
const attemptFacts = (index: number, showsPrivate = true) => (
	<AttemptFacts
		attempt={attemptOf(index)}
		showsPrivate={showsPrivate}
		linksConnections={showsPrivate}
		zone={ZONE}
	/>
);
const meant = (by: "ani" | "dnis", count: number) => (
	<RequestsMeant
		meant={{ by, path: "/call-in", requests: many(count, requestOf) }}
		showsPrivate
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
		show(AttemptReason, {
			...Object.fromEntries(
				MATCH_OUTCOMES.map((outcome, index) => [outcome, reason({ ...attemptOf(index), outcome })]),
			),
			"its request expired": reason({ ...attemptOf(0), outcome: "EXPIRED" }, ago(12)),
		}),
		show(AttemptFacts, {
			all: attemptFacts(0),
			little: attemptFacts(3),
			Monitor: attemptFacts(0, false),
		}),
		show(SeeAlso, {
			all: <SeeAlso attempt={attemptOf(0)} />,
			long: <SeeAlso attempt={attemptOf(1)} />,
		}),
		show(RequestsMeant, { none: meant("dnis", 0), "of a caller": meant("ani", 3) }),
		show(RequestBarChart, {
			"just created": bar(1),
			"all that can happen": bar(TIMELINE.length),
		}),
		show(RequestTimeline, {
			"just created": timeline(1),
			"all that can happen": timeline(TIMELINE.length),
			"connections not linked": timeline(TIMELINE.length, false),
		}),
	],
};
