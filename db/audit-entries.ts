import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../app/domain/actor.ts";
import type { AuditAction } from "../app/domain/audit-action.ts";
import type { Db } from "./client.ts";
import { auditAttachments, auditEntries } from "./schema.ts";

/** A change to be written down. `before` and `after` are plain data without secrets or codes; `attachment` is the rows of a change of many. */
export type AuditEntry = {
	action: AuditAction;
	subjectId: string | null;
	subjectName: string;
	before?: unknown;
	after?: unknown;
	attachment?: string;
};

/** Writes the audit log (O5). Call it in the transaction of the change: both are kept, or neither. */
export async function insertAuditEntry(tx: Db, actor: Actor, entry: AuditEntry): Promise<void> {
	const id = uuidv7();
	const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
	await tx.insert(auditEntries).values({
		id,
		actorKind: actor.kind,
		actorId: actor.id,
		actorName: actor.name,
		action: entry.action,
		subjectId: entry.subjectId,
		subjectName: entry.subjectName,
		before: json(entry.before),
		after: json(entry.after),
	});
	if (entry.attachment !== undefined) await tx.insert(auditAttachments).values({ auditEntryId: id, content: entry.attachment });
}

/** Writes many entries in two statements. */
export async function insertAuditEntries(tx: Db, actor: Actor, entries: AuditEntry[]): Promise<void> {
	if (entries.length === 0) return;
	const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
	const rows = entries.map((entry) => ({ ...entry, id: uuidv7() }));
	await tx.insert(auditEntries).values(
		rows.map(({ id, action, subjectId, subjectName, before, after }) => ({
			...{ id, action, subjectId, subjectName, before: json(before), after: json(after) },
			...{ actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
		})),
	);
	const attachments = rows.flatMap(({ id, attachment }) => (attachment === undefined ? [] : [{ auditEntryId: id, content: attachment }]));
	if (attachments.length > 0) await tx.insert(auditAttachments).values(attachments);
}
