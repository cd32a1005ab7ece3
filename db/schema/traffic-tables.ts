import { index, integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { time } from "./columns.ts";

/**
 * A group's traffic in each minute, added up over all processes. After two days, the row of an
 * hour's first minute stands for the hour; it is kept for sixty days. No foreign key:
 * adding to it locks no group, and a deleted group's rows expire with the rest.
 */
export const groupMinutes = pgTable(
	"group_minutes",
	{
		groupId: uuid("group_id").notNull(),
		/** The minute's start, by the database's clock. */
		minute: time("minute").notNull(),
		created: integer("created").notNull().default(0),
		refusedNoNumber: integer("refused_no_number").notNull().default(0),
		refusedNoCode: integer("refused_no_code").notNull().default(0),
		/** The most live requests, and the most numbers with one, at any look in that minute. */
		peakLive: integer("peak_live").notNull().default(0),
		peakNumbers: integer("peak_numbers").notNull().default(0),
	},
	(t) => [
		primaryKey({ columns: [t.groupId, t.minute] }),
		index("group_minutes_minute").on(t.minute),
	],
);
