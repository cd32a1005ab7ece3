import type { AuditAction } from "../audit/audit-action.ts";
import type { MatchOutcome } from "../match/outcome.ts";
import type { RequestState } from "../requests/request-state.ts";
import type { SoughtNumber } from "./sought-number.ts";

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

/**
 * The typed fields as in the address, their errors, and the page. `address` has the error of a part
 * of the address that belongs to no field.
 */
export type RecordView = {
	typed: Record<RecordField, string>;
	problems: Partial<Record<RecordField | "address", string>>;
	place: Place;
};

/** The time is that of creation, or of the call; both ends are included. */
type Times = { from: Date | null; to: Date | null };

export const REQUEST_SORTS = ["-created", "created", "-expires", "expires"] as const;
export type RequestSort = (typeof REQUEST_SORTS)[number];
export const ATTEMPT_SORTS = ["-at", "at"] as const;
export type AttemptSort = (typeof ATTEMPT_SORTS)[number];

/** What a reader asks for, before the database says which numbers and groups the text finds. */
type Asked = Times & { id: string | null; ani: SoughtNumber | null; dnis: SoughtNumber | null };
export type AskedRequests = Asked & {
	state: RequestState | null;
	/** A group's name, or a part of it. */
	group: string | null;
	sort: RequestSort;
};
export type AskedAttempts = Asked & {
	callId: string | null;
	outcome: MatchOutcome | null;
	sort: AttemptSort;
};

/** `ani` and `dnis` are numbers as they are stored. */
type RecordFilter = Times & { id: string | null; ani: string[] | null; dnis: string[] | null };
/**
 * Filter of requests (K2). `id` is a request's own ID or its callbackServiceId. `groups` are names
 * as stored with requests.
 */
export type RequestFilter = RecordFilter &
	Pick<AskedRequests, "state" | "sort"> & { groups: string[] | null };
/** Filter of attempts (K5). `id` is the request's. Newest first, or oldest. */
export type AttemptFilter = RecordFilter & Pick<AskedAttempts, "callId" | "outcome" | "sort">;

/** A caller with given last digits is looked for among this many records, the newest. */
export const LOOKED_THROUGH_MAX = 20_000;

/**
 * What a search for last digits has left out. `lookedSince`: records from before then were not
 * looked through for a caller. `isOfPools`: a DNIS that never was in a pool is not found.
 */
export type SearchLimits = { lookedSince: Date | null; isOfPools: boolean };

/**
 * Filter of audit log entries (O5), newest first. `who` is a prefix of the actor's name. `object`
 * is a prefix of the changed object's name, or its ID.
 */
export type AuditFilter = Times & {
	who: string | null;
	actions: readonly AuditAction[] | null;
	object: string | null;
	objectId: string | null;
};

/** The filter as the query of an address: with another page, or for a file. */
export function recordQuery(view: Pick<RecordView, "typed">, place: Place = null): string {
	const params = new URLSearchParams();
	for (const field of RECORD_FIELDS)
		if (view.typed[field] !== "") params.set(field, view.typed[field]);
	if (place) params.set(place.way, `${place.at.getTime()}.${place.id}`);
	const query = params.toString();
	return query === "" ? "" : `?${query}`;
}

/** The same filter with other values in some fields, as the query of an address. */
export const queryWith = (
	view: Pick<RecordView, "typed">,
	changes: Partial<RecordView["typed"]>,
): string => recordQuery({ typed: { ...view.typed, ...changes } });

/** The fields that filter: an order is no search. */
export const activeFields = (view: RecordView): RecordField[] =>
	RECORD_FIELDS.filter((field) => field !== "sort" && view.typed[field] !== "");

/** Whether any filter is set. */
export const isSearch = (view: RecordView): boolean => activeFields(view).length > 0;
