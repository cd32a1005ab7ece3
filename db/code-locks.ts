import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Db } from "./client.ts";
import { codeGuesses } from "./schema.ts";

/** A pair of ANI and dialed number that is locked (C10). Null is "not given": those calls share one count a number. */
export type CodeLock = { fromNumber: string | null; toNumber: string | null; lockedUntil: Date };

const isLocked = gt(codeGuesses.lockedUntil, sql`now()`);
const given = (number: string): string | null => (number === "" ? null : number);

/** The pairs that are locked now, those that stay so for longest first. */
export async function listCodeLocks(db: Db, limit: number): Promise<CodeLock[]> {
	const rows = await db
		.select()
		.from(codeGuesses)
		.where(isLocked)
		.orderBy(desc(codeGuesses.lockedUntil), codeGuesses.fromNumber, codeGuesses.toNumber)
		.limit(limit);
	return rows.flatMap(({ fromNumber, toNumber, lockedUntil }) =>
		lockedUntil ? [{ fromNumber: given(fromNumber), toNumber: given(toNumber), lockedUntil }] : [],
	);
}

/** Ends a lock and forgets the guesses that led to it. Gives until when it was; null where the pair is not locked. */
export async function deleteCodeLock(tx: Db, pair: Pick<CodeLock, "fromNumber" | "toNumber">): Promise<Date | null> {
	const [row] = await tx
		.delete(codeGuesses)
		.where(and(eq(codeGuesses.fromNumber, pair.fromNumber ?? ""), eq(codeGuesses.toNumber, pair.toNumber ?? ""), isLocked))
		.returning({ lockedUntil: codeGuesses.lockedUntil });
	return row?.lockedUntil ?? null;
}
