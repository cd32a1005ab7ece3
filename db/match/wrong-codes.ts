import {
	GUARD_SECONDS,
	GUESSED_NUMBERS_PER_HIT,
	MATCHES_PER_GUESS,
	SPREAD_GUESSES_MIN,
	STRICT_TIMES,
} from "../../app/domain/match/guarding.ts";
import { GUESS_WINDOW_SECONDS, guessesMax } from "../../app/domain/match/guessing.ts";
import { NOW_MS } from "../clock.ts";
import type { Db } from "../connection/database.ts";
import { type KeyLimits, LIVE, visibleTo } from "../requests/call-in-requests.ts";
import { ATTEMPT_COLUMNS, type Attempt, attemptParams, attemptValues } from "./attempts.ts";

/**
 * The pair that counts wrong codes; '' for a missing ANI or dialed number (C10). `hidesCaller`: no
 * page shows the ANI (N4).
 */
export type GuessPair = {
	fromNumber: string | null;
	toNumber: string | null;
	hidesCaller: boolean;
};

/**
 * A wrong code, or a right one that a guard refuses. `isStranger`: the ANI is no live candidate's,
 * so a guard would refuse the code.
 */
export type WrongCode = {
	pair: GuessPair;
	isLockedByGuard: boolean;
	isGuess: boolean;
	isStranger: boolean;
	apiKey: KeyLimits;
};

/**
 * The outcome of a counted code. `left`: the wrong codes of any caller until the number is guarded;
 * null while it is guarded.
 */
export type CountedCode = { outcome: "WRONG_CODE" | "LOCKED"; left: number | null };

const NOW = "statement_timestamp()";
const WINDOW_BEGINS = `${NOW} - make_interval(secs => ${GUESS_WINDOW_SECONDS})`;
/** Wrong codes are counted by ten seconds, so that a count is short whatever the attack. */
const TEN_SECONDS = `date_bin('10 seconds', ${NOW}, 'epoch'::timestamptz)`;
/** Matched calls are counted again after this time, or when there are more wrong codes. */
const CALLS_RECOUNTED_SECONDS = 10;

// Only failures inside the window, so that the array never exceeds the limit.
const RECENT = `array(select f from unnest(g.failures) f where f > ${WINDOW_BEGINS})`;

// $11 to $19 of both statements.
const [PAIR_ANI, PAIR_NUMBER, PAIR_LIMIT] = ["$11::text", "$12::text", "$13::integer"];
const [IS_LOCKED, WEIGHT, IS_STRANGER] = ["$14::boolean", "$15::integer", "$16::boolean"];
const VISIBLE = visibleTo("$17", "$18");
const HIDES_CALLER = "$19::boolean";

/** The pair counts a wrong code, unless the pair is locked by now. */
const PAIRED = `
paired as (
	insert into code_guesses as g (from_number, to_number, failures, hides_caller)
	select ${PAIR_ANI}, ${PAIR_NUMBER}, array[${NOW_MS}], ${HIDES_CALLER} where not ${IS_LOCKED}
	on conflict (from_number, to_number) do update set
		hides_caller = excluded.hides_caller or (g.hides_caller and cardinality(${RECENT}) > 0),
		failures = ${RECENT} || ${NOW_MS},
		locked_until = case when cardinality(${RECENT}) + 1 >= ${PAIR_LIMIT}
			then ${NOW_MS} + make_interval(secs => ${GUESS_WINDOW_SECONDS}) end
	where g.locked_until is null or g.locked_until <= ${NOW}
	returning 1
),`;

/** The limit of wrong codes by the live codes: rows of `length` and `live` (C10). */
export const codesLimit = (lengths: string): string => `(
	select greatest(${SPREAD_GUESSES_MIN}, coalesce(min(
		floor(9 * 10::float8 ^ (length - 1) / live / ${GUESSED_NUMBERS_PER_HIT})), 0))::integer
	from (${lengths}) c)`;

/**
 * The new state of a row `g` of code_guards. From half of a limit on, that limit is evaluated; so
 * most wrong codes cost one row. Matched calls are counted up to twice the number that matters.
 */
const counted = (limit: string, calls: string): string => `
on conflict (kind, target) do update set
	(times, counts, wrong_codes, codes_limit, calls_limit, calls_counted_at, is_strict,
		guarded_since, guarded_until, begun_by) = (
		select w.times, w.counts, w.wrong, l.codes, c.calls,
			case when r.recounts then ${NOW_MS} else g.calls_counted_at end,
			coalesce(w.wrong / ${STRICT_TIMES}.0 > l.codes, false),
			case when p.begins then ${NOW_MS} else g.guarded_since end,
			case when p.passes then ${NOW_MS} + make_interval(secs => ${GUARD_SECONDS})
				else g.guarded_until end,
			case when p.begins then $1::uuid else g.begun_by end
		from (
			select array_agg(t order by t) as times, array_agg(n order by t) as counts,
				sum(n)::integer as wrong
			from (
				select t, sum(n)::integer as n from (
					select * from unnest(g.times, g.counts) u(t, n) where u.t > ${WINDOW_BEGINS}
					union all select ${TEN_SECONDS}, ${WEIGHT}
				) b group by t
			) b
		) w
		cross join lateral (
			select case when w.wrong * 2 >= ${SPREAD_GUESSES_MIN} then ${limit} end as codes
		) l
		cross join lateral (
			select coalesce(w.wrong * 2.0 > l.codes and (g.calls_limit is null
				or w.wrong > g.calls_limit or g.calls_counted_at
					<= ${NOW} - make_interval(secs => ${CALLS_RECOUNTED_SECONDS})), false) as recounts
		) r
		cross join lateral (
			select case when r.recounts then (
				select count(*)::integer / ${MATCHES_PER_GUESS} from (
					select from attempts a where ${calls} and a.at > ${WINDOW_BEGINS}
						and a.outcome = 'MATCHED' limit w.wrong * ${2 * MATCHES_PER_GUESS}
				) a
			) when w.wrong * 2.0 > l.codes then g.calls_limit end as calls
		) c
		cross join lateral (
			select passes, passes and coalesce(g.guarded_until <= ${NOW}, true) as begins from (
				select ${WEIGHT} > 0 and coalesce(w.wrong > l.codes and w.wrong > c.calls, false) as passes
			) p
		) p
	)
returning g.target,
	g.guarded_until > ${NOW} and g.begun_by is distinct from $1::uuid as was_guarded,
	case when coalesce(g.guarded_until <= ${NOW}, true)
		then greatest(coalesce(g.codes_limit, ${SPREAD_GUESSES_MIN}), coalesce(g.calls_limit, 0))
			- g.wrong_codes end as left_until`;

const COUNTS_SPREAD = `${IS_LOCKED} or exists (select from paired)`;

const ON_NUMBER = `
spread as (
	insert into code_guards as g (kind, target, times, counts, wrong_codes)
	select 'number', ${PAIR_NUMBER}, array[${TEN_SECONDS}], array[${WEIGHT}], ${WEIGHT}
		where ${COUNTS_SPREAD}
	${counted(
		codesLimit(`select char_length(code) as length, count(*) as live from live_codes
			where number = g.target and live_until > ${NOW} group by 1`),
		"a.to_number = g.target",
	)}
),`;
const NUMBER_REFUSES = `case when exists (select from spread where was_guarded) then exists (
	select from requests r where r.to_number = ${PAIR_NUMBER} and r.has_access_code
		and r.guard = 'guard' and ${LIVE} and ${VISIBLE}) end`;

/** A guess without a dialed number counts for every visible group with live codes. */
const ANYWHERE = `
guessed as materialized (
	select group_id, char_length(access_code) as length, count(*) as live,
		bool_or(guard = 'guard') as is_protected
	from requests r where r.expires_at > ${NOW} and r.has_access_code and ${LIVE} and ${VISIBLE}
	group by 1, 2
),
spread as (
	insert into code_guards as g (kind, target, times, counts, wrong_codes)
	select distinct 'group', group_id::text, array[${TEN_SECONDS}], array[${WEIGHT}], ${WEIGHT}
		from guessed where ${COUNTS_SPREAD} order by 2
	${counted(
		codesLimit("select length, live from guessed h where h.group_id::text = g.target"),
		"a.to_number is null and a.group_id = g.target::uuid",
	)}
),`;
const GROUP_REFUSES = `exists (select from spread s join guessed h on h.group_id::text = s.target
	where s.was_guarded and h.is_protected)`;

/** The attempt has the caller's own request, or a guard's the request of a right code. */
const REQUEST = `(case when ${IS_LOCKED} or outcome = 'WRONG_CODE' then $6::uuid end)`;

const statement = (spread: string, refuses: string): string => `
with ${PAIRED}${spread}
came_to as materialized (
	select case when ${IS_LOCKED} or not exists (select from paired)
		or (${IS_STRANGER} and ${refuses}) then 'LOCKED' else 'WRONG_CODE' end as outcome
),
recorded as (
	insert into attempts (${ATTEMPT_COLUMNS})
	select ${attemptValues("outcome", REQUEST, "false")}
		from came_to
)
select outcome, (select min(left_until) from spread) as left_until from came_to`;

const STATEMENTS = {
	number: statement(ON_NUMBER, NUMBER_REFUSES),
	groups: statement(ANYWHERE, GROUP_REFUSES),
};

/**
 * Counts a wrong code for the pair of caller and number, and for the number over all callers, and
 * records the outcome of the call. LOCKED if the pair is locked or the number is guarded by now.
 * The rows' locks serialize parallel guesses, so no count exceeds its limit (C10). A right code
 * that a guard refuses takes the same statement, and counts nothing: the time is the same.
 */
export async function recordWrongCode(
	db: Db,
	attempt: Attempt,
	{ pair, isLockedByGuard, isGuess, isStranger, apiKey }: WrongCode,
): Promise<CountedCode> {
	const [row] = await db.query<{ outcome: CountedCode["outcome"]; left_until: number | null }>(
		pair.toNumber === null ? STATEMENTS.groups : STATEMENTS.number,
		[
			...attemptParams(attempt),
			pair.fromNumber ?? "",
			pair.toNumber ?? "",
			guessesMax(pair.fromNumber),
			isLockedByGuard,
			isGuess ? 1 : 0,
			isStranger,
			apiKey.id,
			apiKey.limitedToGroups,
			pair.hidesCaller,
		],
	);
	return { outcome: row?.outcome ?? "LOCKED", left: row?.left_until ?? null };
}
