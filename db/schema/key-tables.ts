import { sql } from "drizzle-orm";
import {
	boolean,
	check,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	uuid,
} from "drizzle-orm/pg-core";
import { REQUESTS_PER_MINUTE_MAX } from "../../app/domain/keys/request-limit.ts";
import { WITHOUT_PLUS } from "../../app/domain/numbers/readings.ts";
import { API_SCOPES } from "../../app/domain/people/roles.ts";
import { createdAt, oneOf, time } from "./columns.ts";

export const apiKeys = pgTable(
	"api_keys",
	{
		id: uuid("id").primaryKey(),
		name: text("name").notNull(),
		/**
		 * SHA-256: a key is random and long, so a slow hash would add no protection, and cost every
		 * call.
		 */
		keyHash: text("key_hash").notNull().unique(),
		/** The first characters, to tell keys apart in a list. */
		hint: text("hint").notNull(),
		scopes: text("scopes").array().notNull(),
		/** Limited to the rows of api_key_groups; with none left, the key may do nothing (C11). */
		limitedToGroups: boolean("limited_to_groups").notNull().default(false),
		/** Calls a minute over all processes; null means no limit (C11). */
		requestsPerMinute: integer("requests_per_minute"),
		/** From then on it is no key (C11a); null means never. */
		expiresAt: time("expires_at"),
		/** Client networks that it may be used from, as CIDR (C11a); null means any. */
		networks: text("networks").array(),
		/** The hash of the secret before the last rotation, valid until `previousUntil` (C11a). */
		previousHash: text("previous_hash").unique(),
		previousUntil: time("previous_until"),
		rotatedAt: time("rotated_at"),
		/** How its calls write numbers without a plus (N2). */
		numbersWithoutPlus: text("numbers_without_plus", { enum: WITHOUT_PLUS })
			.notNull()
			.default("any"),
		/**
		 * A test key: it has the test requests alone (C17). It is limited to no group at all, so that
		 * as a key of live requests it may do nothing, at a process of an earlier version too.
		 */
		isTest: boolean("is_test").notNull().default(false),
		/** The limits of a connection with this ID (P1). No client can use such a row as a key. */
		isConnection: boolean("is_connection").notNull().default(false),
		createdBy: text("created_by").notNull(),
		createdAt: createdAt(),
		lastUsedAt: time("last_used_at"),
		/**
		 * Keys are revoked, never deleted: records name them, and the bootstrap key is made only if
		 * none has ever existed.
		 */
		revokedAt: time("revoked_at"),
	},
	(t) => [
		check(
			"api_keys_scopes",
			sql`${t.scopes} <@ array[${oneOf(API_SCOPES)}]::text[] and cardinality(${t.scopes}) > 0`,
		),
		check("api_keys_is_test", sql`not ${t.isTest} or ${t.limitedToGroups}`),
		check(
			"api_keys_numbers_without_plus",
			sql`${t.numbersWithoutPlus} in (${oneOf(WITHOUT_PLUS)})`,
		),
		check(
			"api_keys_requests_per_minute",
			sql`${t.requestsPerMinute} between 1 and ${sql.raw(String(REQUESTS_PER_MINUTE_MAX))}`,
		),
	],
);

/**
 * Calls of each limited key in its last minute with any calls, added up over all processes every
 * second.
 */
export const apiKeyMinutes = pgTable("api_key_minutes", {
	apiKeyId: uuid("api_key_id")
		.primaryKey()
		.references(() => apiKeys.id, { onDelete: "cascade" }),
	/** Whole minutes since 1970, by the database's clock. */
	minute: integer("minute").notNull(),
	calls: integer("calls").notNull(),
});

export const apiKeyGroups = pgTable(
	"api_key_groups",
	{
		apiKeyId: uuid("api_key_id")
			.notNull()
			.references(() => apiKeys.id, { onDelete: "cascade" }),
		/**
		 * Stays after the group's deletion: the group's live requests stay, and still belong to the key
		 * (G10, C11).
		 */
		groupId: uuid("group_id").notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.apiKeyId, t.groupId] }),
		index("api_key_groups_group").on(t.groupId),
	],
);
