import type { MatchFlags } from "../../app/domain/match/match.ts";
import type { MatchOutcome } from "../../app/domain/match/outcome.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Db } from "../connection/database.ts";
import { admissionStatement, REQUEST, type WayToFind } from "./admission-statement.ts";
import type { MatchSearch } from "./match-candidates.ts";

/**
 * What the phone system is told about the request that a call belongs to. `userData` is JSON text.
 */
export type AdmittedRequest = {
	id: string;
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
 * A call that may be admitted. `requestId` is the request that it is decided for; null where that
 * is left to what is plain (see `admitCalls`). `fromGiven` and `meant`: the ANI, and a dialed
 * number that is none of ours, as records show them. `madeBy` is whom the records name. `remember`:
 * what its answer is remembered by; null where it is not.
 */
export type Admission = {
	attemptId: string;
	search: MatchSearch;
	requestId: string | null;
	callId: string | null;
	fromGiven: string | null;
	meant: string | null;
	madeBy: string;
	corrId: string;
	release: boolean;
	remember: { key: string; requestHash: string; seconds: number } | null;
};

/**
 * What is remembered of a call; the request is read again. `toNumber` is the dialed one, as it was
 * recorded.
 */
export type RememberedMatch = {
	outcome: MatchOutcome;
	matched: MatchFlags;
	requestId: string | null;
	toNumber: string | null;
	/** Absent where a process of an earlier version has answered. */
	codeLength?: number | null;
	expiresInSeconds?: number | null;
};

/**
 * What came of it. `remembered`: it was answered before. `held-up`: the request is to be released,
 * and somebody else is at work on its number, or has been since this statement began. `open`:
 * nothing is decided. None of these three has left a trace.
 */
export type Admitted =
	| { was: "admitted"; request: AdmittedRequest; matched: MatchFlags }
	| { was: "refused"; outcome: MatchOutcome; matched: MatchFlags; codeLength: number | null }
	| { was: "remembered"; response: string }
	| { was: "held-up"; requestId: string; number: string }
	| { was: "open" };

type RequestRow = {
	id: string;
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

/** What a call is plainly decided by; calls of one statement are found in one way. */
export const wayToFind = ({ requestId, search }: Admission): WayToFind => {
	if (requestId !== null) return "decided";
	return search.accessCode === null ? "without-code" : "by-code";
};

/**
 * Decides for many calls in one statement, admits them and records that, each for itself; in the
 * order of `admissions`, all of which are found in one way. Decided is what is plain from one look
 * at an index (C9): a code on the dialed number is its request's; a call without one belongs to the
 * only request there without one that its ANI does not speak against, unless that ANI could still
 * be another's; a call by ANI alone to the only request without a code that has it. A
 * call without a code is refused where nobody on the dialed number can be meant by it. What
 * `decideMatch` makes of all that there is, is the same; everything else is left to it.
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
 * What a remembered call was admitted to: it stays the same, but for its end. Null where it was
 * removed since.
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
	groupName: row.group_name,
	toPhoneNumber: row.to_number,
	fromPhoneNumber: row.from_shown,
	expirationTime: row.expires_ms,
	expiresInSeconds: row.expires_in,
	userData: row.user_data,
	callbackServiceId: row.callback_service_id,
});
