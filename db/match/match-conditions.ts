import { EXPIRED_TOLD_SECONDS } from "../../app/domain/match/match.ts";

/**
 * A time before the creation of every request that is live or just expired: an expiry is at most
 * half an hour.
 */
export const LONG_AGO = "statement_timestamp() - interval '1 hour'";
export const TOLD_UNTIL = `statement_timestamp() - make_interval(secs => ${EXPIRED_TOLD_SECONDS})`;
export const JUST_EXPIRED = `r.ended_at is null and r.expires_at <= statement_timestamp()
	and r.expires_at > ${TOLD_UNTIL}`;

const OVER = "coalesce(r.ended_at, r.expires_at)";
export const JUST_ENDED = `${OVER} <= statement_timestamp() and ${OVER} > ${TOLD_UNTIL}`;

/** The normalized readings of a call's ANI: `given` if there are several (N2). */
export const keysOf = (given: string, ani: string): string =>
	`coalesce(string_to_array(${given}, ','), array[${ani}])`;

/** Whether an ANI may be the number of the request `r`: any two readings are equal (N2). */
export const mayBe = (keys: string): string =>
	`(r.from_number = any(${keys}) or r.from_readings && ${keys})`;

/**
 * Whether the call `of` has the Caller ID that the request `r` asks for, in a column `ani` (G7).
 * Null counts as no.
 */
export const hasCallerId = (of: string, ani: string): string =>
	`(r.caller_id = 'any' or r.from_number = ${of}.${ani}
		and (r.caller_id = 'equal' or ${of}.attestation = 'A'))`;

/** The likeliest reading in `c.dialed` that has a row in numbers. */
export const dialedNumber = (c: string): string => `
	select n.number from unnest(string_to_array(${c}.dialed, ',')) with ordinality as r(number, place)
		join numbers n on n.number = r.number
	order by r.place limit 1`;

/**
 * Whether the guard of the dialed number lets a right code through (C10). A call from its request's
 * own ANI reads no guard.
 */
export const UNGUARDED = `(coalesce(r.from_number = j.ani, false) or r.guard <> 'guard'
		or not exists (
			select from code_guards g where g.kind = 'number' and g.target = j.dnis
				and g.guarded_until > statement_timestamp() and (r.from_number is not null or g.is_strict)
		))`;

/** The request with the caller's ANI first, then the newest. */
export const BEST_FIRST = "order by (from_number = c.from_number) desc nulls last, created_at desc";
/** Further recently expired requests would not change the answer. */
export const LATE_MAX = 50;
