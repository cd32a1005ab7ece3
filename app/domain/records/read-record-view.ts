import { texts } from "../../texts/texts.ts";
import { searchedActions } from "../audit/audit-action.ts";
import { CALL_ID_CHARACTERS_MAX } from "../match/inbound-call.ts";
import { MATCH_OUTCOMES } from "../match/outcome.ts";
import { NUMBER_TEXT_MAX } from "../numbers/addresses.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { REQUEST_STATES } from "../requests/request-state.ts";
import { readClockTime } from "../zoned-time.ts";
import {
	type AskedAttempts,
	type AskedRequests,
	ATTEMPT_SORTS,
	type AuditFilter,
	type Place,
	RECORD_FIELDS,
	REQUEST_SORTS,
	type RecordField,
	type RecordView,
} from "./record-view.ts";
import { comparedSought, readSoughtNumber, type SoughtNumber } from "./sought-number.ts";

type Reader = { zone: string; defaultCountry: CountryCode };

const words = texts.messages.records;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PLACE = /^(\d{1,14})\.([0-9a-f-]{36})$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const WAYS = ["after", "before"] as const;
const LONGEST = 200;
/** A phone system's ID of a call, and a header with a number (N1), may be longer. */
const LONGEST_OF: Partial<Record<RecordField, number>> = {
	callId: CALL_ID_CHARACTERS_MAX,
	ani: NUMBER_TEXT_MAX,
	dnis: NUMBER_TEXT_MAX,
};

const longestOf = (field: RecordField): number => LONGEST_OF[field] ?? LONGEST;

// No name and no ID has control characters, and no database accepts all of them.
const clean = (text: string): string =>
	text
		.replace(/\p{Cc}/gu, " ")
		.trim()
		.normalize("NFC");

const optional = (text: string): string | null => (text === "" ? null : text);

function readPlace(params: URLSearchParams): Place | "unreadable" {
	for (const way of WAYS) {
		if (!params.has(way)) continue;
		const [, at, id] = PLACE.exec(params.get(way) ?? "") ?? [];
		return at !== undefined && id !== undefined && UUID.test(id) && Number(at) <= 8.64e15
			? { way, at: new Date(Number(at)), id }
			: "unreadable";
	}
	return null;
}

/** A day as a whole, or a time. A date's `from` is its start, and its `to` its end. */
function readMoment(text: string, field: "from" | "to", zone: string): Date | null {
	const ofDay = field === "from" ? "T00:00" : "T23:59";
	const time = readClockTime(DATE.test(text) ? text + ofDay : text, zone);
	return time && (field === "from" ? time.first : time.last);
}

/**
 * Reads the fields that a list has. What cannot be read is an error at its field, and no search: a
 * filter is never ignored (K6). So is a part of the address that the list does not know.
 */
function readView(
	params: URLSearchParams,
	fields: readonly RecordField[],
	{ zone, defaultCountry }: Reader,
) {
	const problems: RecordView["problems"] = {};
	const typed = Object.fromEntries(
		RECORD_FIELDS.map((field) => [field, ""]),
	) as RecordView["typed"];
	for (const name of new Set(params.keys())) {
		const field = fields.find((known) => known === name);
		const [first = "", ...others] = params.getAll(name).map(clean);
		if (field === undefined) {
			if (!WAYS.some((way) => way === name)) problems.address = words.partUnknown({ name });
			continue;
		}
		typed[field] = first.slice(0, longestOf(field));
		if (others.some((other) => other !== first)) problems[field] = words.givenTwice;
		if (first.length > longestOf(field))
			problems[field] = words.tooLong({ limit: longestOf(field) });
	}
	const read = <T>(
		field: RecordField,
		how: (text: string) => T | { problem: string },
	): T | null => {
		if (typed[field] === "" || problems[field] !== undefined) return null;
		const value = how(typed[field]);
		if (typeof value !== "object" || value === null || !("problem" in value)) return value as T;
		problems[field] = value.problem;
		return null;
	};
	const place = readPlace(params);
	if (place === "unreadable") problems.address = words.pageUnknown;
	const number = (text: string): SoughtNumber | { problem: string } => {
		const sought = readSoughtNumber(text, defaultCountry);
		if (sought === "unreadable") return { problem: words.numberUnreadable({ typed: text }) };
		return sought === "too-few" ? { problem: words.tooFewDigits } : sought;
	};
	const moment = (field: "from" | "to") =>
		read(
			field,
			(text) => readMoment(text, field, zone) ?? { problem: words.timeUnreadable({ typed: text }) },
		);
	const sought = read("ani", number);
	const asked = {
		id: read("id", (id) => (UUID.test(id) ? id : { problem: words.idUnreadable({ typed: id }) })),
		ani: sought && comparedSought(sought),
		dnis: read("dnis", number),
		from: moment("from"),
		to: moment("to"),
	};
	if (asked.from && asked.to && asked.from > asked.to) problems.to = words.endBeforeStart;
	const oneOf = <T extends string>(field: RecordField, known: readonly T[]): T | null =>
		read(
			field,
			(text) =>
				known.find((one) => one === text) ?? { problem: words.choiceUnknown({ typed: text }) },
		);
	const view: RecordView = { typed, problems, place: place === "unreadable" ? null : place };
	return { view, asked, oneOf };
}

const REQUEST_FIELDS = ["id", "ani", "dnis", "state", "group", "from", "to", "sort"] as const;
const ATTEMPT_FIELDS = ["id", "callId", "ani", "dnis", "outcome", "from", "to", "sort"] as const;
const AUDIT_FIELDS = ["who", "what", "object", "from", "to"] as const;

/** Reads what the address of the list of requests asks for (K2). Times are in the reader's zone. */
export function readRequestView(
	params: URLSearchParams,
	reader: Reader,
): { view: RecordView; asked: AskedRequests } {
	const { view, asked, oneOf } = readView(params, REQUEST_FIELDS, reader);
	const state = oneOf("state", REQUEST_STATES);
	const sort = oneOf("sort", REQUEST_SORTS) ?? "-created";
	return { view, asked: { ...asked, state, group: optional(view.typed.group), sort } };
}

/** Reads what the address of the list of attempts asks for (K5). */
export function readAttemptView(
	params: URLSearchParams,
	reader: Reader,
): { view: RecordView; asked: AskedAttempts } {
	const { view, asked, oneOf } = readView(params, ATTEMPT_FIELDS, reader);
	const outcome = oneOf("outcome", MATCH_OUTCOMES);
	const sort = oneOf("sort", ATTEMPT_SORTS) ?? "-at";
	return { view, asked: { ...asked, callId: optional(view.typed.callId), outcome, sort } };
}

/** Reads the filter of audit log entries from an address (O5). */
export function readAuditView(
	params: URLSearchParams,
	reader: Reader,
): { view: RecordView; filter: AuditFilter } {
	const { view, asked } = readView(params, AUDIT_FIELDS, reader);
	const { who, what, object } = view.typed;
	const actions = searchedActions(what);
	if (actions === null) view.typed.what = "";
	const isId = UUID.test(object);
	return {
		view,
		filter: {
			...{ who: optional(who), actions, from: asked.from, to: asked.to },
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
