import type { CallerIdSetting, GuardSetting } from "../../app/domain/groups/group-settings.ts";
import type { Attestation } from "../../app/domain/match/attestation.ts";
import type { MatchCandidate } from "../../app/domain/match/candidate.ts";
import { type GuardLevel, type Guards, NO_GUARDS } from "../../app/domain/match/guarding.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Db } from "../connection/database.ts";
import type { KeyLimits } from "../requests/call-in-requests.ts";
import { LOOKS } from "./match-look.ts";

/**
 * A search. `dialed`: the possible readings of the dialed number, the likeliest first; null if none
 * is given.
 */
export type MatchSearch = {
	accessCode: string | null;
	/** The normalized ANI: the first reading, and all readings if there are several (N2). */
	fromNumber: string | null;
	fromReadings?: readonly string[] | null | undefined;
	dialed: readonly string[] | null;
	attestation?: Attestation | null | undefined;
	apiKey: KeyLimits;
};

/**
 * The reading at `now` (milliseconds, the database's clock). `toNumber` is the dialed number; null
 * if it is in no pool. `guards` are those that may concern the call.
 */
export type MatchReading = {
	now: number;
	toNumber: string | null;
	isLocked: boolean;
	guards: Guards;
	candidates: MatchCandidate[];
};

type Row = {
	place: number;
	now_ms: number;
	to_dialed: string | null;
	locked: boolean;
	guards: string;
	id: string | null;
	group_id: string;
	guard: GuardSetting;
	to_number: string;
	from_number: string | null;
	from_readings: string | null;
	has_access_code: boolean;
	access_code: string | null;
	created_ms: number;
	expires_ms: number;
	ended_ms: number | null;
	was_matched: boolean;
	caller_id: CallerIdSetting;
};

/** `on-number` for calls with a dialed number, `anywhere` for calls without. */
export type Look = keyof typeof LOOKS;

/**
 * Reads all facts that decide many calls, and whether each pair of ANI and number is locked, in one
 * statement. In the order of `searches`.
 */
export async function readMatchCandidates(
	db: Db,
	look: Look,
	searches: readonly MatchSearch[],
): Promise<MatchReading[]> {
	const column = (value: (search: MatchSearch) => string | null) =>
		arrayLiteral(searches.map(value));
	const rows = await db.query<Row>(LOOKS[look], [
		column(({ apiKey }) => apiKey.id),
		column(({ apiKey }) => String(apiKey.limitedToGroups)),
		column(({ accessCode }) => accessCode),
		column(({ fromNumber }) => fromNumber),
		column(({ dialed }) => dialed?.join(",") ?? null),
		column(({ fromReadings }) => fromReadings?.join(",") ?? null),
		column(({ attestation }) => attestation ?? null),
	]);
	const byPlace = new Map<number, Row[]>();
	for (const row of rows) {
		const found = byPlace.get(row.place);
		if (found) found.push(row);
		else byPlace.set(row.place, [row]);
	}
	return searches.map((_, index) => toReading(byPlace.get(index + 1) as Row[]));
}

function toReading(rows: Row[]): MatchReading {
	// Several look-ups can find the same request: keep one.
	const candidates = new Map(
		rows.flatMap((row) => (row.id === null ? [] : [[row.id, toCandidate(row, row.id)]])),
	);
	const [{ now_ms, to_dialed, locked, guards }] = rows as [Row];
	return {
		now: now_ms,
		toNumber: to_dialed,
		isLocked: locked,
		guards: toGuards(guards),
		candidates: [...candidates.values()],
	};
}

/** Numbers and group IDs with commas between them, a strict one with a word behind it. */
function toGuards(told: string): Guards {
	if (told === "") return NO_GUARDS;
	return new Map(
		told.split(",").map((guard): [string, GuardLevel] => {
			const [target = "", strict] = guard.split(" ");
			return [target, strict === undefined ? "guarded" : "strict"];
		}),
	);
}

const toCandidate = (row: Row, id: string): MatchCandidate => ({
	id,
	groupId: row.group_id,
	toNumber: row.to_number,
	fromNumber: row.from_number,
	fromReadings: row.from_readings?.split(",") ?? null,
	hasAccessCode: row.has_access_code,
	accessCode: row.access_code,
	createdAt: row.created_ms,
	expiresAt: row.expires_ms,
	endedAt: row.ended_ms,
	wasMatched: row.was_matched,
	callerId: row.caller_id,
	guard: row.guard,
});
