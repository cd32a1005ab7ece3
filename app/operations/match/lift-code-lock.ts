import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { deleteCodeGuard } from "../../../db/match/code-guards.ts";
import { deleteCodeLock } from "../../../db/match/code-locks.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { lastDigits } from "../../domain/groups/phone-number.ts";
import type { CodeGuard } from "../../domain/match/guarding.ts";
import type { CodeLock } from "../../domain/match/guessing.ts";

/**
 * Lifts the lock of a pair of ANI and dialed number, and resets its count (C10). Returns the lock;
 * null if the pair is no longer locked.
 */
export function liftCodeLock(db: Db, id: string, actor: Actor): Promise<CodeLock | null> {
	return db.transaction(async (tx) => {
		const lock = await deleteCodeLock(tx, id);
		if (lock === null) return null;
		const { toNumber, lockedUntil, hidesCaller } = lock;
		// No caller's number here: the audit log is kept longer than a caller's number may be (K4).
		const fromNumber = lock.fromNumber === null ? null : lastDigits(lock.fromNumber);
		const caller = hidesCaller ? "a withheld ANI" : (fromNumber ?? "no ANI");
		await insertAuditEntry(tx, actor, {
			action: "code-lock.lift",
			subjectId: null,
			subjectName: `${caller} on ${toNumber ?? "no DNIS"}`,
			before: { fromNumber, toNumber, lockedUntil },
		});
		return lock;
	});
}

/**
 * Lifts the guard of a number or a group, and resets its count (C10). False if it is no longer
 * guarded.
 */
export function liftCodeGuard(
	db: Db,
	{ kind, target }: Pick<CodeGuard, "kind" | "target">,
	actor: Actor,
): Promise<boolean> {
	return db.transaction(async (tx) => {
		const guard = await deleteCodeGuard(tx, { kind, target });
		if (guard === null) return false;
		await insertAuditEntry(tx, actor, {
			action: "code-guard.lift",
			subjectId: kind === "group" ? target : null,
			subjectName: kind === "group" ? (guard.groupName ?? target) : target,
			before: { guardedUntil: guard.until },
		});
		return true;
	});
}
