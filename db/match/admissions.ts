import type { MatchFlags } from "../../app/domain/match/match.ts";
import type { MatchOutcome } from "../../app/domain/match/outcome.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Db } from "../connection/database.ts";
import { admissionStatement, REQUEST, type WayToFind } from "./admission-statement.ts";
import type { MatchSearch } from "./match-candidates.ts";

/** The phone system's answer about the request of a call. `userData` is JSON text. */
export type AdmittedRequest = {
	id: string;
	groupId: string;
	groupName: string;
	toPhoneNumber: string;
	fromPhoneNumber: string | null;
	expirationTime: number;
	/** Seconds from the call to the expiry (C9). */
	expiresInSeconds: number;
	userData: string | null;
	callbackServiceId: string | null;
};

/**
 * A call that may be admitted. `requestId` is the request if one is decided; null leaves the choice
 * to the plain cases (see `admitCalls`). `fromGiven` and `meant` are the ANI, and an unknown
 * dialed number, as records show them; with `hidesCaller`, they have no ANI. `madeBy` is the API
 * key in the records. `remember` is the idempotency key of the answer; null keeps no answer.
 */
export type Admission = {
	attemptId: string;
	search: MatchSearch;
	requestId: string | null;
	callId: string | null;
	fromGiven: string | null;
	hidesCaller: boolean;
	meant: string | null;
	madeBy: string;
	corrId: string;
	release: boolean;
	remember: { key: string; requestHash: string; seconds: number } | null;
};

/**
 * The remembered answer of a call; the request is read again. `toNumber` is the dialed number as
 * recorded.
 */
export type RememberedMatch = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	requestId: string | null;
	toNumber: string | null;
	/** Absent if a process of an earlier version has answered. */
	codeLength?: number | null;
	expiresInSeconds?: number | null;
};

/**
 * The result of an admission. `remembered`: answered before. `held-up`: the call releases the
 * request, and another process has its number's row locked or has changed it since our snapshot.
 * `open`: nothing is decided. These three leave no trace.
 */
export type Admitted =
	| { was: "admitted"; request: AdmittedRequest; matched: MatchFlags }
	| { was: "refused"; outcome: MatchOutcome; matched: MatchFlags; codeLength: number | null }
	| { was: "remembered"; response: string }
	| { was: "held-up"; requestId: string; number: string }
	| { was: "open" };

type RequestRow = {
	id: string;
	group_id: string;
	group_name: string;
	to_number: string;
	from_shown: string | null;
	expires_ms: number;
	expires_in: number;
	user_data: string | null;
	callback_service_id: string | null;
};
type Row = {
	place: number;
	remembered: string | null;
	held_up_id: string | null;
	held_up_number: string;
	refused: MatchOutcome | null;
	code_length: number | null;
	fits_code: boolean;
	fits_from: boolean;
	fits_to: boolean;
} & (RequestRow | { id: null });

/** The way to find a call's request; all calls of one statement share one way. */
export const wayToFind = ({ requestId, search }: Admission): WayToFind => {
	if (requestId !== null) return "decided";
	return search.accessCode === null ? "without-code" : "by-code";
};

/**
 * Decides, admits and records many calls in one statement, each independently, in the order of
 * `admissions`. All calls are found in one way. One index look-up decides the plain cases (C9). A
 * code on the dialed number decides for its request. A call without a code belongs to the only
 * request there without a code that its ANI does not contradict, unless the ANI could still fit
 * another request. A call by ANI alone belongs to the only request without a code and with this
 * ANI. A call without a code is refused if it fits no request on the dialed number. `decideMatch`
 * gives the same results from the full reading, and decides all other cases.
 */
export async function admitCalls(db: Db, admissions: readonly Admission[]): Promise<Admitted[]> {
	const column = (value: (one: Admission) => string | null) => arrayLiteral(admissions.map(value));
	const text = admissionStatement({
		find: wayToFind(admissions[0] as Admission),
		releases: admissions.some(({ release }) => release),
		remembers: admissions.some(({ remember }) => remember !== null),
	});
	const rows = await db.query<Row>(text, [
		column(({ attemptId }) => attemptId),
		column(({ search }) => search.apiKey.id),
		column(({ search }) => String(search.apiKey.limitedToGroups)),
		column(({ search }) => search.accessCode),
		column(({ search }) => search.fromNumber),
		column(({ search }) => search.dialed?.join(",") ?? null),
		column(({ requestId }) => requestId),
		column(({ callId }) => callId),
		column(({ madeBy }) => madeBy),
		column(({ corrId }) => corrId),
		column(({ release }) => String(release)),
		column(({ remember }) => remember?.key ?? null),
		column(({ remember }) => remember?.requestHash ?? null),
		column(({ remember }) => remember?.seconds.toString() ?? null),
		column(({ search }) => search.fromReadings?.join(",") ?? null),
		column(({ fromGiven }) => fromGiven),
		column(({ meant }) => meant),
		column(({ search }) => search.attestation ?? null),
		column(({ hidesCaller }) => String(hidesCaller)),
	]);
	const byPlace = new Map(rows.map((row) => [row.place, row]));
	return admissions.map((_, index) => toAdmitted(byPlace.get(index + 1) as Row));
}

function toAdmitted(row: Row): Admitted {
	if (row.remembered !== null) return { was: "remembered", response: row.remembered };
	const matched = {
		accessCode: row.fits_code,
		fromPhoneNumber: row.fits_from,
		toPhoneNumber: row.fits_to,
	};
	if (row.id !== null) return { was: "admitted", request: toRequest(row), matched };
	if (row.refused !== null)
		return { was: "refused", outcome: row.refused, matched, codeLength: row.code_length };
	return row.held_up_id === null
		? { was: "open" }
		: { was: "held-up", requestId: row.held_up_id, number: row.held_up_number };
}

/**
 * The request of a remembered call: it never changes, except for its end. Null if it has been
 * removed.
 */
export async function findAdmitted(db: Db, requestId: string): Promise<AdmittedRequest | null> {
	const [row] = await db.query<RequestRow>(
		`select ${REQUEST} from requests r where r.id = $1::uuid`,
		[requestId],
	);
	return row ? toRequest(row) : null;
}

const toRequest = (row: RequestRow): AdmittedRequest => ({
	id: row.id,
	groupId: row.group_id,
	groupName: row.group_name,
	toPhoneNumber: row.to_number,
	fromPhoneNumber: row.from_shown,
	expirationTime: row.expires_ms,
	expiresInSeconds: row.expires_in,
	userData: row.user_data,
	callbackServiceId: row.callback_service_id,
});
