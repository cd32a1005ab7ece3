import { sql } from "drizzle-orm";
import {
	bigint,
	boolean,
	check,
	customType,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	timestamp,
	unique,
	uniqueIndex,
	uuid,
} from "drizzle-orm/pg-core";
import { EXISTING_CHOICES, GROUP_OUTCOMES } from "../app/domain/import/groups-import-plan.ts";
import { IMPORT_MODES } from "../app/domain/import/import-plan.ts";
import { REQUESTS_PER_MINUTE_MAX } from "../app/domain/keys/request-limit.ts";
import { API_SCOPES, ROLES } from "../app/domain/people/roles.ts";

// Times are whole milliseconds: what clients are told and what the database compares are the same
// value.
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const createdAt = () => time("created_at").notNull().default(sql`now()`);
const updatedAt = () => time("updated_at").notNull().default(sql`now()`);
const version = () => integer("version").notNull().default(1);
const timeArray = customType<{ data: Date[]; driverData: string }>({
	dataType: () => "timestamptz(3)[]",
});
const oneOf = (values: readonly string[]) =>
	sql.raw(values.map((value) => `'${value}'`).join(", "));

// People

export const users = pgTable(
	"users",
	{
		id: uuid("id").primaryKey(),
		email: text("email").notNull(),
		/** Lower case: an address is one user, however it is written. */
		emailKey: text("email_key").notNull().unique(),
		/** argon2id; null until an invited user has chosen a password. */
		passwordHash: text("password_hash"),
		role: text("role", { enum: ROLES }).notNull(),
		/** IANA name; null means DEFAULT_TIME_ZONE (G14). */
		timeZone: text("time_zone"),
		disabledAt: time("disabled_at"),
		version: version(),
		createdAt: createdAt(),
		updatedAt: updatedAt(),
	},
	(t) => [
		check("users_role", sql`${t.role} in (${oneOf(ROLES)})`),
		check("users_email_length", sql`char_length(${t.email}) between 3 and 254`),
	],
);

export const sessions = pgTable(
	"sessions",
	{
		/** SHA-256 of the cookie's token: a copy of the table signs nobody in. */
		tokenHash: text("token_hash").primaryKey(),
		userId: uuid("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		/**
		 * The client that signed in, as failed sign-ins are counted by: tells its owner which session
		 * is which.
		 */
		client: text("client"),
		/** The known device that it was begun on; ending this session alone forgets that too. */
		deviceId: uuid("device_id"),
		/** What the next page says of the last action, as JSON; read once. */
		flash: text("flash"),
		createdAt: createdAt(),
		lastSeenAt: time("last_seen_at").notNull().default(sql`now()`),
		expiresAt: time("expires_at").notNull(),
	},
	(t) => [index("sessions_user").on(t.userId), index("sessions_expires_at").on(t.expiresAt)],
);

/**
 * Links that work once: the first set-up (no user yet, one at a time), invitations, password
 * resets.
 */
export const oneTimeLinks = pgTable(
	"one_time_links",
	{
		tokenHash: text("token_hash").primaryKey(),
		purpose: text("purpose", { enum: ["setup", "invite", "reset"] }).notNull(),
		userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
		createdAt: createdAt(),
		expiresAt: time("expires_at"),
	},
	(t) => [
		uniqueIndex("one_time_links_one_setup").on(t.purpose).where(sql`${t.purpose} = 'setup'`),
		check("one_time_links_user", sql`(${t.purpose} = 'setup') = (${t.userId} is null)`),
	],
);

/** Failed sign-ins by key (an account, a client, a known device), counted across processes (R7). */
export const signInFailures = pgTable("sign_in_failures", {
	key: text("key").primaryKey(),
	failures: integer("failures").notNull(),
	/** When the last attempt was counted: a delay begins then. */
	lastAt: time("last_at").notNull().default(sql`now()`),
	/** Attempts refused under this key since then. */
	refused: integer("refused").notNull().default(0),
	/** The count says nothing any more after this. */
	until: time("until").notNull(),
});

/** Browsers in which a user has signed in: strangers' failures do not slow them down (R7). */
export const knownDevices = pgTable(
	"known_devices",
	{
		id: uuid("id").primaryKey(),
		/** SHA-256 of the cookie's token. Several users of one browser share it. */
		tokenHash: text("token_hash").notNull(),
		userId: uuid("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		createdAt: createdAt(),
		expiresAt: time("expires_at").notNull(),
	},
	(t) => [
		unique("known_devices_once_a_user").on(t.tokenHash, t.userId),
		index("known_devices_user").on(t.userId),
		index("known_devices_expires_at").on(t.expiresAt),
	],
);

// Groups and their pools

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
		/** Kept by triggers on pool_entries; 1 to 10,000 at commit (G3). */
		poolSize: integer("pool_size").notNull().default(0),
		/** Counts the statements that changed the pool; kept by the same triggers. */
		poolVersion: bigint("pool_version", { mode: "number" }).notNull().default(0),
		version: version(),
		createdAt: createdAt(),
		updatedAt: updatedAt(),
		updatedBy: text("updated_by").notNull(),
	},
	(t) => [
		check("groups_name_length", sql`char_length(${t.name}) between 1 and 64`),
		check("groups_access_code_length", sql`${t.accessCodeLength} between 4 and 12`),
		check("groups_expiry_seconds", sql`${t.expirySeconds} between 10 and 1800`),
	],
);

/**
 * What holds a number: one row for each E.164 number that was ever in a pool. It outlives pool
 * entries, so deleting a number, adding it again or moving it to another group frees nothing (C3).
 */
export const numbers = pgTable(
	"numbers",
	{
		number: text("number").primaryKey(),
		/**
		 * When the last live request on the number ends or ended, of whatever group; past means free,
		 * with no sweeper (C6).
		 */
		busyUntil: time("busy_until").notNull().default(sql`'epoch'`),
		/**
		 * The request of a unique-DNIS group that has the number: it alone is live while `held_until`
		 * is ahead.
		 */
		holderId: uuid("holder_id"),
		heldUntil: time("held_until").notNull().default(sql`'epoch'`),
		/** When the number was last given: groups that share their numbers use them evenly (C4). */
		givenAt: time("given_at").notNull().default(sql`'epoch'`),
	},
	(t) => [check("numbers_e164", sql`${t.number} ~ '^[+][1-9][0-9]{0,14}$'`)],
);

export const poolEntries = pgTable(
	"pool_entries",
	{
		id: uuid("id").primaryKey(),
		groupId: uuid("group_id")
			.notNull()
			.references(() => groups.id, { onDelete: "cascade" }),
		/**
		 * Has its row in numbers: a trigger checks it once a statement, where a foreign key would lock
		 * and rewrite each of 10,000 rows.
		 */
		number: text("number").notNull(),
		description: text("description").notNull().default(""),
		/**
		 * 0 to pool size - 1 without gaps, so that a random sample of a pool is a few index look-ups.
		 */
		position: integer("position").notNull(),
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
	],
);

// Call-in requests. No foreign keys to what can be deleted: they keep their own copies (G10).

export const requests = pgTable(
	"requests",
	{
		id: uuid("id").primaryKey(),
		createdAt: time("created_at").notNull(),
		expiresAt: time("expires_at").notNull(),
		/** When it was cancelled or released early. */
		endedAt: time("ended_at"),
		matchedAt: time("matched_at"),
		groupId: uuid("group_id").notNull(),
		groupName: text("group_name").notNull(),
		/**
		 * The rule it was made under: with it, the request is live only while the number's row names it
		 * as the holder.
		 */
		uniqueDnis: boolean("unique_dnis").notNull(),
		toNumber: text("to_number").notNull(),
		/** What a caller's number is compared by, one for all writings of one subscriber (N3). */
		fromNumber: text("from_number"),
		/** The number as it was given; null where it is the same. */
		fromGiven: text("from_given"),
		/** What all its readings are compared by; null where it has one reading (N2). */
		fromReadings: text("from_readings").array(),
		/**
		 * Whether it was made with a code; the code itself is erased when it is no longer needed (K3).
		 */
		hasAccessCode: boolean("has_access_code").notNull(),
		accessCode: text("access_code"),
		/**
		 * A JSON object as text: never looked into, and jsonb would refuse some of what JSON allows.
		 */
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
		// For calls without a dialed number: whether anybody live has no code, however many have one
		// (C9).
		index("requests_without_code").on(t.expiresAt).where(sql`not ${t.hasAccessCode}`),
		// For calls without a dialed number: whose caller may be meant by another reading (N2).
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
 * The requests in such a state, by the time they were made: for the records alone (K2). A table,
 * because no index of requests may speak of matched_at or ended_at: with one, each match and each
 * release would write all indexes of its request anew.
 */
export const requestStates = pgTable(
	"request_states",
	{
		state: text("state", { enum: LISTED_STATES }).notNull(),
		createdAt: time("created_at").notNull(),
		/** The request's. */
		id: uuid("id").notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.state, t.createdAt, t.id] }),
		check("request_states_state", sql`${t.state} in (${oneOf(LISTED_STATES)})`),
	],
);

/**
 * Codes in use, and for ten minutes after: the primary key is what makes two equal codes on one
 * number impossible (C5).
 */
export const liveCodes = pgTable(
	"live_codes",
	{
		number: text("number").notNull(),
		code: text("code").notNull(),
		requestId: uuid("request_id").notNull(),
		/** When its request ends or ended. */
		liveUntil: time("live_until").notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.number, t.code] }),
		// By length, so that a few look-ups tell which lengths are live (C9).
		index("live_codes_length").on(sql`char_length(${t.code})`, t.liveUntil),
	],
);

export const OUTCOMES = [
	"MATCHED",
	"AMBIGUOUS",
	"WRONG_CODE",
	"CODE_REQUIRED",
	"ANI_MISMATCH",
	"EXPIRED",
	"NOTHING_MATCHED",
	"LOCKED",
] as const;

/** Every call of match, whatever came out (K5); never the code that was tried. */
export const attempts = pgTable(
	"attempts",
	{
		id: uuid("id").primaryKey(),
		at: time("at").notNull(),
		callId: text("call_id"),
		/** As in requests. */
		fromNumber: text("from_number"),
		fromGiven: text("from_given"),
		toNumber: text("to_number"),
		outcome: text("outcome", { enum: OUTCOMES }).notNull(),
		/** The request where one is certain. */
		requestId: uuid("request_id"),
		groupId: uuid("group_id"),
		released: boolean("released").notNull().default(false),
		apiKeyId: uuid("api_key_id").notNull(),
		corrId: uuid("corr_id").notNull(),
	},
	(t) => [
		check("attempts_outcome", sql`${t.outcome} in (${oneOf(OUTCOMES)})`),
		index("attempts_at").on(t.at, t.id),
		index("attempts_request").on(t.requestId, t.at).where(sql`${t.requestId} is not null`),
		index("attempts_to_number").on(t.toNumber, t.at),
		index("attempts_from_number")
			.on(t.fromNumber, t.at, t.id)
			.where(sql`${t.fromNumber} is not null`),
		// By a hash: an index takes no text of 1,024 characters of four bytes.
		index("attempts_call_id")
			.on(sql`hashtextextended(${t.callId}, 0)`, t.at)
			.where(sql`${t.callId} is not null`),
		index("attempts_not_matched").on(t.outcome, t.at, t.id).where(sql`${t.outcome} <> 'MATCHED'`),
	],
);

/**
 * Wrong codes for each pair of ANI ('' for none) and dialed number; the fifth in ten minutes locks
 * the pair (C10).
 */
export const codeGuesses = pgTable(
	"code_guesses",
	{
		fromNumber: text("from_number").notNull(),
		toNumber: text("to_number").notNull(),
		failures: timeArray("failures").notNull(),
		lockedUntil: time("locked_until"),
	},
	(t) => [primaryKey({ columns: [t.fromNumber, t.toNumber] })],
);

/**
 * What was asked of a group in each minute, added up over all processes, for two days. No foreign
 * key: adding to it locks no group, and a deleted group's figures go with the rest.
 */
export const groupMinutes = pgTable(
	"group_minutes",
	{
		groupId: uuid("group_id").notNull(),
		/** When the minute began, by the database's clock. */
		minute: time("minute").notNull(),
		created: integer("created").notNull().default(0),
		refusedNoNumber: integer("refused_no_number").notNull().default(0),
		refusedNoCode: integer("refused_no_code").notNull().default(0),
		/** The most live requests, and numbers that had one, at any of the looks in that minute. */
		peakLive: integer("peak_live").notNull().default(0),
		peakNumbers: integer("peak_numbers").notNull().default(0),
	},
	(t) => [
		primaryKey({ columns: [t.groupId, t.minute] }),
		index("group_minutes_minute").on(t.minute),
	],
);

// API clients

export const apiKeys = pgTable(
	"api_keys",
	{
		id: uuid("id").primaryKey(),
		name: text("name").notNull(),
		/**
		 * SHA-256: a key is random and long, so a slow hash would protect nothing and cost every call.
		 */
		keyHash: text("key_hash").notNull().unique(),
		/** The first characters, to tell keys apart in a list. */
		hint: text("hint").notNull(),
		scopes: text("scopes").array().notNull(),
		/** Limited to the rows of api_key_groups; with none left it may do nothing (C11). */
		limitedToGroups: boolean("limited_to_groups").notNull().default(false),
		/** Calls a minute over all processes; null is no limit (C11). */
		requestsPerMinute: integer("requests_per_minute"),
		createdBy: text("created_by").notNull(),
		createdAt: createdAt(),
		lastUsedAt: time("last_used_at"),
		/**
		 * Keys are revoked, never deleted: records name them, and the bootstrap key is made only while
		 * none has ever existed.
		 */
		revokedAt: time("revoked_at"),
	},
	(t) => [
		check(
			"api_keys_scopes",
			sql`${t.scopes} <@ array[${oneOf(API_SCOPES)}]::text[] and cardinality(${t.scopes}) > 0`,
		),
		check(
			"api_keys_requests_per_minute",
			sql`${t.requestsPerMinute} between 1 and ${sql.raw(String(REQUESTS_PER_MINUTE_MAX))}`,
		),
	],
);

/**
 * Calls of limited keys in the last minute that had any, added up over all processes every second.
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
		 * Stays when the group is deleted: its live requests live on, and are the key's still (G10,
		 * C11).
		 */
		groupId: uuid("group_id").notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.apiKeyId, t.groupId] }),
		index("api_key_groups_group").on(t.groupId),
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
		 * The first 200's body; erased early where it holds an access code that is no longer needed.
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

// What happened

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

// Bulk import

/**
 * An uploaded file under review (I3), kept so that the page can be reloaded, linked and worked on
 * without a script.
 */
export const importReviews = pgTable(
	"import_reviews",
	{
		id: uuid("id").primaryKey(),
		groupId: uuid("group_id")
			.notNull()
			.references(() => groups.id, { onDelete: "cascade" }),
		mode: text("mode", { enum: IMPORT_MODES }).notNull(),
		fileName: text("file_name").notNull(),
		/** The line that names the columns, as JSON; null where the file has none. */
		header: text("header"),
		/**
		 * The rows with what is wrong with each, as domain/stored-rows.ts writes them: up to 10,000,
		 * always read and written together. Erased when applied.
		 */
		rows: text("rows"),
		/** Counts corrections, so that what is applied is what was looked at. */
		version: version(),
		state: text("state", { enum: ["open", "applied", "undone"] })
			.notNull()
			.default("open"),
		createdBy: text("created_by").notNull(),
		createdAt: createdAt(),
		appliedBy: text("applied_by"),
		appliedAt: time("applied_at"),
		/** The figures of what was done, as JSON. */
		summary: text("summary"),
		/** The pool as it was before, as JSON, for the undo; erased when that is no longer possible. */
		poolBefore: text("pool_before"),
		/**
		 * The pool's version right after: while it is still this one, nobody has changed the pool
		 * since.
		 */
		appliedPoolVersion: bigint("applied_pool_version", { mode: "number" }),
		undoneBy: text("undone_by"),
		undoneAt: time("undone_at"),
	},
	(t) => [
		check("import_reviews_mode", sql`${t.mode} in (${oneOf(IMPORT_MODES)})`),
		check("import_reviews_state", sql`${t.state} in ('open', 'applied', 'undone')`),
		index("import_reviews_group").on(t.groupId),
		index("import_reviews_created_at").on(t.createdAt),
	],
);

/** An uploaded file of groups under review (I7). */
export const groupImportReviews = pgTable(
	"group_import_reviews",
	{
		id: uuid("id").primaryKey(),
		fileName: text("file_name").notNull(),
		existing: text("existing", { enum: EXISTING_CHOICES }).notNull(),
		/** `checking` while its groups are still being stored. */
		state: text("state", { enum: ["checking", "open", "applied"] })
			.notNull()
			.default("checking"),
		/** Counts corrections, so that what is applied is what was looked at. */
		version: version(),
		/**
		 * The version and the state of all groups that the figures were worked out for; null where they
		 * never were.
		 */
		plannedFor: text("planned_for"),
		/** The repairs that would serve, as JSON. */
		repairs: text("repairs"),
		createdBy: text("created_by").notNull(),
		createdAt: createdAt(),
		appliedBy: text("applied_by"),
		appliedAt: time("applied_at"),
	},
	(t) => [
		check("group_import_reviews_existing", sql`${t.existing} in (${oneOf(EXISTING_CHOICES)})`),
		check("group_import_reviews_state", sql`${t.state} in ('checking', 'open', 'applied')`),
		index("group_import_reviews_created_at").on(t.createdAt),
	],
);

/** The groups of such a file, a row each: no more than one has to be in memory at a time. */
export const groupImportGroups = pgTable(
	"group_import_groups",
	{
		reviewId: uuid("review_id")
			.notNull()
			.references(() => groupImportReviews.id, { onDelete: "cascade" }),
		/** Its place in the file, from 0. */
		index: integer("index").notNull(),
		/** For showing and searching; what cannot be stored is replaced. */
		name: text("name").notNull(),
		nameKey: text("name_key"),
		/** Settings and what is wrong with the group by itself, as JSON. */
		settings: text("settings").notNull(),
		problems: text("problems").notNull(),
		leftOut: boolean("left_out").notNull().default(false),
		/** The numbers with what is wrong with each by itself, as JSON; erased when applied. */
		rows: text("rows"),
		/** What the review's figures say of it: null until they have been worked out. */
		outcome: text("outcome", { enum: GROUP_OUTCOMES }),
		targetId: uuid("target_id"),
		figures: text("figures"),
		/**
		 * What is wrong with the group and its numbers, beside the others and the database, as JSON.
		 */
		planProblem: text("plan_problem"),
		rowProblems: text("row_problems"),
	},
	(t) => [
		primaryKey({ columns: [t.reviewId, t.index] }),
		check("group_import_groups_outcome", sql`${t.outcome} in (${oneOf(GROUP_OUTCOMES)})`),
	],
);
