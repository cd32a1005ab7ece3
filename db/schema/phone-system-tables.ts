import { sql } from "drizzle-orm";
import {
	bigint,
	boolean,
	check,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
	uuid,
} from "drizzle-orm/pg-core";
import type { HeardLanguage } from "../../app/domain/conversation/heard-language.ts";
import { WITHOUT_PLUS } from "../../app/domain/numbers/readings.ts";
import { createdAt, oneOf, time, updatedAt, version } from "./columns.ts";
import { apiKeys } from "./key-tables.ts";

/** Own sentences by language, then by name. */
export type StoredSentences = Record<string, Record<string, string>>;

/**
 * Connections to phone systems (P1). Each has a row of api_keys with the same ID and name, which
 * limits it to groups, and names it in attempts after it is deleted.
 */
export const connections = pgTable(
	"connections",
	{
		id: uuid("id")
			.primaryKey()
			.references(() => apiKeys.id),
		name: text("name").notNull(),
		nameKey: text("name_key").notNull().unique(),
		/** No check: an older process leaves a connection of a newer kind alone. */
		kind: text("kind").notNull(),
		numbersWithoutPlus: text("numbers_without_plus", { enum: WITHOUT_PLUS }).notNull(),
		releasesOnAnswer: boolean("releases_on_answer").notNull().default(true),
		target: text("target"),
		/** Where an admitted call goes if nobody answers at the target (P3). */
		secondTarget: text("second_target"),
		fallback: text("fallback"),
		userDataKeys: text("user_data_keys").array().notNull(),
		/** No check: an older process speaks English for a language of a newer version. */
		language: text("language").$type<HeardLanguage>().notNull().default("en"),
		/** Own sentences by language and name, for the connection's callers (P4). */
		ownSentences: jsonb("own_sentences").$type<StoredSentences>().notNull().default({}),
		pausedAt: time("paused_at"),
		version: version(),
		createdBy: text("created_by").notNull(),
		createdAt: createdAt(),
		updatedBy: text("updated_by").notNull(),
		updatedAt: updatedAt(),
	},
	(t) => [
		check(
			"connections_numbers_without_plus",
			sql`${t.numbersWithoutPlus} in (${oneOf(WITHOUT_PLUS)})`,
		),
	],
);

/** A group's own destinations on one connection (P3). */
export const connectionDestinations = pgTable(
	"connection_destinations",
	{
		connectionId: uuid("connection_id")
			.notNull()
			.references(() => connections.id, { onDelete: "cascade" }),
		/** Stays after the group's deletion: its live requests still go there (G10). */
		groupId: uuid("group_id").notNull(),
		target: text("target"),
		secondTarget: text("second_target"),
		fallback: text("fallback"),
		/** The language of the group's callers; null is that of the connection (P4). */
		language: text("language").$type<HeardLanguage>(),
	},
	(t) => [primaryKey({ columns: [t.connectionId, t.groupId] })],
);

/**
 * Secrets of connections (D2): one of each slot, and the one before while it is rotated. `sealed`
 * is encrypted for this row. `plain` is a hash or a public key.
 */
export const connectionSecrets = pgTable(
	"connection_secrets",
	{
		id: uuid("id").primaryKey(),
		connectionId: uuid("connection_id")
			.notNull()
			.references(() => connections.id, { onDelete: "cascade" }),
		slot: text("slot").notNull(),
		sealed: text("sealed"),
		plain: text("plain"),
		createdAt: createdAt(),
		/** The end of an old secret; null is the present one. */
		validUntil: time("valid_until"),
	},
	(t) => [
		check("connection_secrets_value", sql`num_nonnulls(${t.sealed}, ${t.plain}) = 1`),
		index("connection_secrets_connection").on(t.connectionId),
		uniqueIndex("connection_secrets_present")
			.on(t.connectionId, t.slot)
			.where(sql`${t.validUntil} is null`),
	],
);

/** The last calls of each connection, to see why one fails. No digits keyed, no whole numbers. */
export const connectionCalls = pgTable(
	"connection_calls",
	{
		id: uuid("id").primaryKey(),
		connectionId: uuid("connection_id")
			.notNull()
			.references(() => connections.id, { onDelete: "cascade" }),
		at: time("at").notNull(),
		callId: text("call_id"),
		event: text("event").notNull(),
		fromDigits: text("from_digits"),
		toDigits: text("to_digits"),
		outcome: text("outcome"),
		answer: text("answer"),
		refusal: text("refusal"),
		status: integer("status").notNull(),
	},
	(t) => [index("connection_calls_last").on(t.connectionId, t.at, t.id)],
);

/**
 * Messages that anybody can send: refused before they proved where they come from. A row for each
 * connection and reason, so that a flood of them takes no room and hides no call.
 */
export const connectionRefusals = pgTable(
	"connection_refusals",
	{
		connectionId: uuid("connection_id")
			.notNull()
			.references(() => connections.id, { onDelete: "cascade" }),
		refusal: text("refusal").notNull(),
		times: bigint("times", { mode: "number" }).notNull(),
		firstAt: time("first_at").notNull(),
		/** The last one, and what it was. */
		lastAt: time("last_at").notNull(),
		event: text("event").notNull(),
		status: integer("status").notNull(),
		client: text("client").notNull(),
	},
	(t) => [primaryKey({ columns: [t.connectionId, t.refusal] })],
);
