import { texts } from "../../texts/texts.ts";
import { type AuditAction, searchedActions } from "../audit/audit-action.ts";
import { CALL_ID_CHARACTERS_MAX } from "../match/inbound-call.ts";
import { MATCH_OUTCOMES, type MatchOutcome } from "../match/outcome.ts";
import { NUMBER_TEXT_MAX } from "../numbers/addresses.ts";
import { readCaller } from "../numbers/caller.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { searchedNumbers } from "../numbers/pasted-text.ts";
import { comparedNumber } from "../numbers/two-writings.ts";
import { REQUEST_STATES, type RequestState } from "../requests/request-state.ts";
import { readClockTime } from "../zoned-time.ts";

/** Query parameters of a list of records; `ani` only for readers with access to it (R4). */
export const RECORD_FIELDS = [
	...(["id", "callId", "ani", "dnis", "state", "outcome", "group"] as const),
	...(["who", "what", "object"] as const),
	...(["from", "to", "sort"] as const),
] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];

/**
 * Keyset pagination: a page begins after or before a record, given by its time and ID. Null is the
 * list's beginning.
 */
export type Place = { way: "after" | "before"; at: Date; id: string } | null;

/** The typed fields as in the address, their errors, and the page. */
export type RecordView = {
	typed: Record<RecordField, string>;
	problems: Partial<Record<RecordField, string>>;
	place: Place;
};

/**
 * The time is that of creation, or of the call; both ends are included. `ani` and `dnis` are the
 * numbers that the typed text can mean.
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
 * Filter of requests (K2). `id` is a request's own ID or its callbackServiceId. `group` is the
 * stored name or the group's name now.
 */
export type RequestFilter = RecordFilter & {
	state: RequestState | null;
	group: string | null;
	sort: RequestSort;
};
/** Filter of attempts (K5). `id` is the request's. Newest first, or oldest. */
export type AttemptFilter = RecordFilter & {
	callId: string | null;
	outcome: MatchOutcome | null;
	sort: "-at" | "at";
};

/**
 * Filter of audit log entries (O5), newest first. `who` is a prefix of the actor's name. `object`
 * is a prefix of the changed object's name, or its ID.
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
/** A phone system's ID of a call, and a header with a number (N1), may be longer. */
const LONGEST_OF: Partial<Record<RecordField, number>> = {
	callId: CALL_ID_CHARACTERS_MAX,
	ani: NUMBER_TEXT_MAX,
	dnis: NUMBER_TEXT_MAX,
};

// No name and no ID has control characters, and no database accepts all of them.
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

/** In any writing: as phone systems send it, or as people group it (K2, N1). */
export function numbersMeant(text: string, country: CountryCode): string[] | null {
	const caller = readCaller(text, { country });
	const read = caller.kind === "number" ? caller.readings : [];
	const numbers = [...read, ...(searchedNumbers(text, { country }) ?? [])];
	return numbers.length > 0 ? [...new Set(numbers)] : null;
}

const optional = (text: string): string | null => (text === "" ? null : text);

const words = texts.messages.records;

/**
 * Reads the fields that all lists of records share. An invalid value gives an error at its field,
 * and no search.
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
		// Records of an earlier version have the number as given.
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

/** Reads the filter of requests from an address (K2). Times are in the reader's zone. */
export function readRequestView(
	params: URLSearchParams,
	reader: Reader,
): { view: RecordView; filter: RequestFilter } {
	const { view, filter } = readView(params, reader);
	const state = REQUEST_STATES.find((known) => known === view.typed.state) ?? null;
	const sort = REQUEST_SORTS.find((known) => known === view.typed.sort) ?? "-created";
	return { view, filter: { ...filter, state, group: optional(view.typed.group), sort } };
}

/** Reads the filter of attempts from an address (K5). */
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

/** Reads the filter of audit log entries from an address (O5). */
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
 * Whether an address filters by the ANI. The filter does not exist for a reader without access to
 * the ANI (R4).
 */
export const asksForAni = (params: URLSearchParams): boolean =>
	params.has("ani") || /^-?ani$/i.test(params.get("sort")?.trim() ?? "");

/** The filter as the query of an address: with another page, or for a file. */
export function recordQuery(view: RecordView, place: Place = null): string {
	const params = new URLSearchParams();
	for (const field of RECORD_FIELDS)
		if (view.typed[field] !== "") params.set(field, view.typed[field]);
	if (place) params.set(place.way, `${place.at.getTime()}.${place.id}`);
	const query = params.toString();
	return query === "" ? "" : `?${query}`;
}

/** Whether any filter is set; an order is no search. */
export const isSearch = (view: RecordView): boolean =>
	RECORD_FIELDS.some((field) => field !== "sort" && view.typed[field] !== "");
