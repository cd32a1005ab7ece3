import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { GROUP_SETTINGS } from "../../app/domain/groups/group-settings.ts";
import { createdAt, oneOf, time, timeArray } from "./columns.ts";

const { callerId: CALLER_ID, guard: GUARD } = GROUP_SETTINGS;

/**
 * Call-in requests. No foreign keys to rows that can be deleted: requests keep their own copies
 * (G10).
 */
export const requests = pgTable(
	"requests",
	{
		id: uuid("id").primaryKey(),
		createdAt: time("created_at").notNull(),
		expiresAt: time("expires_at").notNull(),
		/** The expiry at its creation; null if it was never extended (C16). */
		firstExpiresAt: time("first_expires_at"),
		/**
		 * When it was extended, oldest first; null if never. A process of an earlier version extends
		 * without it.
		 */
		extendedAt: timeArray("extended_at"),
		/** The time of its cancellation or early release. */
		endedAt: time("ended_at"),
		matchedAt: time("matched_at"),
		groupId: uuid("group_id").notNull(),
		groupName: text("group_name").notNull(),
		/**
		 * The group's setting at its creation. If true, the request is live only while the number's row
		 * names it as the holder.
		 */
		uniqueDnis: boolean("unique_dnis").notNull(),
		/**
		 * The group's settings at its creation (G7). Requests of an earlier version have the defaults.
		 * No check: the groups' values are checked, and a check would read all requests once.
		 */
		callerId: text("caller_id", { enum: CALLER_ID.values }).notNull().default(CALLER_ID.default),
		guard: text("guard", { enum: GUARD.values }).notNull().default(GUARD.default),
		toNumber: text("to_number").notNull(),
		/** The normalized caller's number, the same for all spellings of one subscriber (N3). */
		fromNumber: text("from_number"),
		/** The number as given; null if it is the same. */
		fromGiven: text("from_given"),
		/** All its normalized readings; null if it has only one (N2). */
		fromReadings: text("from_readings").array(),
		/**
		 * Whether it was made with a code; the code itself is erased when no rule needs it any more
		 * (K3).
		 */
		hasAccessCode: boolean("has_access_code").notNull(),
		accessCode: text("access_code"),
		/** A JSON object as text: never parsed, and jsonb would refuse some valid JSON. */
		userData: text("user_data"),
		callbackServiceId: uuid("callback_service_id"),
		apiKeyId: uuid("api_key_id").notNull(),
		corrId: uuid("corr_id").notNull(),
	},
	(t) => [
		index("requests_created_at").on(t.createdAt, t.id),
		index("requests_expires_at").on(t.expiresAt, t.id),
		index("requests_to_number").on(t.toNumber, t.expiresAt),
		index("requests_from_number")
			.on(t.fromNumber, t.createdAt)
			.where(sql`${t.fromNumber} is not null`),
		// For the records alone (K2).
		index("requests_group_name").on(t.groupName, t.createdAt, t.id),
		// For calls without a dialed number: whether any live request has no code, among any number
		// with one (C9).
		index("requests_without_code").on(t.expiresAt).where(sql`not ${t.hasAccessCode}`),
		// For calls without a dialed number: requests with other readings of their caller's number
		// (N2).
		index("requests_several_readings")
			.on(t.expiresAt)
			.where(sql`${t.fromReadings} is not null and not ${t.hasAccessCode}`),
		index("requests_callback_service_id")
			.on(t.callbackServiceId)
			.where(sql`${t.callbackServiceId} is not null`),
	],
);

/** States that may be rare. */
export const LISTED_STATES = ["matched", "cancelled"] as const;
export type ListedState = (typeof LISTED_STATES)[number];

/**
 * The requests in such a state, by their creation: for the records alone (K2). A table, because no
 * index of requests may include matched_at or ended_at: with one, each match and each release would
 * rewrite all index entries of its request.
 */
export const requestStates = pgTable(
	"request_states",
	{
		state: text("state", { enum: LISTED_STATES }).notNull(),
		createdAt: time("created_at").notNull(),
		/** The request's ID. */
		id: uuid("id").notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.state, t.createdAt, t.id] }),
		check("request_states_state", sql`${t.state} in (${oneOf(LISTED_STATES)})`),
	],
);

/**
 * Codes in use, and for ten minutes after. The primary key prevents two equal codes on one number
 * (C5).
 */
export const liveCodes = pgTable(
	"live_codes",
	{
		number: text("number").notNull(),
		code: text("code").notNull(),
		requestId: uuid("request_id").notNull(),
		/** The end of its request. */
		liveUntil: time("live_until").notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.number, t.code] }),
		// By length, so that a few look-ups find the lengths of live codes (C9).
		index("live_codes_length").on(sql`char_length(${t.code})`, t.liveUntil),
	],
);

/** First answers by key and endpoint (C7), and by call for match (C9). */
export const idempotency = pgTable(
	"idempotency",
	{
		apiKeyId: uuid("api_key_id").notNull(),
		endpoint: text("endpoint").notNull(),
		key: text("key").notNull(),
		/** SHA-256 of the parsed body in canonical form. */
		requestHash: text("request_hash").notNull(),
		/**
		 * The body of the first 200; erased early if it holds an access code that no rule needs any
		 * more.
		 */
		response: text("response"),
		createdAt: createdAt(),
		until: time("until").notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.apiKeyId, t.endpoint, t.key] }),
		index("idempotency_until").on(t.until),
	],
);
