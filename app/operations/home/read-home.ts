import { listGroupsById } from "../../../db/groups/groups.ts";
import { type DenseNumber, listDenseCodes } from "../../../db/home/dense-numbers.ts";
import { readFirstSteps } from "../../../db/home/first-steps.ts";
import { listOpenReviews, type OpenReview } from "../../../db/import/import-history.ts";
import { countCodeGuards } from "../../../db/match/code-guards.ts";
import { countCodeLocks } from "../../../db/match/code-locks.ts";
import { lastCallTimes } from "../../../db/phone-systems/connection-calls.ts";
import { refusalCounts } from "../../../db/phone-systems/connection-refusals.ts";
import { listConnections } from "../../../db/phone-systems/connections.ts";
import { type AllGroups, listNeediestGroups } from "../../../db/traffic/groups-now.ts";
import { areFirstStepsOver, type StepsDone } from "../../domain/home/first-steps.ts";
import { can, type Role } from "../../domain/people/roles.ts";
import {
	type ConnectionTrouble,
	troubleOf,
} from "../../domain/phone-systems/connection-trouble.ts";
import type { ListedGroup } from "../../domain/traffic/group-risks.ts";
import { CODES_PER_LIVE_CODE } from "../../domain/traffic/traffic.ts";
import type { Service } from "../../platform/service.ts";
import { listGroupsNow } from "../groups/list-groups-now.ts";
import { writeRefusals } from "../phone-systems/count-refusals.ts";
import { writeNotedCalls } from "../phone-systems/note-connection-call.ts";

/** Groups on the page. The list of groups has all of them. */
const GROUPS_MAX = 10;
/** Items in each list of what needs a person. */
const ITEMS_MAX = 5;

export type { OpenReview };
export type TroubledConnection = { id: string; name: string; trouble: ConnectionTrouble };

/** The home page (G17). No caller's number is in it. What a role may not see is null. */
export type Home = {
	/** Null once they are over, and for those who cannot take them. */
	firstSteps: StepsDone | null;
	/** The groups that need a person first, then the busiest. */
	groups: ListedGroup[];
	all: AllGroups;
	denseNumbers: DenseNumber[];
	guards: { number: number; group: number };
	locks: number;
	connections: TroubledConnection[] | null;
	openReviews: OpenReview[] | null;
};

export async function readHome(service: Service, role: Role): Promise<Home> {
	const { db } = service;
	const [{ ids, all }, dense, guards, locks] = await Promise.all([
		listNeediestGroups(db, GROUPS_MAX),
		listDenseCodes(db, CODES_PER_LIVE_CODE, ITEMS_MAX),
		countCodeGuards(db),
		countCodeLocks(db),
	]);
	const steps = can(role, "group:write") ? await readFirstSteps(db) : null;
	return {
		firstSteps: steps && areFirstStepsOver(steps) ? null : steps,
		groups: await listGroupsNow(db, await listGroupsById(db, ids)),
		all,
		denseNumbers: dense,
		guards,
		locks,
		connections: can(role, "connection:read") ? await listTroubled(service) : null,
		openReviews: can(role, "group:write") ? await listOpenReviews(db, ITEMS_MAX) : null,
	};
}

async function listTroubled(service: Service): Promise<TroubledConnection[]> {
	await Promise.all([writeNotedCalls(service), writeRefusals(service)]);
	const { db } = service;
	const [connections, last, refusals] = await Promise.all([
		listConnections(db),
		lastCallTimes(db),
		refusalCounts(db),
	]);
	return connections
		.flatMap(({ id, name, pausedAt }) => {
			const life = { lastCall: last.get(id) ?? null, refusals: refusals.get(id) ?? null };
			const trouble = troubleOf({ pausedAt, ...life });
			return trouble === null ? [] : [{ id, name, trouble }];
		})
		.slice(0, ITEMS_MAX);
}
