import { and, eq, gte, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { AuditFilter, Place } from "../../app/domain/records/record-view.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";
import { type KeysetPage, readKeysetPage } from "../paging/keyset.ts";
import { countRecords, type RecordCount } from "../paging/record-count.ts";
import { auditAttachments, auditEntries } from "../schema/audit-tables.ts";

/** An entry of the audit log, its sides as plain data (O5). */
export type AuditRecord = Omit<typeof auditEntries.$inferSelect, "before" | "after"> & {
	before: unknown;
	after: unknown;
	hasAttachment: boolean;
};

/** A prefix search that ignores case, in the only form that the index supports. */
const beginsWith = (name: AnyPgColumn, text: string): SQL =>
	sql`lower(${name}) like lower(${text.replace(/[\\%_]/g, "\\$&")}) || '%'`;

const conditionOf = ({ who, actions, object, objectId, from, to }: AuditFilter): SQL | undefined =>
	and(
		who ? beginsWith(auditEntries.actorName, who) : undefined,
		actions ? inArray(auditEntries.action, [...actions]) : undefined,
		object ? beginsWith(auditEntries.subjectName, object) : undefined,
		objectId ? eq(auditEntries.subjectId, objectId) : undefined,
		from ? gte(auditEntries.at, from) : undefined,
		to ? lte(auditEntries.at, to) : undefined,
	);

const select = (db: Db) =>
	db.orm
		.select({
			entry: auditEntries,
			hasAttachment: sql<boolean>`exists (
				select from ${auditAttachments}
				where ${auditAttachments.auditEntryId} = ${auditEntries.id}
			)`,
		})
		.from(auditEntries);

const side = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
const toRecord = ({
	entry,
	hasAttachment,
}: {
	entry: typeof auditEntries.$inferSelect;
	hasAttachment: boolean;
}): AuditRecord => ({
	...entry,
	before: side(entry.before),
	after: side(entry.after),
	hasAttachment,
});

/** A page of the entries that match a filter, the newest first. */
export function listAuditRecords(
	db: Db,
	filter: AuditFilter,
	place: Place,
	limit: number,
): Promise<KeysetPage<AuditRecord>> {
	const condition = conditionOf(filter);
	return readKeysetPage(place, {
		...{ at: auditEntries.at, id: auditEntries.id, isDescending: true, limit },
		read: async (where, order, atMost) =>
			(await select(db).where(and(condition, where)).orderBy(order).limit(atMost)).map(toRecord),
	});
}

/** The number of entries that match a filter. */
export const countAuditRecords = (db: Db, filter: AuditFilter): Promise<RecordCount> =>
	countRecords(db, auditEntries, conditionOf(filter));

/** One entry, or null. */
export async function findAuditRecord(db: Db, id: string): Promise<AuditRecord | null> {
	if (!isUuid(id)) return null;
	const [row] = await select(db).where(eq(auditEntries.id, id));
	return row ? toRecord(row) : null;
}

/** The changed rows of an entry, as stored; null if it has none, or none any more. */
export async function findAuditAttachment(db: Db, id: string): Promise<string | null> {
	const [row] = await db.orm
		.select({ content: auditAttachments.content })
		.from(auditAttachments)
		.where(eq(auditAttachments.auditEntryId, id));
	return row?.content ?? null;
}
