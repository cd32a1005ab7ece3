import type { GroupRisk, ListedGroup } from "../../domain/traffic/group-risks.ts";
import type { Home } from "../../operations/home/read-home.ts";
import { FirstSteps } from "../../ui/home/first-steps.tsx";
import { NeediestGroups } from "../../ui/home/neediest-groups.tsx";
import { Needs } from "../../ui/home/needs.tsx";
import { show, type Wing } from "../kit/example.tsx";
import {
	ago,
	groupOf,
	idOf,
	LONG_EMAIL,
	LONG_NAME,
	LONG_WORD,
	numberOf,
	ZONE,
} from "../kit/fixtures.ts";

const EXHAUSTED: GroupRisk[] = ["exhausted", "refusals", "codes-too-short", "not-told-apart"];
const NONE = { group: false, key: false, request: false, "phone-system": false, call: false };

const GROUPS: ListedGroup[] = [
	{ name: LONG_NAME, live: 10_000, numbersInUse: 10_000, refused: 12_345, risks: EXHAUSTED },
	{ name: LONG_WORD, live: 7, numbersInUse: 7, refused: 3, risks: ["refusals" as const] },
	{ name: "Support", live: 44, numbersInUse: 1, refused: 0, risks: [] },
].map((use, index) => ({
	...groupOf({ id: idOf(index), poolSize: 10_000, drainingSize: 50 * index }),
	...{ ...use, numbersTaken: use.numbersInUse },
}));

const needs = (more: Partial<Home>, liftsLocks = true) => (
	<Needs
		home={{
			...{ firstSteps: null, groups: [], denseNumbers: [], locks: 0 },
			all: { groups: 0, live: 0, refused: 0 },
			guards: { number: 0, group: 0 },
			...{ connections: null, openReviews: null },
			...more,
		}}
		liftsLocks={liftsLocks}
		zone={ZONE}
	/>
);

export const home: Wing = {
	path: "home",
	title: "Home",
	components: [
		show(FirstSteps, {
			"nothing done": <FirstSteps done={NONE} />,
			"a group and a key": <FirstSteps done={{ ...NONE, group: true, key: true }} />,
			"no call yet": <FirstSteps done={{ ...NONE, group: true, key: true, request: true }} />,
		}),
		show(NeediestGroups, {
			none: <NeediestGroups groups={[]} total={0} />,
			"with every risk": <NeediestGroups groups={GROUPS} total={1234} />,
		}),
		show(Needs, {
			nothing: needs({}),
			"everything at once": needs({
				groups: GROUPS,
				denseNumbers: [
					{
						...{ number: numberOf(1), length: 4, live: 12 },
						groups: [GROUPS[0]!, GROUPS[1]!].map(({ id, name }) => ({ id, name })),
					},
				],
				guards: { number: 2, group: 1 },
				locks: 1,
				connections: [
					{ id: idOf(11), name: "Twilio", trouble: "unsigned" },
					{ id: idOf(12), name: LONG_WORD, trouble: "call-refused" },
					{ id: idOf(13), name: "Old trunk", trouble: "paused" },
				],
				openReviews: [
					{
						...{ id: idOf(21), group: { id: idOf(1), name: LONG_NAME }, fileName: "numbers.csv" },
						...{ createdBy: LONG_EMAIL, createdAt: ago(600).toISOString() },
					},
					{
						...{ id: idOf(22), group: null, fileName: `${LONG_WORD}.json` },
						...{ createdBy: "ada@example.com", createdAt: ago(60).toISOString() },
					},
				],
			}),
			"locks, for a role that lifts none": needs({ locks: 7 }, false),
		}),
	],
};
