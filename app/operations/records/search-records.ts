import type { Db } from "../../../db/connection/database.ts";
import { findGroupNames, GROUPS_FOUND_MAX } from "../../../db/records/found-groups.ts";
import { findNumbers, NUMBERS_FOUND_MAX } from "../../../db/records/found-numbers.ts";
import { readAttemptView, readRequestView } from "../../domain/records/read-record-view.ts";
import type {
	AskedAttempts,
	AskedRequests,
	AttemptFilter,
	RecordView,
	RequestFilter,
	SearchLimits,
} from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.messages.records;
const NO_LIMITS: SearchLimits = { lookedSince: null, isOfPools: false };

type Reader = Parameters<typeof readRequestView>[1];

/** What an address asks for. The filter is null if the search has errors, at their fields. */
export type RecordSearch<Filter> = {
	view: RecordView;
	filter: Filter | null;
	limits: SearchLimits;
};

/** Reads a search for requests, and finds the numbers and groups that it means (K2, K6). */
export async function searchRequests(
	db: Db,
	params: URLSearchParams,
	reader: Reader,
): Promise<RecordSearch<RequestFilter>> {
	const { view, asked } = readRequestView(params, reader);
	if (hasProblems(view)) return { view, filter: null, limits: NO_LIMITS };
	const { group, ...others } = asked;
	const { numbers, limits } = await narrow(db, "requests", asked, view);
	const groups = group === null ? null : await findGroupNames(db, group);
	if (groups === "too-many") view.problems.group = words.tooManyGroups({ limit: GROUPS_FOUND_MAX });
	if (hasProblems(view) || groups === "too-many") return { view, filter: null, limits };
	return { view, filter: { ...others, ...numbers, groups }, limits };
}

/** Reads a search for attempts, and finds the numbers that it means (K5, K6). */
export async function searchAttempts(
	db: Db,
	params: URLSearchParams,
	reader: Reader,
): Promise<RecordSearch<AttemptFilter>> {
	const { view, asked } = readAttemptView(params, reader);
	if (hasProblems(view)) return { view, filter: null, limits: NO_LIMITS };
	const { numbers, limits } = await narrow(db, "attempts", asked, view);
	const isOfPools = asked.dnis?.kind === "ending";
	const filter = hasProblems(view) ? null : { ...asked, ...numbers };
	return { view, filter, limits: { ...limits, isOfPools } };
}

const hasProblems = (view: RecordView): boolean => Object.keys(view.problems).length > 0;

/** The stored numbers that the search finds. Too many are an error at the field. */
async function narrow(
	db: Db,
	table: "requests" | "attempts",
	asked: AskedRequests | AskedAttempts,
	view: RecordView,
) {
	const numbers: Record<"ani" | "dnis", string[] | null> = { ani: null, dnis: null };
	const limits: SearchLimits = { ...NO_LIMITS };
	for (const field of ["ani", "dnis"] as const) {
		const sought = asked[field];
		if (sought === null) continue;
		const found = await findNumbers(db, `${table}.${field}`, sought, asked);
		if (found === "too-many") {
			view.problems[field] = words.tooManyNumbers({ limit: NUMBERS_FOUND_MAX });
			continue;
		}
		numbers[field] = found.numbers;
		limits.lookedSince ??= found.lookedSince;
	}
	return { numbers, limits };
}
