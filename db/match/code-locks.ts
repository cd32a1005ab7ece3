import { and, count, desc, eq, gt, sql } from "drizzle-orm";
import { type CodeLock, GUESS_WINDOW_SECONDS } from "../../app/domain/match/guessing.ts";
import type { Db } from "../connection/database.ts";
import { codeGuesses } from "../schema/match-tables.ts";

const isLocked = gt(codeGuesses.lockedUntil, sql`now()`);
const given = (number: string): string | null => (number === "" ? null : number);

type LockRow = {
	id: string;
	fromNumber: string;
	toNumber: string;
	hidesCaller: boolean;
	lockedUntil: Date;
};

/** The locked pairs, the longest remaining lock first. */
export async function listCodeLocks(db: Db, limit: number): Promise<CodeLock[]> {
	const rows = await db.orm
		.select()
		.from(codeGuesses)
		.where(isLocked)
		.orderBy(desc(codeGuesses.lockedUntil), codeGuesses.fromNumber, codeGuesses.toNumber)
		.limit(limit);
	return rows.flatMap((row) =>
		row.lockedUntil ? [lockOf({ ...row, lockedUntil: row.lockedUntil })] : [],
	);
}

/** Counts the locked pairs. */
export async function countCodeLocks(db: Db): Promise<number> {
	const [counted] = await db.orm.select({ locks: count() }).from(codeGuesses).where(isLocked);
	return counted?.locks ?? 0;
}

function lockOf({ id, fromNumber, toNumber, hidesCaller, lockedUntil }: LockRow): CodeLock {
	const isHidden = hidesCaller && fromNumber !== "";
	return {
		id,
		fromNumber: isHidden ? null : given(fromNumber),
		toNumber: given(toNumber),
		hidesCaller: isHidden,
		lockedUntil,
	};
}

/**
 * The number of wrong codes of a pair at `now`, and the end of its lock. Both times are in
 * milliseconds; null if the pair is not locked (C10).
 */
export async function readWrongCodes(
	db: Db,
	pair: Pick<CodeLock, "fromNumber" | "toNumber">,
	now: number,
): Promise<{ wrongCodes: number; lockedUntil: number | null }> {
	const [row] = await db.query<{ wrong_codes: number; locked_ms: number | null }>(
		`select (
				select count(*) from unnest(failures) f
				where f > at - make_interval(secs => ${GUESS_WINDOW_SECONDS})
			)::float8 as wrong_codes,
			case when locked_until > at then (extract(epoch from locked_until) * 1000)::float8 end
				as locked_ms
		from code_guesses, (select to_timestamp($3::float8 / 1000) as at) t
		where from_number = $1::text and to_number = $2::text`,
		[pair.fromNumber ?? "", pair.toNumber ?? "", now],
	);
	return { wrongCodes: row?.wrong_codes ?? 0, lockedUntil: row?.locked_ms ?? null };
}

/**
 * Ends a lock and forgets the guesses that led to it. Returns the lock; null if the pair is not
 * locked.
 */
export async function deleteCodeLock(tx: Db, id: string): Promise<CodeLock | null> {
	const [row] = await tx.orm
		.delete(codeGuesses)
		.where(and(eq(codeGuesses.id, id), isLocked))
		.returning();
	return row?.lockedUntil ? lockOf({ ...row, lockedUntil: row.lockedUntil }) : null;
}
