import { sql } from "drizzle-orm";
import {
	bigint,
	boolean,
	check,
	index,
	integer,
	pgTable,
	text,
	unique,
	uuid,
} from "drizzle-orm/pg-core";
import { GROUP_SETTINGS } from "../../app/domain/groups/group-settings.ts";
import { DRAINS } from "../../app/domain/groups/pool.ts";
import { between, createdAt, oneOf, time, updatedAt, version } from "./columns.ts";

const { callerId: CALLER_ID, guard: GUARD } = GROUP_SETTINGS;

export const groups = pgTable(
	"groups",
	{
		id: uuid("id").primaryKey(),
		name: text("name").notNull(),
		/** NFKC and lower case (G1). */
		nameKey: text("name_key").notNull().unique(),
		generateAccessCode: boolean("generate_access_code").notNull(),
		accessCodeLength: integer("access_code_length").notNull(),
		expirySeconds: integer("expiry_seconds").notNull(),
		uniqueDnis: boolean("unique_dnis").notNull(),
		// With defaults: a process of the version before makes groups without them.
		callerId: text("caller_id", { enum: CALLER_ID.values }).notNull().default(CALLER_ID.default),
		guard: text("guard", { enum: GUARD.values }).notNull().default(GUARD.default),
		/** Maintained by triggers on pool_entries; 1 to 10,000 at commit (G3). */
		poolSize: integer("pool_size").notNull().default(0),
		/**
		 * How many of them are draining; maintained by the same triggers. At commit always fewer than
		 * the pool has: a group has a number to give (G15).
		 */
		drainingSize: integer("draining_size").notNull().default(0),
		/** Counts the statements that changed the pool; maintained by the same triggers. */
		poolVersion: bigint("pool_version", { mode: "number" }).notNull().default(0),
		version: version(),
		createdAt: createdAt(),
		updatedAt: updatedAt(),
		updatedBy: text("updated_by").notNull(),
	},
	(t) => [
		check("groups_name_length", sql`char_length(${t.name}) between 1 and 64`),
		check(
			"groups_access_code_length",
			between(t.accessCodeLength, GROUP_SETTINGS.accessCodeLength),
		),
		check("groups_expiry_seconds", between(t.expirySeconds, GROUP_SETTINGS.expirySeconds)),
		check("groups_caller_id", sql`${t.callerId} in (${oneOf(CALLER_ID.values)})`),
		check("groups_guard", sql`${t.guard} in (${oneOf(GUARD.values)})`),
	],
);

/**
 * The reservations of a number: one row for each E.164 number that was ever in a pool. The row
 * outlives pool entries, so deleting a number, adding it again or moving it to another group frees
 * nothing (C3).
 */
export const numbers = pgTable(
	"numbers",
	{
		number: text("number").primaryKey(),
		/**
		 * The end of the last live request on the number, of any group. A past time means free, so no
		 * sweeper is needed (C6).
		 */
		busyUntil: time("busy_until").notNull().default(sql`'epoch'`),
		/**
		 * The request of a unique-DNIS group that holds the number: it alone is live until
		 * `held_until`.
		 */
		holderId: uuid("holder_id"),
		heldUntil: time("held_until").notNull().default(sql`'epoch'`),
		/** The last reservation of the number: groups with shared numbers use them evenly (C4). */
		givenAt: time("given_at").notNull().default(sql`'epoch'`),
	},
	(t) => [
		check("numbers_e164", sql`${t.number} ~ '^[+][1-9][0-9]{0,14}$'`),
		// For the records' search (K6). No update changes a number, so the index is written only when a
		// number is new.
		index("numbers_last_digits").on(sql`right(${t.number}, 4)`),
	],
);

export const poolEntries = pgTable(
	"pool_entries",
	{
		id: uuid("id").primaryKey(),
		/**
		 * Always an existing group, and deleted along with it. Triggers see to this once a statement: a
		 * foreign key looks at the same group again for each of 10,000 rows, an eighth of an import.
		 */
		groupId: uuid("group_id").notNull(),
		/**
		 * Always has a row in numbers. A trigger checks this once a statement; a foreign key would lock
		 * and rewrite each of 10,000 rows.
		 */
		number: text("number").notNull(),
		description: text("description").notNull().default(""),
		/**
		 * 0 to pool size - 1 without gaps, so that a random sample of a pool takes a few index
		 * look-ups.
		 */
		position: integer("position").notNull(),
		/** Set while the number is draining: it is not given any more (G15). */
		drain: text("drain", { enum: DRAINS }),
		version: version(),
		createdAt: createdAt(),
		updatedAt: updatedAt(),
		updatedBy: text("updated_by").notNull(),
	},
	(t) => [
		unique("pool_entries_once_a_group").on(t.groupId, t.number),
		unique("pool_entries_position").on(t.groupId, t.position),
		index("pool_entries_number").on(t.number),
		check("pool_entries_description_length", sql`char_length(${t.description}) <= 32`),
		check("pool_entries_position_range", sql`${t.position} >= 0`),
		check("pool_entries_drain", sql`${t.drain} in (${oneOf(DRAINS)})`),
		// For the sweep that removes them.
		index("pool_entries_to_remove").on(t.groupId, t.number).where(sql`${t.drain} = 'remove'`),
	],
);
