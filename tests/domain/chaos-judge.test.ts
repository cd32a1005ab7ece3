import { describe, expect, test } from "vitest";
import { judge } from "../chaos/judge.ts";
import type { Answer, History, Operation, StoredRequest } from "../chaos/operations.ts";

// The judge of `npm run chaos` accepts a correct history, and finds each kind of violation.

const NUMBER = "+18005550001";
const LIFE = { name: "first", killed: null };

const ok = (data: Record<string, unknown>): Answer => ({
	status: 200,
	code: 0,
	retryAfter: null,
	data,
	unfit: [],
});
const refused = (status: number, code: number, retryAfter: string | null = "1"): Answer => ({
	status,
	code,
	retryAfter,
	data: {},
	unfit: [],
});

let corrIds = 0;
function operation(
	call: Operation["call"],
	body: Operation["body"],
	sent: number,
	answer: Answer | null,
	more: Partial<Operation> = {},
): Operation {
	corrIds += 1;
	return {
		call,
		body,
		once: null,
		corrId: `corr ${corrIds}`,
		life: LIFE,
		sent,
		answered: sent + 10,
		answer,
		...more,
	};
}

const made = (id: string, at: number, more: Record<string, unknown> = {}) => ({
	...{
		id,
		toPhoneNumber: NUMBER,
		groupName: "unique",
		expirationTime: at + 10_000,
		accessCode: 1234,
		callbackServiceId: `mark of ${id}`,
	},
	...more,
});
const create = (id: string, at: number, more: Partial<Operation> = {}) =>
	operation(
		"create",
		{ groupName: "unique", callbackServiceId: `mark of ${id}` },
		at - 5,
		ok(made(id, at)),
		more,
	);
const row = (id: string, created: number, more: Partial<StoredRequest> = {}): StoredRequest => ({
	...{
		id,
		created,
		expires: created + 10_000,
		ended: null,
		matched: null,
		group: "unique",
		isUnique: true,
	},
	...{ number: NUMBER, code: "1234", mark: `mark of ${id}`, ...more },
});
const cancel = (id: string, sent: number, state: string, at: number) =>
	operation("cancel", { id }, sent, ok({ ...made(id, at), state }));
const retrieve = (id: string, sent: number, state: string, at: number) =>
	operation("retrieve", { id }, sent, ok({ ...made(id, at), state }));
const match = (
	sent: number,
	outcome: string,
	id: string | null,
	more: Record<string, unknown> = {},
	rest: Partial<Operation> = {},
) =>
	operation(
		"match",
		{ toPhoneNumber: NUMBER, accessCode: 1234, release: false, ...more },
		sent,
		ok({ admitted: id !== null, outcome, ...(id === null ? {} : { request: { id } }) }),
		rest,
	);

const GROUPS: History["groups"] = new Map([
	["unique", { isUnique: true, numbers: new Set([NUMBER]) }],
]);

/** The broken rules in the judge's report. */
function broken(
	operations: Operation[],
	requests: StoredRequest[],
	attempts?: History["attempts"],
): string[] {
	const calls = operations.filter(({ call, answer }) => call === "match" && answer?.status === 200);
	const recorded = calls.map(({ corrId, answer }) => ({
		corrId,
		outcome: String(answer?.data.outcome),
		requestId: null,
	}));
	const violations = judge({
		operations,
		requests,
		attempts: attempts ?? recorded,
		groups: GROUPS,
	});
	return [...new Set(violations.map(({ rule }) => rule))];
}

describe("the judge of a chaos run", () => {
	test("says nothing of what is right: made, matched, released, given again, cancelled, expired", () => {
		const operations = [
			create("a", 1000),
			match(1500, "MATCHED", "a"),
			retrieve("a", 1600, "Matched", 1000),
			match(2000, "MATCHED", "a", { release: true }),
			create("b", 2010),
			cancel("b", 3000, "Cancelled", 2010),
			retrieve("b", 3100, "Cancelled", 2010),
			create("c", 4000),
			retrieve("c", 4100, "Active", 4000),
			retrieve("c", 14_100, "Expired", 4000),
			operation(
				"create",
				{ groupName: "unique", callbackServiceId: "none" },
				4200,
				refused(429, 42901),
			),
			operation(
				"create",
				{ groupName: "unique", callbackServiceId: "none" },
				4300,
				refused(503, 50301),
			),
			operation("cancel", { id: "c" }, 15_000, null, { life: { name: "second", killed: 15_005 } }),
		];
		const requests = [
			row("a", 1000, { matched: 1505, ended: 2004 }),
			row("b", 2010, { ended: 3005 }),
			row("c", 4000),
		];
		expect(broken(operations, requests)).toEqual([]);
	});

	test.each<{
		what: string;
		operations: Operation[];
		requests: StoredRequest[];
		attempts?: History["attempts"];
		rule: RegExp;
	}>([
		{
			what: "an acknowledged create that is gone",
			operations: [create("a", 1000)],
			requests: [],
			rule: /no acknowledged create is lost/,
		},
		{
			what: "a create that is stored with another number",
			operations: [create("a", 1000)],
			requests: [row("a", 1000, { number: "+18005550002" })],
			rule: /stored as it was told/,
		},
		{
			what: "an acknowledged cancel that is gone",
			operations: [create("a", 1000), cancel("a", 2000, "Cancelled", 1000)],
			requests: [row("a", 1000)],
			rule: /no acknowledged cancel or release is lost/,
		},
		{
			what: "an acknowledged release that is gone",
			operations: [create("a", 1000), match(2000, "MATCHED", "a", { release: true })],
			requests: [row("a", 1000, { matched: 2005 })],
			rule: /no acknowledged cancel or release is lost/,
		},
		{
			what: "an acknowledged match that is gone",
			operations: [create("a", 1000), match(2000, "MATCHED", "a")],
			requests: [row("a", 1000)],
			rule: /no acknowledged match is lost/,
		},
		{
			what: "a match whose record is gone",
			operations: [create("a", 1000), match(2000, "MATCHED", "a")],
			requests: [row("a", 1000, { matched: 2005 })],
			attempts: [],
			rule: /no acknowledged call is lost/,
		},
		{
			what: "a number that two clients were given",
			operations: [create("a", 1000), create("b", 5000)],
			requests: [row("a", 1000), row("b", 5000, { code: "5555" })],
			rule: /live twice/,
		},
		{
			what: "a number that two have by the database alone, the second of them unanswered",
			operations: [
				create("a", 1000),
				operation("create", { callbackServiceId: "mark of b" }, 4990, null, {
					life: { name: "first", killed: 5000 },
				}),
			],
			requests: [row("a", 1000), row("b", 5000, { code: "5555" })],
			rule: /live twice/,
		},
		{
			what: "a code that two have on one shared number",
			operations: [create("a", 1000)],
			requests: [row("a", 1000, { isUnique: false }), row("b", 5000, { isUnique: false })],
			rule: /live twice/,
		},
		{
			what: "an Idempotency-Key with two reservations",
			operations: [
				create("a", 1000, { once: "k" }),
				operation("create", { callbackServiceId: "mark of a" }, 2000, null, {
					once: "k",
					life: { name: "first", killed: 2005 },
				}),
			],
			requests: [
				row("a", 1000, { ended: null, expires: 11_000 }),
				row("b", 12_000, { mark: "mark of a" }),
			],
			rule: /reserves once/,
		},
		{
			what: "an Idempotency-Key with two answers",
			operations: [create("a", 1000, { once: "k" }), create("b", 12_000, { once: "k" })],
			requests: [row("a", 1000), row("b", 12_000)],
			rule: /gets the first answer/,
		},
		{
			what: "a callId with two outcomes",
			operations: [
				create("a", 1000),
				match(2000, "MATCHED", "a", {}, { once: "k" }),
				match(2100, "WRONG_CODE", null, {}, { once: "k" }),
			],
			requests: [row("a", 1000, { matched: 2005 })],
			rule: /gets the first answer/,
		},
		{
			what: "a request that nobody asked for",
			operations: [],
			requests: [row("a", 1000)],
			rule: /every request was asked for/,
		},
		{
			what: "a request of a create that was refused",
			operations: [
				operation("create", { callbackServiceId: "mark of a" }, 995, refused(429, 42901)),
			],
			requests: [row("a", 1000)],
			rule: /a refused create makes nothing/,
		},
		{
			what: "a request that nobody ended",
			operations: [create("a", 1000)],
			requests: [row("a", 1000, { ended: 2000 })],
			rule: /ends by who asks for it/,
		},
		{
			what: "a stale answer: active, after its cancel was acknowledged",
			operations: [
				create("a", 1000),
				cancel("a", 2000, "Cancelled", 1000),
				retrieve("a", 3000, "Active", 1000),
			],
			requests: [row("a", 1000, { ended: 2005 })],
			rule: /a state is what was done/,
		},
		{
			what: "a request that is unknown again",
			operations: [
				create("a", 1000),
				operation("retrieve", { id: "a" }, 2000, refused(404, 40402, null)),
			],
			requests: [row("a", 1000)],
			rule: /one of the contract's/,
		},
		{
			what: "a match after the cancel was acknowledged",
			operations: [
				create("a", 1000),
				cancel("a", 2000, "Cancelled", 1000),
				match(3000, "MATCHED", "a"),
			],
			requests: [row("a", 1000, { ended: 2005, matched: 3005 })],
			rule: /that has ended is not matched/,
		},
		{
			what: "a match at the moment of a cancel that found nobody matched",
			operations: [
				create("a", 1000),
				cancel("a", 2000, "Cancelled", 1000),
				match(2005, "MATCHED", "a"),
			],
			requests: [row("a", 1000, { ended: 2004, matched: 2006 })],
			rule: /cancelled unmatched/,
		},
		{
			what: "a match after the expiry",
			operations: [create("a", 1000), match(12_000, "MATCHED", "a")],
			requests: [row("a", 1000, { matched: 12_005 })],
			rule: /that has ended is not matched/,
		},
		{
			what: "two releases of one request",
			operations: [
				create("a", 1000),
				match(2000, "MATCHED", "a", { release: true }),
				match(2005, "MATCHED", "a", { release: true }),
			],
			requests: [row("a", 1000, { ended: 2003, matched: 2003 })],
			rule: /released once/,
		},
		{
			what: "a right code that is refused",
			operations: [create("a", 1000), match(2000, "NOTHING_MATCHED", null)],
			requests: [row("a", 1000)],
			rule: /a right call is admitted/,
		},
		{
			what: "a wrong code that is admitted",
			operations: [create("a", 1000), match(2000, "MATCHED", "a", { accessCode: 9999 })],
			requests: [row("a", 1000, { matched: 2005 })],
			rule: /a wrong code is not admitted/,
		},
		{
			what: "a 500",
			operations: [operation("retrieve", { id: "a" }, 1, refused(500, 50001, null))],
			requests: [],
			rule: /one of the contract's/,
		},
		{
			what: "a 503 without Retry-After",
			operations: [operation("retrieve", { id: "a" }, 1, refused(503, 50301, null))],
			requests: [],
			rule: /one of the contract's/,
		},
		{
			what: "an answer that comes late",
			operations: [operation("retrieve", { id: "a" }, 1, refused(503, 50301), { answered: 4000 })],
			requests: [],
			rule: /within 2 s/,
		},
		{
			what: "no answer from a process that lives",
			operations: [operation("retrieve", { id: "a" }, 1, null)],
			requests: [],
			rule: /a process that lives answers/,
		},
		{
			what: "no answer from a process that was killed long after",
			operations: [
				operation("retrieve", { id: "a" }, 1, null, { life: { name: "first", killed: 5000 } }),
			],
			requests: [],
			rule: /a process that lives answers/,
		},
		{
			what: "an answer that is not as documented",
			operations: [
				create("a", 1000, {
					answer: { ...ok(made("a", 1000)), unfit: ["/data/id must be a UUID"] },
				}),
			],
			requests: [row("a", 1000)],
			rule: /as \/openapi.json has it/,
		},
	])("finds $what", ({ operations, requests, attempts, rule }) => {
		expect(broken(operations, requests, attempts).filter((one) => rule.test(one))).toHaveLength(1);
	});
});
