import type {
	AttemptFilter,
	Place,
	RequestFilter,
} from "../../../app/domain/records/record-view.ts";
import {
	countAttemptRecords,
	findAttempt,
	listAttemptRecords,
	listAttemptsOfRequest,
} from "../../../db/records/attempt-records.ts";
import { countAttestedCalls } from "../../../db/records/attested-calls.ts";
import {
	countRequestRecords,
	findRequestDetails,
	listRequestRecords,
} from "../../../db/records/request-records.ts";
import { callerNumber, GROUP, type HotStatement, idOf, poolNumber } from "./hot-statement.ts";

const READER = { showsPrivate: true, limit: 50 };
const ANY: RequestFilter = {
	...{ id: null, ani: null, dnis: null, from: null, to: null },
	...{ state: null, groups: null, sort: "-created" },
};
const ANY_ATTEMPT: AttemptFilter = {
	...{ id: null, ani: null, dnis: null, from: null, to: null },
	...{ callId: null, outcome: null, sort: "-at" },
};
const ago = (now: number, days: number) => new Date(now - days * 86_400_000);
const hour = (now: number) => ({ from: ago(now, 7), to: ago(now, 6.96) });
const behind = (now: number): Place => ({ way: "after", at: ago(now, 3), id: idOf(17) });

type Page = Pick<HotStatement, "about" | "by"> & {
	parameters: string[];
	filter(now: number): Partial<RequestFilter>;
	place?(now: number): Place;
	nth?: number;
};
const LIMIT = "how many rows, and one more";
const FOUND = ["time of the record before the page", "its ID"];
/** Pages of requests. An earlier statement counts the list of a state. */
const REQUEST_PAGES: Record<string, Page> = {
	newest: {
		about: "The newest.",
		parameters: [LIMIT],
		filter: () => ({}),
		by: ["requests_created_at"],
	},
	behind_one: {
		about: "Those behind one.",
		parameters: [...FOUND, LIMIT],
		filter: () => ({}),
		place: behind,
		by: ["requests_created_at"],
	},
	first_to_expire: {
		about: "The first to expire.",
		parameters: [LIMIT],
		filter: () => ({ sort: "expires" }),
		by: ["requests_expires_at"],
	},
	by_id: {
		about: "By its ID or callbackServiceId.",
		parameters: ["the ID", "the ID", LIMIT],
		filter: () => ({ id: idOf(15) }),
		by: ["requests_pkey", "requests_callback_service_id"],
	},
	of_caller: {
		about: "Of one caller.",
		parameters: ["number of the caller", LIMIT],
		filter: () => ({ ani: [callerNumber(17)] }),
		by: ["requests_from_number"],
	},
	of_several_callers: {
		about: "Of the callers that a beginning finds.",
		parameters: ["number of a caller", "another", LIMIT],
		filter: () => ({ ani: [callerNumber(17), callerNumber(18)] }),
		by: ["requests_from_number"],
	},
	on_number: {
		about: "On one number.",
		parameters: ["the number", LIMIT],
		filter: () => ({ dnis: [poolNumber(17)] }),
		by: ["requests_to_number"],
	},
	of_group: {
		about: "Of one group.",
		parameters: ["name as it was asked for", LIMIT],
		filter: () => ({ groups: ["Group 1"] }),
		by: ["requests_group_name"],
	},
	of_an_hour: {
		about: "Of a time.",
		parameters: ["from", "to", LIMIT],
		filter: hour,
		by: ["requests_created_at"],
	},
	active: {
		about: "In the state Active.",
		parameters: [LIMIT],
		filter: () => ({ state: "Active" }),
		by: ["requests_created_at"],
	},
	expired: {
		about: "In the state Expired.",
		parameters: [LIMIT],
		filter: () => ({ state: "Expired" }),
		by: ["requests_created_at"],
	},
	matched: {
		about: "In the state Matched, from its list.",
		parameters: ["the state", LIMIT],
		filter: () => ({ state: "Matched" }),
		by: ["request_states_state_created_at_id_pk", "requests_pkey"],
	},
	cancelled_of_group: {
		about: "In the state Cancelled, of one group.",
		parameters: ["name as it was asked for", "the state", LIMIT],
		filter: () => ({ state: "Cancelled", groups: ["Group 1"] }),
		nth: 1,
		by: ["request_states_state_created_at_id_pk", "requests_group_name"],
	},
};

const requestPages: HotStatement[] = Object.entries(REQUEST_PAGES).map(([name, page]) => ({
	...{ name: `requests_${name}`, by: page.by, isPlannedForValues: true },
	...{ about: `A page of requests. ${page.about}`, parameters: page.parameters },
	...{ nth: page.nth ?? 0 },
	call: (db, now) =>
		listRequestRecords(db, { ...ANY, ...page.filter(now) }, page.place?.(now) ?? null, READER),
}));

type AttemptPage = Omit<Page, "filter"> & { filter(now: number): Partial<AttemptFilter> };
const ATTEMPT_PAGES: Record<string, AttemptPage> = {
	newest: { about: "The newest.", parameters: [LIMIT], filter: () => ({}), by: ["attempts_at"] },
	behind_one: {
		about: "Those behind one.",
		parameters: [...FOUND, LIMIT],
		filter: () => ({}),
		place: behind,
		by: ["attempts_at"],
	},
	of_request: {
		about: "Of one request.",
		parameters: ["ID of the request", LIMIT],
		filter: () => ({ id: idOf(17) }),
		by: ["attempts_request"],
	},
	of_caller: {
		about: "Of one caller.",
		parameters: ["number of the caller", LIMIT],
		filter: () => ({ ani: [callerNumber(17)] }),
		by: ["attempts_from_number"],
	},
	on_number: {
		about: "On one number.",
		parameters: ["the number", LIMIT],
		filter: () => ({ dnis: [poolNumber(17)] }),
		by: ["attempts_to_number"],
	},
	of_call: {
		about: "Of one callId.",
		parameters: ["callId", "callId", LIMIT],
		filter: () => ({ callId: "call-17" }),
		by: ["attempts_call_id"],
	},
	wrong_codes: {
		about: "With the outcome WRONG_CODE.",
		parameters: ["the outcome", LIMIT],
		filter: () => ({ outcome: "WRONG_CODE" }),
		by: ["attempts_not_matched"],
	},
};

const attemptPages: HotStatement[] = Object.entries(ATTEMPT_PAGES).map(([name, page]) => ({
	...{ name: `attempts_${name}`, by: page.by, isPlannedForValues: true },
	...{ about: `A page of attempts. ${page.about}`, parameters: page.parameters },
	call: (db, now) =>
		listAttemptRecords(
			db,
			{ ...ANY_ATTEMPT, ...page.filter(now) },
			page.place?.(now) ?? null,
			READER,
		),
}));

const COUNTED = "the most rows to count, and one more";

/** Statements of the records: pages, counts, and one request. */
export const RECORDS: readonly HotStatement[] = [
	...requestPages,
	...attemptPages,
	{
		name: "count_attested_calls",
		about: "How many of the last calls of a group's requests came with attestation A.",
		parameters: ["name of the group", "its ID", "when it was made, in milliseconds since 1970"],
		call: (db, now) =>
			countAttestedCalls(db, { id: GROUP.id, name: "Group 1", createdAt: ago(now, 30) }),
		by: ["requests_group_name", "attempts_request"],
		isPlannedForValues: true,
	},
	{
		name: "count_requests_of_an_hour",
		about: "How many requests were made in a time.",
		parameters: ["from", "to", COUNTED],
		call: (db, now) => countRequestRecords(db, { ...ANY, ...hour(now) }, READER),
		by: ["requests_created_at"],
		isPlannedForValues: true,
	},
	{
		name: "count_attempts_of_an_hour",
		about: "How many attempts were made in a time.",
		parameters: ["from", "to", COUNTED],
		call: (db, now) => countAttemptRecords(db, { ...ANY_ATTEMPT, ...hour(now) }, READER),
		by: ["attempts_at"],
		isPlannedForValues: true,
	},
	{
		name: "count_attempts_of_requests",
		about: "How many attempts the requests of a page have.",
		parameters: ["ID of a request"],
		call: (db) => listRequestRecords(db, ANY, null, READER),
		nth: 1,
		answers: [[[idOf(17), ...Array(8).fill(null)]]],
		by: ["attempts_request"],
		isPlannedForValues: true,
	},
	{
		name: "request_details",
		about: "All of one request, for its page.",
		parameters: ["ID of the request"],
		call: (db) => findRequestDetails(db, idOf(17), READER),
		by: ["requests_pkey", "groups_pkey", "api_keys_pkey"],
		isPlannedForValues: true,
	},
	{
		name: "attempt_details",
		about: "All of one attempt, for its page.",
		parameters: ["ID of the attempt"],
		call: (db) => findAttempt(db, idOf(17), READER),
		by: ["attempts_pkey"],
		isPlannedForValues: true,
	},
	{
		name: "attempts_of_request_page",
		about: "The first attempts of one request, for its page.",
		parameters: ["ID of the request", "the same again", "how many"],
		call: (db) => listAttemptsOfRequest(db, idOf(17), READER),
		by: ["attempts_request"],
		isPlannedForValues: true,
	},
];
