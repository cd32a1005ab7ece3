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
import { ATTESTATIONS } from "../../app/domain/match/attestation.ts";
import { GUARD_KINDS } from "../../app/domain/match/guarding.ts";
import { MATCH_OUTCOMES } from "../../app/domain/match/outcome.ts";
import { oneOf, time, timeArray } from "./columns.ts";

/** Every call of match, with any outcome (K5); never the guessed code. */
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
		outcome: text("outcome", { enum: MATCH_OUTCOMES }).notNull(),
		/** The request, if one is certain. */
		requestId: uuid("request_id"),
		groupId: uuid("group_id"),
		released: boolean("released").notNull().default(false),
		apiKeyId: uuid("api_key_id").notNull(),
		corrId: uuid("corr_id").notNull(),
		/** How far the caller's network vouched for the ANI (C9); null if nothing was told. */
		attestation: text("attestation", { enum: ATTESTATIONS }),
	},
	(t) => [
		check("attempts_outcome", sql`${t.outcome} in (${oneOf(MATCH_OUTCOMES)})`),
		index("attempts_at").on(t.at, t.id),
		index("attempts_request").on(t.requestId, t.at).where(sql`${t.requestId} is not null`),
		index("attempts_to_number").on(t.toNumber, t.at),
		index("attempts_from_number")
			.on(t.fromNumber, t.at, t.id)
			.where(sql`${t.fromNumber} is not null`),
		// By hash: an index entry cannot hold a text of 1,024 characters of four bytes.
		index("attempts_call_id")
			.on(sql`hashtextextended(${t.callId}, 0)`, t.at)
			.where(sql`${t.callId} is not null`),
		index("attempts_not_matched").on(t.outcome, t.at, t.id).where(sql`${t.outcome} <> 'MATCHED'`),
	],
);

export const CALL_STEPS = [
	...["answered", "unanswered", "ended"],
	...["forwarded", "second-answered", "second-unanswered"],
] as const;

/**
 * What a phone system told of a matched call later: the agent answered or did not, the call ended.
 * `forwarded`: nobody answered, so the call went to the second destination, of which the other two
 * tell. Each step once for an attempt, so that a repeated message changes nothing (P6).
 */
export const callSteps = pgTable(
	"call_steps",
	{
		/** The attempt that was matched. Its steps go with it (K4). */
		attemptId: uuid("attempt_id")
			.notNull()
			.references(() => attempts.id, { onDelete: "cascade" }),
		/** No check: an older process leaves a step of a newer version alone. */
		step: text("step", { enum: CALL_STEPS }).notNull(),
		at: time("at").notNull(),
	},
	(t) => [primaryKey({ columns: [t.attemptId, t.step] })],
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
		/** Names the pair to people, who may not see every ANI. */
		id: uuid("id").notNull().defaultRandom(),
		/** The caller withheld the ANI in a guess that counts (N4). */
		hidesCaller: boolean("hides_caller").notNull().default(false),
	},
	(t) => [primaryKey({ columns: [t.fromNumber, t.toNumber] })],
);

/**
 * Wrong codes of all callers on a dialed number, and on a group by calls without a dialed number;
 * with too many in ten minutes it is guarded (C10).
 */
export const codeGuards = pgTable(
	"code_guards",
	{
		kind: text("kind", { enum: GUARD_KINDS }).notNull(),
		/** The number, or the group's ID. */
		target: text("target").notNull(),
		/** Wrong codes by ten seconds: when they begin, and how many. */
		times: timeArray("times").notNull(),
		counts: integer("counts").array().notNull(),
		/** The sum of the counts, as of the last wrong code. */
		wrongCodes: integer("wrong_codes").notNull(),
		/** The limits that both must be passed: by its live codes, and a tenth of its matched calls. */
		codesLimit: integer("codes_limit"),
		callsLimit: integer("calls_limit"),
		callsCountedAt: time("calls_counted_at"),
		guardedSince: time("guarded_since"),
		guardedUntil: time("guarded_until"),
		isStrict: boolean("is_strict").notNull().default(false),
		/** The attempt whose wrong code was one too many. */
		begunBy: uuid("begun_by"),
	},
	(t) => [
		primaryKey({ columns: [t.kind, t.target] }),
		check("code_guards_kind", sql`${t.kind} in (${oneOf(GUARD_KINDS)})`),
	],
);
