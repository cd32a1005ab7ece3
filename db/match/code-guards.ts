import { type CodeGuard, SPREAD_GUESSES_MIN } from "../../app/domain/match/guarding.ts";
import { GUESS_WINDOW_SECONDS } from "../../app/domain/match/guessing.ts";
import type { Db } from "../connection/database.ts";
import { codesLimit } from "./wrong-codes.ts";

type Target = Pick<CodeGuard, "kind" | "target">;

const IS_GUARDED = "g.guarded_until > now()";

type Row = {
	kind: CodeGuard["kind"];
	target: string;
	wrong_codes: number;
	is_strict: boolean;
	since_ms: number;
	until_ms: number;
	groups: string;
};

/**
 * The guards in force, the longest remaining first, with the groups that they concern: those with
 * the number in their pools, or the group itself (C10). `number` leaves out other numbers.
 */
export async function listCodeGuards(
	db: Db,
	limit: number,
	number: string | null = null,
): Promise<CodeGuard[]> {
	const rows = await db.query<Row>(
		`select g.kind, g.target, g.wrong_codes, g.is_strict,
			(extract(epoch from g.guarded_since) * 1000)::float8 as since_ms,
			(extract(epoch from g.guarded_until) * 1000)::float8 as until_ms,
			coalesce((
				select json_agg(json_build_object('id', o.id, 'name', o.name, 'guard', o.guard)
					order by o.name)
				from groups o where o.id in (
					select e.group_id from pool_entries e where g.kind = 'number' and e.number = g.target
					union all select g.target::uuid where g.kind = 'group'
				)
			), '[]')::text as groups
		from code_guards g where ${IS_GUARDED} and (g.kind = 'group' or $2::text is null
			or g.target = $2::text)
		order by g.guarded_until desc, g.kind, g.target limit $1::integer`,
		[limit, number],
	);
	return rows.map((row) => ({
		kind: row.kind,
		target: row.target,
		wrongCodes: row.wrong_codes,
		isStrict: row.is_strict,
		since: new Date(row.since_ms),
		until: new Date(row.until_ms),
		groups: JSON.parse(row.groups),
	}));
}

/** Counts the guards in force, by kind. */
export async function countCodeGuards(db: Db): Promise<Record<CodeGuard["kind"], number>> {
	const [row] = await db.query<{ numbers: number; groups: number }>(
		`select count(*) filter (where g.kind = 'number')::float8 as numbers,
			count(*) filter (where g.kind = 'group')::float8 as groups
		from code_guards g where ${IS_GUARDED}`,
		[],
	);
	return { number: row?.numbers ?? 0, group: row?.groups ?? 0 };
}

/**
 * Ends a guard and forgets the wrong codes that led to it. Returns its end, and the group's name
 * for a group; null if there is no guard.
 */
export async function deleteCodeGuard(
	tx: Db,
	{ kind, target }: Target,
): Promise<{ until: Date; groupName: string | null } | null> {
	const [row] = await tx.query<{ until_ms: number; name: string | null }>(
		`delete from code_guards g where g.kind = $1::text and g.target = $2::text and ${IS_GUARDED}
		returning (extract(epoch from g.guarded_until) * 1000)::float8 as until_ms,
			(select o.name from groups o where g.kind = 'group' and o.id::text = g.target) as name`,
		[kind, target],
	);
	return row ? { until: new Date(row.until_ms), groupName: row.name } : null;
}

/** Wrong codes of all callers on a number in ten minutes, and the limit by its live codes (C10). */
export type SpreadGuesses = { wrongCodes: number; limit: number };

/** The count at `now`, in milliseconds. */
export async function readSpreadGuesses(
	db: Db,
	number: string,
	now: number,
): Promise<SpreadGuesses> {
	const [row] = await db.query<{ wrong_codes: number; codes_limit: number }>(
		`select coalesce((
				select sum(n) from code_guards g, unnest(g.times, g.counts) u(t, n)
				where g.kind = 'number' and g.target = $1::text
					and u.t > to_timestamp($2::float8 / 1000) - make_interval(secs => ${GUESS_WINDOW_SECONDS})
			), 0)::float8 as wrong_codes,
			${codesLimit(`select char_length(code) as length, count(*) as live from live_codes
				where number = $1::text and live_until > to_timestamp($2::float8 / 1000) group by 1`)}
				as codes_limit`,
		[number, now],
	);
	return { wrongCodes: row?.wrong_codes ?? 0, limit: row?.codes_limit ?? SPREAD_GUESSES_MIN };
}

/** Removes expired counts over all callers, for space only. Returns the number removed. */
export async function deleteOldGuards(tx: Db): Promise<number> {
	const over = `statement_timestamp() - make_interval(secs => ${GUESS_WINDOW_SECONDS})`;
	const deleted = await tx.query(
		`delete from code_guards where (kind, target) in (
			select kind, target from code_guards
			where times[cardinality(times)] < ${over} and (guarded_until is null
				or guarded_until < statement_timestamp())
			limit 500 for update skip locked
		) returning 1`,
		[],
	);
	return deleted.length;
}
