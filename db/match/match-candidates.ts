import type { MatchCandidate } from "../../app/domain/match/candidate.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Db } from "../connection/database.ts";
import type { KeyLimits } from "../requests/call-in-requests.ts";
import { LOOKS } from "./match-look.ts";

/**
 * What to look for. `dialed`: what the dialed number may mean, the likeliest first; null where none
 * is given.
 */
export type MatchSearch = {
	accessCode: string | null;
	/** The ANI as it is compared: the first reading, and all where there are several (N2). */
	fromNumber: string | null;
	fromReadings?: readonly string[] | null | undefined;
	dialed: readonly string[] | null;
	apiKey: KeyLimits;
};

/**
 * What was found at `now` (milliseconds, the database's clock). `toNumber` is the dialed number,
 * null where it is none of ours.
 */
export type MatchReading = {
	now: number;
	toNumber: string | null;
	isLocked: boolean;
	candidates: MatchCandidate[];
};

type Row = {
	place: number;
	now_ms: number;
	to_dialed: string | null;
	locked: boolean;
	id: string | null;
	to_number: string;
	from_number: string | null;
	from_readings: string | null;
	has_access_code: boolean;
	access_code: string | null;
	created_ms: number;
	expires_ms: number;
	ended_ms: number | null;
	was_matched: boolean;
};

/** `on-number` for calls with a dialed number, `anywhere` for those without. */
export type Look = keyof typeof LOOKS;

/**
 * Reads in one statement for each of many calls what decides whose it is, and whether its pair of
 * ANI and number is locked. In the order of `searches`.
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
	// Of one found in several ways, one is enough.
	const candidates = new Map(
		rows.flatMap((row) => (row.id === null ? [] : [[row.id, toCandidate(row, row.id)]])),
	);
	const [{ now_ms, to_dialed, locked }] = rows as [Row];
	return {
		now: now_ms,
		toNumber: to_dialed,
		isLocked: locked,
		candidates: [...candidates.values()],
	};
}

const toCandidate = (row: Row, id: string): MatchCandidate => ({
	id,
	toNumber: row.to_number,
	fromNumber: row.from_number,
	fromReadings: row.from_readings?.split(",") ?? null,
	hasAccessCode: row.has_access_code,
	accessCode: row.access_code,
	createdAt: row.created_ms,
	expiresAt: row.expires_ms,
	endedAt: row.ended_ms,
	wasMatched: row.was_matched,
});
