import { insertAuditEntry } from "../../db/audit-entries.ts";
import { type Db, inTransaction } from "../../db/client.ts";
import { deleteSession } from "../../db/sessions.ts";

/** Ends a session at once, on every process. One that has ended already stays so. */
export async function signOut(db: Db, sessionHash: string): Promise<void> {
	await inTransaction(db, async (tx) => {
		const user = await deleteSession(tx, sessionHash);
		if (!user) return;
		await insertAuditEntry(
			tx,
			{ kind: "user", id: user.id, name: user.email },
			{ action: "sign-out.succeed", subjectId: user.id, subjectName: user.email },
		);
	});
}
