import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, time } from "./columns.ts";

/**
 * The audit log: actor, change and time (O5). Triggers refuse every later change except
 * retention's.
 */
export const auditEntries = pgTable(
	"audit_entries",
	{
		id: uuid("id").primaryKey(),
		at: time("at").notNull().default(sql`now()`),
		actorKind: text("actor_kind", {
			enum: ["user", "api-key", "shell", "system", "nobody"],
		}).notNull(),
		actorId: uuid("actor_id"),
		actorName: text("actor_name").notNull(),
		/** A noun and a verb: `group.create`, `sign-in.fail`. */
		action: text("action").notNull(),
		subjectId: text("subject_id"),
		subjectName: text("subject_name").notNull(),
		/** JSON; null if the change has no such side. Never secrets or codes. */
		before: text("before"),
		after: text("after"),
		/** The import that was applied or undone: a review of one pool, or of a file of all groups. */
		importId: uuid("import_id"),
	},
	(t) => [
		index("audit_entries_at").on(t.at, t.id),
		index("audit_entries_subject").on(t.subjectId, t.at),
		index("audit_entries_action").on(t.action, t.at),
		// Prefix search of names, ignoring case.
		index("audit_entries_actor_name").on(sql`lower(${t.actorName}) text_pattern_ops`, t.at),
		index("audit_entries_subject_name").on(sql`lower(${t.subjectName}) text_pattern_ops`, t.at),
	],
);

/** The changed rows of an import, an undo, or a group's creation or deletion; kept 90 days. */
export const auditAttachments = pgTable("audit_attachments", {
	auditEntryId: uuid("audit_entry_id")
		.primaryKey()
		.references(() => auditEntries.id, { onDelete: "cascade" }),
	createdAt: createdAt(),
	content: text("content").notNull(),
});

/**
 * The retention of the audit log in days: one row. Processes write `days`, and a trigger decides. A
 * longer time holds at once. A shorter time waits in `lower_days` until `lower_from`.
 */
export const auditRetention = pgTable(
	"audit_retention",
	{
		id: boolean("id").primaryKey().default(true),
		/** The days in force; null until the first process has set them. */
		days: integer("days"),
		lowerDays: integer("lower_days"),
		lowerFrom: time("lower_from"),
	},
	(t) => [
		check("audit_retention_one_row", sql`${t.id}`),
		check(
			"audit_retention_days",
			sql`${t.days} between 1 and 36500 and ${t.lowerDays} between 1 and 36500`,
		),
		check("audit_retention_lower", sql`(${t.lowerDays} is null) = (${t.lowerFrom} is null)`),
	],
);
