import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, time } from "./columns.ts";

/** Who changed what, and when (O5). Triggers refuse every change of it but retention's. */
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
		/** JSON; null where there is no such side. Never secrets or codes. */
		before: text("before"),
		after: text("after"),
	},
	(t) => [
		index("audit_entries_at").on(t.at, t.id),
		index("audit_entries_subject").on(t.subjectId, t.at),
		index("audit_entries_action").on(t.action, t.at),
		// What a name begins with, in whatever case.
		index("audit_entries_actor_name").on(sql`lower(${t.actorName}) text_pattern_ops`, t.at),
		index("audit_entries_subject_name").on(sql`lower(${t.subjectName}) text_pattern_ops`, t.at),
	],
);

/** The changed rows of an import, an undo, a group made or deleted; kept 90 days. */
export const auditAttachments = pgTable("audit_attachments", {
	auditEntryId: uuid("audit_entry_id")
		.primaryKey()
		.references(() => auditEntries.id, { onDelete: "cascade" }),
	createdAt: createdAt(),
	content: text("content").notNull(),
});

/**
 * How many days entries of the audit log are kept: one row. Processes write `days`, and a trigger
 * decides what that comes to. A longer time holds at once. A shorter one waits in `lower_days`
 * until `lower_from`.
 */
export const auditRetention = pgTable(
	"audit_retention",
	{
		id: boolean("id").primaryKey().default(true),
		/** The days that hold; null until the first process has said. */
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
