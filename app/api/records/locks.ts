import { z } from "zod";
import { listCodeGuards } from "../../../db/match/code-guards.ts";
import { listCodeLocks } from "../../../db/match/code-locks.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { GUARD_KINDS } from "../../domain/match/guarding.ts";
import { liftCodeGuard, liftCodeLock } from "../../operations/match/lift-code-lock.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFieldRule, failFields } from "../contract/field-errors.ts";
import { uuid } from "../contract/fields.ts";
import { idempotent } from "../contract/idempotent.ts";

const words = texts.messages.api;
const PATH = "/engagement/v3/call-in/locks";
/** As on the page: more locks mean guessing from many numbers. */
const SHOWN_MAX = 200;

const time = (description: string) => z.iso.datetime().meta({ description });

const data = z.object({
	locks: z
		.array(
			z
				.object({
					id: z.guid().meta({ description: "The lock's ID, for lifting it." }),
					fromPhoneNumber: z.string().optional().meta({
						description: "The caller's number; absent for callers without one, and withheld ones.",
					}),
					toPhoneNumber: z
						.string()
						.optional()
						.meta({ description: "The dialed number; absent for calls without one." }),
					lockedUntil: time("When the lock ends by itself, in ISO 8601, UTC."),
				})
				.meta({ id: "Lock", description: "A pair of caller and dialed number that is locked." }),
		)
		.meta({ description: `The locks that last longest, at most ${SHOWN_MAX}.` }),
	guards: z
		.array(
			z
				.object({
					kind: z
						.enum(GUARD_KINDS)
						.meta({ description: "Whether a number or a group is guarded." }),
					target: z.string().meta({ description: "The number, or the group's ID." }),
					wrongCodes: z.int().min(0).meta({ description: "Wrong codes in ten minutes." }),
					groups: z
						.array(z.string().meta({ description: "A name." }))
						.meta({ description: "The names of the groups that it concerns." }),
					since: time("Since when, in ISO 8601, UTC."),
					until: time("When it ends by itself, in ISO 8601, UTC."),
				})
				.meta({ id: "Guard", description: "A number or a group that is guarded." }),
		)
		.meta({ description: `The guards that last longest, at most ${SHOWN_MAX}.` }),
});

const failLimited = () => fail("key-limited", { message: words.details.limitedRead });

/** GET …/call-in/locks: who is locked, and what is guarded (C10). */
async function answerList({ service: { db }, apiKey }: ApiCall): Promise<ApiAnswer> {
	if (apiKey.limitedToGroups) return failLimited();
	const [locks, guards] = [await listCodeLocks(db, SHOWN_MAX), await listCodeGuards(db, SHOWN_MAX)];
	return {
		ok: true,
		data: {
			locks: locks.map(({ id, fromNumber, toNumber, lockedUntil }) => ({
				id,
				fromPhoneNumber: fromNumber ?? undefined,
				toPhoneNumber: toNumber ?? undefined,
				lockedUntil: lockedUntil.toISOString(),
			})),
			guards: guards.map(({ kind, target, wrongCodes, groups, since, until }) => ({
				...{ kind, target, wrongCodes, groups: groups.map(({ name }) => name) },
				...{ since: since.toISOString(), until: until.toISOString() },
			})),
		} satisfies z.infer<typeof data>,
	};
}

const EXAMPLE_LOCK = "0190c2a8-9b22-7d03-b6e2-1c2f7b5f3f9f";

export const listLocksEndpoint: Endpoint = {
	method: "GET",
	path: PATH,
	scopes: ["read"],
	tag: "Records",
	operationId: "listLocks",
	summary: "List locks and guarded numbers",
	description:
		"Returns the callers that are locked for guessing codes, and the numbers and groups that are " +
		"guarded, as on the page “Locks”. A key that is limited to groups cannot use this call (403).",
	gives: { schema: data },
	failures: ["fields-wrong", "key-limited"],
	examples: [
		{
			name: "one",
			summary: "One caller is locked",
			gives: {
				locks: [
					{
						...{ id: EXAMPLE_LOCK, fromPhoneNumber: "+14155550132" },
						...{ toPhoneNumber: "+18005555554", lockedUntil: "2026-11-22T21:53:29.123Z" },
					},
				],
				guards: [],
			},
		},
	],
	isStrict: true,
	answer: answerList,
};

const liftBody = z
	.object({
		lockId: uuid.nullish().meta({ description: "A lock's `id`." }),
		guardedNumber: z
			.string(words.fields.mustBeString)
			.nullish()
			.meta({ description: "The `target` of a guarded number." }),
		guardedGroupId: uuid.nullish().meta({ description: "The `target` of a guarded group." }),
	})
	.meta({ description: "Exactly one of the three is needed.", minProperties: 1 });

const liftedData = z.object({
	lifted: z.literal(true).meta({ description: "It is lifted, and its count begins at 0." }),
});

/** POST …/call-in/locks/lift: lifts a lock or a guard (C10). */
async function answerLift({ service: { db }, apiKey, body }: ApiCall): Promise<JsonAnswer> {
	const parsed = liftBody.safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	if (apiKey.limitedToGroups) return failLimited();
	const { lockId, guardedNumber, guardedGroupId } = parsed.data;
	const given = [lockId, guardedNumber, guardedGroupId].filter((value) => value != null);
	if (given.length !== 1)
		return failFieldRule(Object.keys(liftBody.shape), words.fields.lockOrGuard);
	const actor = actorOfKey(apiKey);
	// No number has control characters, and no database accepts all of them.
	const target = guardedGroupId ?? (guardedNumber ?? "").replace(/[\p{Cc}\p{Surrogate}]/gu, "");
	const isLifted = lockId
		? (await liftCodeLock(db, lockId, actor)) !== null
		: await liftCodeGuard(db, { kind: guardedGroupId ? "group" : "number", target }, actor);
	return isLifted ? { ok: true, data: { lifted: true } } : fail("lock-gone");
}

export const liftLockEndpoint: Endpoint = {
	method: "POST",
	path: `${PATH}/lift`,
	scopes: ["provision"],
	tag: "Records",
	operationId: "liftLock",
	summary: "Lift a lock or a guard",
	description:
		"Ends a lock or a guard before its time, as on the page “Locks”. A key that is limited to " +
		"groups cannot use this call (403).",
	headers: ["Idempotency-Key"],
	takes: { schema: liftBody },
	gives: { schema: liftedData },
	failures: ["key-limited", "json-flawed", "lock-gone"],
	examples: [
		{
			name: "lock",
			summary: "A customer who mistyped too often",
			body: { lockId: EXAMPLE_LOCK },
			gives: { lifted: true },
		},
	],
	isStrict: true,
	answer: idempotent("liftLock", answerLift),
};
