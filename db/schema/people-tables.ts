import { sql } from "drizzle-orm";
import {
	check,
	index,
	integer,
	pgTable,
	text,
	unique,
	uniqueIndex,
	uuid,
} from "drizzle-orm/pg-core";
import { ROLES } from "../../app/domain/people/roles.ts";
import { createdAt, oneOf, time, updatedAt, version } from "./columns.ts";

export const users = pgTable(
	"users",
	{
		id: uuid("id").primaryKey(),
		email: text("email").notNull(),
		/** Lower case: an address is one user in any spelling. */
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
		/** SHA-256 of the cookie's token: a copy of the table gives no access. */
		tokenHash: text("token_hash").primaryKey(),
		userId: uuid("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		/**
		 * The client that signed in, in the form that failed sign-ins are counted by. It tells the
		 * user's sessions apart.
		 */
		client: text("client"),
		/** The known device of the session; ending this session alone also forgets the device. */
		deviceId: uuid("device_id"),
		/** The next page's message about the last action, as JSON; read once. */
		flash: text("flash"),
		createdAt: createdAt(),
		lastSeenAt: time("last_seen_at").notNull().default(sql`now()`),
		expiresAt: time("expires_at").notNull(),
	},
	(t) => [index("sessions_user").on(t.userId), index("sessions_expires_at").on(t.expiresAt)],
);

/**
 * Single-use links: the first set-up (only before the first user, one at a time), invitations,
 * password resets.
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
	/** The last counted attempt: a delay begins here. */
	lastAt: time("last_at").notNull().default(sql`now()`),
	/** Attempts refused under this key since then. */
	refused: integer("refused").notNull().default(0),
	/** The count expires here. */
	until: time("until").notNull(),
});

/**
 * Browsers in which a user has signed in: failures of strangers do not slow the user down there
 * (R7).
 */
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
