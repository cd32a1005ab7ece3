import { texts } from "../../texts/texts.ts";
import { type AuditAction, searchedActions } from "../audit/audit-action.ts";
import type { CountryCode } from "../groups/calling-codes.ts";
import { searchedNumbers } from "../groups/number-search.ts";
import { CALL_ID_CHARACTERS_MAX } from "../match/inbound-call.ts";
import { MATCH_OUTCOMES, type MatchOutcome } from "../match/outcome.ts";
import { readCaller } from "../numbers/caller.ts";
import { comparedNumber } from "../numbers/two-writings.ts";
import { REQUEST_STATES, type RequestState } from "../requests/request-state.ts";
import { readClockTime } from "../zoned-time.ts";

/** Records on a page. */
export const RECORDS_PAGE_SIZE = 50;

/** What can be asked of a list of records in its address; `ani` by those who may see it (R4). */
export const RECORD_FIELDS = [
	...(["id", "callId", "ani", "dnis", "state", "outcome", "group"] as const),
	...(["who", "what", "object"] as const),
	...(["from", "to", "sort"] as const),
] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];

/**
 * Where a page of a list begins: behind or before a record, known by its time and ID. Null is the
 * list's beginning.
 */
export type Place = { way: "after" | "before"; at: Date; id: string } | null;

/** What was typed, as it stands in the address; what is wrong with it; and the page. */
export type RecordView = {
	typed: Record<RecordField, string>;
	problems: Partial<Record<RecordField, string>>;
	place: Place;
};

/**
 * The time is that of creation, or of the call; both ends count. `ani` and `dnis` are the numbers
 * that what was typed can mean.
 */
type RecordFilter = {
	id: string | null;
	ani: string[] | null;
	dnis: string[] | null;
	from: Date | null;
	to: Date | null;
};

export const REQUEST_SORTS = ["-created", "created", "-expires", "expires"] as const;
export type RequestSort = (typeof REQUEST_SORTS)[number];
/**
 * Which requests (K2). `id` is a request's own or its callbackServiceId; `group` a name as it was
 * kept, or as the group has it now.
 */
export type RequestFilter = RecordFilter & {
	state: RequestState | null;
	group: string | null;
	sort: RequestSort;
};
/** Which attempts (K5). `id` is the request's. The newest first, or the oldest. */
export type AttemptFilter = RecordFilter & {
	callId: string | null;
	outcome: MatchOutcome | null;
	sort: "-at" | "at";
};

/**
 * Which entries of the audit log (O5), the newest first. `who` is what the name of whoever did it
 * begins with; `object` what the name of what was changed begins with, or its ID.
 */
export type AuditFilter = {
	who: string | null;
	actions: readonly AuditAction[] | null;
	object: string | null;
	objectId: string | null;
	from: Date | null;
	to: Date | null;
};

type Reader = { zone: string; defaultCountry: CountryCode };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PLACE = /^(\d{1,14})\.([0-9a-f-]{36})$/;
const LONGEST = 200;
/** As long as a phone system's ID of a call may be. */
const LONGEST_OF: Partial<Record<RecordField, number>> = { callId: CALL_ID_CHARACTERS_MAX };

// Control characters are in no name and no ID, and no database takes all of them.
const clean = (text: string, field: RecordField): string =>
	text
		.replace(/\p{Cc}/gu, " ")
		.trim()
		.normalize("NFC")
		.slice(0, LONGEST_OF[field] ?? LONGEST);

function readPlace(params: URLSearchParams): Place {
	for (const way of ["after", "before"] as const) {
		const [, at, id] = PLACE.exec(params.get(way) ?? "") ?? [];
		if (at !== undefined && id !== undefined && UUID.test(id) && Number(at) <= 8.64e15)
			return { way, at: new Date(Number(at)), id };
	}
	return null;
}

/** In any writing: as phone systems send it, and as people group it (K2, N1). */
function numbersMeant(text: string, country: CountryCode): string[] | null {
	const caller = readCaller(text, { country });
	const read = caller.kind === "number" ? caller.readings : [];
	const numbers = [...read, ...(searchedNumbers(text, country) ?? [])];
	return numbers.length > 0 ? [...new Set(numbers)] : null;
}

const optional = (text: string): string | null => (text === "" ? null : text);

const words = texts.messages.records;

/**
 * Reads what all lists of records can be asked. What makes no sense is told at its field, and
 * nothing is looked for.
 */
function readView(params: URLSearchParams, { zone, defaultCountry }: Reader) {
	const typed = Object.fromEntries(
		RECORD_FIELDS.map((field) => [field, clean(params.get(field) ?? "", field)]),
	) as RecordView["typed"];
	const problems: RecordView["problems"] = {};
	const number = (field: "ani" | "dnis"): string[] | null => {
		if (typed[field] === "") return null;
		const numbers = numbersMeant(typed[field], defaultCountry);
		if (numbers === null) {
			problems[field] = words.numberUnreadable({ typed: typed[field] });
			return null;
		}
		// Records of an earlier version have the number as it was given.
		return field === "ani" ? [...new Set([...numbers, ...numbers.map(comparedNumber)])] : numbers;
	};
	const moment = (field: "from" | "to"): Date | null => {
		if (typed[field] === "") return null;
		const time = readClockTime(typed[field], zone);
		if (time === null) problems[field] = words.timeUnreadable({ typed: typed[field] });
		return time && (field === "from" ? time.first : time.last);
	};
	if (typed.id !== "" && !UUID.test(typed.id))
		problems.id = words.idUnreadable({ typed: typed.id });
	const filter: RecordFilter = {
		id: optional(typed.id),
		ani: number("ani"),
		dnis: number("dnis"),
		from: moment("from"),
		to: moment("to"),
	};
	if (filter.from && filter.to && filter.from > filter.to) problems.to = words.endBeforeStart;
	return { view: { typed, problems, place: readPlace(params) } satisfies RecordView, filter };
}

/** Reads which requests an address asks for (K2). Times are those of the reader's zone. */
export function readRequestView(
	params: URLSearchParams,
	reader: Reader,
): { view: RecordView; filter: RequestFilter } {
	const { view, filter } = readView(params, reader);
	const state = REQUEST_STATES.find((known) => known === view.typed.state) ?? null;
	const sort = REQUEST_SORTS.find((known) => known === view.typed.sort) ?? "-created";
	return { view, filter: { ...filter, state, group: optional(view.typed.group), sort } };
}

/** Reads which attempts an address asks for (K5). */
export function readAttemptView(
	params: URLSearchParams,
	reader: Reader,
): { view: RecordView; filter: AttemptFilter } {
	const { view, filter } = readView(params, reader);
	const outcome = MATCH_OUTCOMES.find((known) => known === view.typed.outcome) ?? null;
	return {
		view,
		filter: {
			...filter,
			callId: optional(view.typed.callId),
			outcome,
			sort: view.typed.sort === "at" ? "at" : "-at",
		},
	};
}

/** Reads which entries of the audit log an address asks for (O5). */
export function readAuditView(
	params: URLSearchParams,
	reader: Reader,
): { view: RecordView; filter: AuditFilter } {
	const { view, filter } = readView(params, reader);
	const { who, what, object } = view.typed;
	const actions = searchedActions(what);
	if (actions === null) view.typed.what = "";
	const isId = UUID.test(object);
	return {
		view,
		filter: {
			...{ who: optional(who), actions, from: filter.from, to: filter.to },
			...{ object: isId ? null : optional(object), objectId: isId ? object.toLowerCase() : null },
		},
	};
}

/**
 * Whether an address asks for something by the ANI, which does not exist for who may not see it
 * (R4).
 */
export const asksForAni = (params: URLSearchParams): boolean =>
	params.has("ani") || /^-?ani$/i.test(params.get("sort")?.trim() ?? "");

/** What is asked for, as the query of an address: with another page, or for a file. */
export function recordQuery(view: RecordView, place: Place = null): string {
	const params = new URLSearchParams();
	for (const field of RECORD_FIELDS)
		if (view.typed[field] !== "") params.set(field, view.typed[field]);
	if (place) params.set(place.way, `${place.at.getTime()}.${place.id}`);
	const query = params.toString();
	return query === "" ? "" : `?${query}`;
}

/** Whether anything is looked for at all; an order is no search. */
export const isSearch = (view: RecordView): boolean =>
	RECORD_FIELDS.some((field) => field !== "sort" && view.typed[field] !== "");
