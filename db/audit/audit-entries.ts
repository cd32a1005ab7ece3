import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../../app/domain/audit/actor.ts";
import type { AuditAction } from "../../app/domain/audit/audit-action.ts";
import type { Db } from "../connection/database.ts";
import { deleteOldest } from "../retention/clean-up.ts";
import { auditAttachments, auditEntries } from "../schema/audit-tables.ts";

/**
 * A change for the audit log. `before` and `after` are plain data without secrets or codes;
 * `attachment` holds the rows of a change of many.
 */
export type AuditEntry = {
	action: AuditAction;
	subjectId: string | null;
	subjectName: string;
	before?: unknown;
	after?: unknown;
	attachment?: string;
	/** The import that was applied or undone. */
	importId?: string;
};

/**
 * Writes the audit log (O5). Call it in the transaction of the change, so that both are kept, or
 * neither.
 */
export async function insertAuditEntry(tx: Db, actor: Actor, entry: AuditEntry): Promise<void> {
	const id = uuidv7();
	const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
	await tx.orm.insert(auditEntries).values({
		id,
		actorKind: actor.kind,
		actorId: actor.id,
		actorName: actor.name,
		action: entry.action,
		subjectId: entry.subjectId,
		subjectName: entry.subjectName,
		before: json(entry.before),
		after: json(entry.after),
		importId: entry.importId ?? null,
	});
	if (entry.attachment !== undefined)
		await tx.orm.insert(auditAttachments).values({ auditEntryId: id, content: entry.attachment });
}

/** Writes many entries in two statements. */
export async function insertAuditEntries(
	tx: Db,
	actor: Actor,
	entries: AuditEntry[],
): Promise<void> {
	if (entries.length === 0) return;
	const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
	const rows = entries.map((entry) => ({ ...entry, id: uuidv7() }));
	await tx.orm.insert(auditEntries).values(
		rows.map(({ id, action, subjectId, subjectName, before, after, importId = null }) => ({
			...{ id, action, subjectId, subjectName, before: json(before), after: json(after), importId },
			...{ actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
		})),
	);
	const attachments = rows.flatMap(({ id, attachment }) =>
		attachment === undefined ? [] : [{ auditEntryId: id, content: attachment }],
	);
	if (attachments.length > 0) await tx.orm.insert(auditAttachments).values(attachments);
}

/**
 * Sets this process's retention of the audit log in days (AUDIT_RETENTION_DAYS). A longer time
 * holds at once. A shorter time holds after a day in which no process has set a longer one. Writes
 * nothing if the value is in force already.
 */
export async function declareAuditRetention(db: Db, days: number): Promise<void> {
	const differs = "days is distinct from $1::integer or lower_days is not null";
	await db.transaction((tx) =>
		tx.query(`update audit_retention set days = $1::integer where ${differs}`, [days]),
	);
}

/**
 * Tells the audit log's triggers, for this transaction alone, that retention deletes. Returns the
 * retention in days: the greater of `days` and the database's value.
 */
async function beRetention(tx: Db, days: number): Promise<number> {
	const [row] = await tx.query<{ days: number }>(
		`select greatest($1::integer, audit_retention_days()) as days
		from (select set_config('call_in.retention', 'on', true)) said`,
		[days],
	);
	return row?.days ?? days;
}

/**
 * Removes entries of this age by the database's clock (O5), with their attachments, the oldest
 * first. See `deleteOldest`.
 */
export async function deleteOldAuditEntries(
	tx: Db,
	days: number,
	from: string | null,
): Promise<{ deleted: number; upTo: string | null }> {
	return deleteOldest(
		tx,
		{ table: "audit_entries", time: "at" },
		{ days: await beRetention(tx, days) },
		from,
	);
}

/** Retention of an attachment in days, but never longer than its entry's (O5). */
const ATTACHMENT_DAYS = 90;

/**
 * Removes expired attachments. Few at a time, because each may have a megabyte; returns the number
 * removed. `days`: the entries' retention.
 */
export async function deleteOldAttachments(tx: Db, days: number): Promise<number> {
	const deleted = await tx.query(
		`delete from audit_attachments where audit_entry_id in (
			select audit_entry_id from audit_attachments
			where created_at < now() - make_interval(days => $1::integer) limit 50 for update skip locked
		) returning 1`,
		[Math.min(ATTACHMENT_DAYS, await beRetention(tx, days))],
	);
	return deleted.length;
}
