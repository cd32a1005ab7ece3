import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, time } from "./columns.ts";
import { groups } from "./group-tables.ts";

/** A change of many numbers of a pool at once, kept for a day so that it can be undone (G16). */
export const poolChanges = pgTable(
	"pool_changes",
	{
		id: uuid("id").primaryKey(),
		groupId: uuid("group_id")
			.notNull()
			.references(() => groups.id, { onDelete: "cascade" }),
		/** The entries before and after, as domain/groups/pool-change.ts writes them. */
		entries: text("entries").notNull(),
		createdBy: text("created_by").notNull(),
		createdAt: createdAt(),
		undoneBy: text("undone_by"),
		undoneAt: time("undone_at"),
	},
	(t) => [
		index("pool_changes_group").on(t.groupId, t.createdAt),
		index("pool_changes_created_at").on(t.createdAt),
	],
);
