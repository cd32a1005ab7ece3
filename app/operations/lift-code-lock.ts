import { insertAuditEntry } from "../../db/audit-entries.ts";
import { type Db, inTransaction } from "../../db/client.ts";
import { deleteCodeLock } from "../../db/code-locks.ts";
import type { Actor } from "../domain/actor.ts";

/** Lifts the lock of a pair of ANI and dialed number; its count starts again (C10). False where the pair is not locked any more. */
export function liftCodeLock(db: Db, pair: { fromNumber: string | null; toNumber: string | null }, actor: Actor): Promise<boolean> {
	return inTransaction(db, async (tx) => {
		const lockedUntil = await deleteCodeLock(tx, pair);
		if (lockedUntil === null) return false;
		await insertAuditEntry(tx, actor, {
			action: "code-lock.lift",
			subjectId: null,
			subjectName: `${pair.fromNumber ?? "no ANI"} on ${pair.toNumber ?? "no DNIS"}`,
			before: { ...pair, lockedUntil },
		});
		return true;
	});
}
