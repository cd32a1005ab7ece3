import { findViolations, fitsState, type Told } from "../support/history.ts";
import { add, admittedTo, Book, CUT_MS, least, nameOf } from "./book.ts";
import {
	type Answer,
	type History,
	isAcknowledged,
	type Operation,
	type StoredRequest,
} from "./operations.ts";

/**
 * Errors that the contract allows for a correct request with a key for an existing resource (C2).
 */
const ERRORS: Record<Operation["call"], readonly number[]> = {
	create: [42901, 42902, 50301, 50302],
	cancel: [50301, 50302],
	match: [50301, 50302],
	retrieve: [50301],
};
/** The contract's limit (C2), plus a margin for a busy machine. */
export const ANSWER_MS_MAX = 2000 + 500;

/** A killed process may have closed its connections this long before the kill is recorded. */
const DYING_MS = 500;

/** A broken rule, and the number whose history shows how. */
export type Violation = { rule: string; what: string; number: string | null };

/** All violations in a history, judged by the clients' answers and the database's final rows. */
export function judge(history: History): Violation[] {
	const book = new Book(history);
	return [
		...history.operations.flatMap((operation) => judgeAnswer(book, operation)),
		...judgeRepeats(book),
		...judgeCreates(book),
		...judgeRows(book),
		...judgeOverlaps(book),
		...history.operations
			.filter(isAcknowledged)
			.flatMap((operation) => judgeState(book, operation)),
		...judgeMatches(book),
		...judgeAttempts(book),
	];
}

const inWords = ({ call, body, answer, life }: Operation): string => {
	const told =
		answer === null
			? "no answer"
			: `${answer.status} ${answer.code} ${JSON.stringify(answer.data)}`;
	return `${call} ${JSON.stringify(body)} at ${life.name}: ${told}`;
};

function violationOf(book: Book, operation: Operation, rule: string, more = ""): Violation {
	const { toPhoneNumber, id } = { ...operation.answer?.data, ...operation.body };
	return {
		rule,
		what: inWords(operation) + more,
		number: (toPhoneNumber as string | undefined) ?? book.numberOf(String(id)),
	};
}

/** Each answer fits the contract, complete and in time. Only a killed process may leave one out. */
function judgeAnswer(book: Book, operation: Operation): Violation[] {
	const { call, life, sent, answered, answer } = operation;
	const took = ` after ${answered - sent} ms`;
	if (answer === null) {
		const isExcused = life.killed !== null && life.killed <= answered + DYING_MS;
		return isExcused
			? []
			: [violationOf(book, operation, "a process that lives answers (C2)", took)];
	}
	return [
		...(isOfContract(call, answer)
			? []
			: [violationOf(book, operation, "every answer is one of the contract's (C2)")]),
		...answer.unfit.map((what) =>
			violationOf(book, operation, "every answer is as /openapi.json has it (C13)", `: ${what}`),
		),
		...(answered - sent > ANSWER_MS_MAX
			? [violationOf(book, operation, "every answer comes within 2 s (C2)", took)]
			: []),
	];
}

function isOfContract(call: Operation["call"], { status, code, retryAfter }: Answer): boolean {
	if (status === 200) return code === 0;
	return (
		ERRORS[call].includes(code) &&
		Math.floor(code / 100) === status &&
		/^[1-9]\d*$/.test(retryAfter ?? "")
	);
}

/** All tries of one call get the same answer (C7, C9). */
function judgeRepeats(book: Book): Violation[] {
	return [...book.tries.values()].flatMap((tries) => {
		const acknowledged = tries.filter(isAcknowledged);
		const told = new Set(acknowledged.map((one) => JSON.stringify(whatStays(one))));
		if (told.size <= 1) return [];
		return [
			violationOf(
				book,
				acknowledged[0]!,
				"a repeated call gets the first answer (C7, C9)",
				`; told ${[...told].join(" and ")}`,
			),
		];
	});
}

function whatStays(operation: Operation): unknown {
	const { id, toPhoneNumber, accessCode, expirationTime, state, outcome } =
		operation.answer?.data ?? {};
	return operation.call === "match"
		? [outcome, admittedTo(operation)]
		: [id, toPhoneNumber, accessCode, expirationTime, state];
}

/** Every acknowledged create is in the database, as acknowledged. */
function judgeCreates(book: Book): Violation[] {
	return [...book.creates].flatMap(([id, create]) => {
		const row = book.rows.get(id);
		const wrong = (rule: string) => [
			violationOf(book, create, rule, `; the database has ${JSON.stringify(row)}`),
		];
		if (row === undefined) return wrong("no acknowledged create is lost (C3)");
		const { toPhoneNumber, accessCode, expirationTime, groupName } = create.answer!.data;
		const isTheSame =
			row.number === toPhoneNumber &&
			row.expires === expirationTime &&
			row.group === groupName &&
			(row.code === null || Number(row.code) === accessCode) &&
			book.history.groups.get(row.group)?.numbers.has(row.number) === true;
		if (!isTheSame) return wrong("a request is stored as it was told (C1)");
		const isOfItsTime =
			book.firstSent(create) <= row.created + CUT_MS && row.created <= create.answered + CUT_MS;
		return isOfItsTime ? [] : wrong("a request is made while it is asked for (C1)");
	});
}

/**
 * Each row comes from exactly one create call. A client asked for each end and each match.
 * Acknowledged ends and matches hold.
 */
function judgeRows(book: Book): Violation[] {
	const violations: Violation[] = [];
	const byMark = new Map<string, StoredRequest[]>();
	for (const row of book.history.requests) {
		const wrong = (rule: string) =>
			violations.push({ rule, what: JSON.stringify(row), number: row.number });
		add(byMark, row.mark ?? "", row);
		const tries = book.marked.get(row.mark ?? "");
		if (tries === undefined) wrong("every request was asked for");
		else if (tries.every(({ answer }) => answer?.status === 429))
			wrong("a refused create makes nothing (C2)");
		const request = {
			...row,
			from: row.created,
			code: row.code === null ? null : Number(row.code),
		};
		const [ends, matches] = [book.ending(request), book.meeting(request)];
		if (row.ended !== null && least(ends.map(({ sent }) => sent)) > row.ended + CUT_MS)
			wrong("a request ends by who asks for it (C8, C9)");
		if (row.matched !== null && least(matches.map(({ sent }) => sent)) > row.matched + CUT_MS)
			wrong("a match is of a call (C9)");
		const admitted = matches.filter((one) => admittedTo(one) === row.id);
		if (admitted.length > 0 && row.matched === null) wrong("no acknowledged match is lost (C9)");
		const told = ends.filter(
			(one) =>
				isAcknowledged(one) && (one.call === "match" ? admittedTo(one) === row.id : isEnd(one)),
		);
		if (
			told.length > 0 &&
			!(
				(row.ended ?? Number.POSITIVE_INFINITY) <=
				least(told.map(({ answered }) => answered)) + CUT_MS
			)
		)
			wrong("no acknowledged cancel or release is lost (C8, C9)");
	}
	for (const rows of byMark.values())
		if (rows.length > 1)
			violations.push({
				rule: "a call reserves once (C7)",
				what: JSON.stringify(rows),
				number: rows[0]!.number,
			});
	return violations;
}

const isEnd = ({ answer }: Operation): boolean => answer?.data.state === "Cancelled";

/**
 * No number and no code is live twice, by the clients' knowledge and by the database, which also
 * knows unanswered creates.
 */
function judgeOverlaps(book: Book): Violation[] {
	const byClients = findViolations([...book.creates.keys()].map((id) => book.tell(id)));
	const byDatabase = findViolations(
		book.history.requests.map((row) => ({
			...NOTHING_TOLD,
			...row,
			from: row.created,
			code: row.code === null ? null : Number(row.code),
			endAsked: row.ended ?? Number.POSITIVE_INFINITY,
		})),
	);
	const violationFor = (source: string) => (what: string) => {
		const isRelease = what.startsWith("released twice");
		const rule = isRelease
			? "a request is released once (C9)"
			: "no number of a unique-DNIS group and no code is live twice (C3, C5)";
		const number = isRelease
			? book.numberOf(what.split(" ").at(-1) as string)
			: (/\+\d+/.exec(what)?.[0] ?? null);
		return { rule, what: `by ${source}, ${what}`, number };
	};
	return [
		...byClients.map(violationFor("what clients were told")),
		...byDatabase.map(violationFor("the database")),
	];
}

const NOTHING_TOLD: Omit<
	Told,
	"id" | "number" | "code" | "from" | "expires" | "isUnique" | "endAsked"
> = {
	...{ endAsks: 0, endKnown: Number.POSITIVE_INFINITY, releases: 0 },
	...{ mayBeMatched: false, isMatched: false, isCancelled: false },
};

/**
 * The state in a retrieve's or cancel's answer must be possible by the knowledge at the time of the
 * call (C8).
 */
function judgeState(book: Book, operation: Operation): Violation[] {
	if (operation.call !== "retrieve" && operation.call !== "cancel") return [];
	const { id, toPhoneNumber, expirationTime, accessCode = null, state } = operation.answer!.data;
	if (!book.creates.has(String(operation.body.id))) return [];
	const asked = book.firstSent(operation) - CUT_MS;
	const answered = operation.answered + CUT_MS;
	const known = book.tell(String(operation.body.id), { knownBy: asked, until: answered });
	const isTheSame =
		id === known.id &&
		toPhoneNumber === known.number &&
		expirationTime === known.expires &&
		(accessCode === known.code || (accessCode === null && state !== "Active"));
	const isPossible =
		fitsState(known, state, { asked, answered }) &&
		!(operation.call === "cancel" && state === "Active");
	return isTheSame && isPossible
		? []
		: [
				violationOf(
					book,
					operation,
					"a state is what was done (C8)",
					`; known is ${JSON.stringify(known)}`,
				),
			];
}

const OUTCOMES = new Set([
	"MATCHED",
	"AMBIGUOUS",
	"WRONG_CODE",
	"CODE_REQUIRED",
	"ANI_MISMATCH",
	"EXPIRED",
	"NOTHING_MATCHED",
]);

/**
 * An admitted call belongs to a live request. A call that surely belongs to a request is admitted
 * (C9).
 */
function judgeMatches(book: Book): Violation[] {
	const toldOn = new Map<string, Told[]>();
	for (const id of book.creates.keys()) {
		const told = book.tell(id);
		add(toldOn, told.number, told);
	}
	const calls = book.history.operations.filter(
		(one) => one.call === "match" && isAcknowledged(one),
	);
	return calls.flatMap((call) => {
		const wrong = (rule: string, more = "") => [violationOf(book, call, rule, more)];
		if (!OUTCOMES.has(String(call.answer?.data.outcome)))
			return wrong("an outcome is one of the contract's (C9)");
		const asked = book.firstSent(call);
		const others = toldOn.get(String(call.body.toPhoneNumber)) ?? [];
		const id = admittedTo(call);
		if (id !== null) {
			const told = others.find((one) => one.id === id);
			if (told === undefined)
				return book.rows.has(id) ? [] : wrong("no acknowledged match is lost (C9)");
			if (
				call.body.accessCode !== undefined &&
				told.code !== null &&
				Number(call.body.accessCode) !== told.code
			)
				return wrong("a wrong code is not admitted (C9)");
			const known = endKnownToOthers(book, told, call);
			if (known < asked || told.expires + CUT_MS <= asked)
				return wrong("a request that has ended is not matched (C9)");
			if (told.isCancelled)
				return wrong("nobody is admitted to a request that was cancelled unmatched (C8, C9)");
		}
		const expected = others.find((told) => surelyBelongs(book, told, call));
		if (expected !== undefined && id !== expected.id)
			return wrong("a right call is admitted (C9)", `; it is ${JSON.stringify(expected)}'s`);
		return [];
	});
}

const endKnownToOthers = (book: Book, told: Told, call: Operation): number =>
	least(
		book
			.ending(told)
			.filter(
				(one) =>
					nameOf(one) !== nameOf(call) &&
					isAcknowledged(one) &&
					(one.call === "cancel" || admittedTo(one) === told.id),
			)
			.map(({ answered }) => answered),
	);

/**
 * Whether a call can belong to this request alone: the request is live throughout the call, the
 * code is right or not needed, and no other call has asked for its end.
 */
function surelyBelongs(book: Book, told: Told, call: Operation): boolean {
	if (told.expires <= call.answered + CUT_MS || told.from > call.answered) return false;
	if (book.creates.get(told.id)!.answered > book.firstSent(call)) return false;
	const isItsCode = told.code !== null && Number(call.body.accessCode) === told.code;
	const isItsNumber = told.code === null && told.isUnique && call.body.accessCode === undefined;
	if (!isItsCode && !isItsNumber) return false;
	return book.ending(told).every((one) => nameOf(one) === nameOf(call) || one.sent > call.answered);
}

/** Every answered match call is recorded (K5), each retry with the first try's outcome (C9). */
function judgeAttempts(book: Book): Violation[] {
	const stored = new Map(book.history.attempts.map((attempt) => [attempt.corrId, attempt]));
	const calls = [...book.tries.values()].filter(([first]) => first?.call === "match");
	return calls.flatMap((tries) => {
		const recorded = tries.flatMap(({ corrId }) => stored.get(corrId) ?? []);
		const answered = tries.find(isAcknowledged);
		const wrong = (rule: string) => [
			violationOf(book, answered ?? tries[0]!, rule, `; recorded as ${JSON.stringify(recorded)}`),
		];
		if (new Set(recorded.map(({ outcome, requestId }) => `${outcome} ${requestId}`)).size > 1)
			return wrong("a repeated call is recorded as the first one (C9, K5)");
		if (answered !== undefined && recorded[0]?.outcome !== answered.answer?.data.outcome)
			return wrong("no acknowledged call is lost (K5)");
		return [];
	});
}
