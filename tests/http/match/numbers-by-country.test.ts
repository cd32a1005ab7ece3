import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, insertKey } from "../../support/groups.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";
import {
	COUNTRIES,
	type Country,
	FACTS,
	TWO_WRITINGS,
	WITHHELD,
	wrappedWritings,
} from "../../support/world-callers.ts";

const KEY = "a-key-for-create-and-match";
const OPEN = "open";
const WORDS = ["7378742833", "86282452253"];

let database: TestDatabase;
let server: ServerProcess;
beforeAll(async () => {
	database = await openTestDatabase("server");
	await insertKey(database, { secret: KEY, scopes: ["create", "match"] });
	const off = { generateAccessCode: false, expirySeconds: 600 };
	for (const country of COUNTRIES) {
		const [dnis] = FACTS[country].dnis;
		await insertGroupWith(database, `${OPEN} ${country}`, [dnis], off);
		await insertGroupWith(database, `coded ${country}`, [dnis], { expirySeconds: 600 });
	}
});
afterAll(() => database.drop());

async function call(path: string, body: object) {
	const answer = await fetch(`${server.origin}/engagement/v3/call-in/requests/${path}`, {
		method: "POST",
		headers: { "x-api-key": KEY, "content-type": "application/json" },
		body: JSON.stringify(body),
	});
	const { status, data } = await answer.json();
	if (answer.status !== 200)
		throw new Error(`${JSON.stringify(body)}: ${status.message}\n${server.output()}`);
	return data;
}
const match = (body: object) => call("match", body);
const create = (groupName: string, fromPhoneNumber?: string) =>
	call("create", { groupName, fromPhoneNumber });

type Made = { id: string; fromPhoneNumber?: string };

/** Makes a request for each writing at once, asks while all are live, and cancels them. */
async function withLive<T>(
	country: Country,
	writings: readonly string[],
	ask: (made: Made[]) => Promise<T>,
): Promise<T> {
	const made: Made[] = await Promise.all(writings.map((w) => create(`${OPEN} ${country}`, w)));
	try {
		return await ask(made);
	} finally {
		await Promise.all(made.map(({ id }) => call("cancel", { id })));
	}
}

/** How certain the product is that a call from `text` is a live request's caller. */
async function certaintyOf(toPhoneNumber: string, fromPhoneNumber: string): Promise<string> {
	const dialed = await match({ toPhoneNumber, fromPhoneNumber });
	const byAniAlone = await match({ fromPhoneNumber });
	const answer = `${dialed.outcome} ${dialed.matched.fromPhoneNumber} ${byAniAlone.outcome}`;
	const meanings: Record<string, string> = {
		"MATCHED true MATCHED": "is",
		"MATCHED false AMBIGUOUS": "may be",
		"ANI_MISMATCH false ANI_MISMATCH": "is not",
	};
	return meanings[answer] ?? answer;
}

const ALL = COUNTRIES.flatMap((home) => FACTS[home].callers);

describe.each(COUNTRIES)("callers' numbers with DEFAULT_COUNTRY %s", (country) => {
	const { callers, atHome, dialedBefore, dnis, twins, bareWords } = FACTS[country];
	const [to, ...dialed] = dnis;
	beforeAll(async () => {
		server = await startServer({ url: database.url, env: { DEFAULT_COUNTRY: country } });
	});
	afterAll(() => server?.stop());

	/** Each caller bare, but for twins, and behind a prefix. */
	const writingsOf = (number: string): string[] => [
		...(twins.includes(number) ? [number] : [number.slice(1)]),
		...["00", ...dialedBefore].map((prefix) => prefix + number.slice(1)),
	];

	/**
	 * Calls while all requests are live on one number. Gives the calls that did not certainly reach
	 * their own request.
	 */
	const astray = (requests: readonly string[], calls: readonly (readonly string[])[]) =>
		withLive(country, requests, async (made) => {
			const found = made.flatMap(({ id }, index) =>
				(calls[index] ?? []).map(async (fromPhoneNumber) => {
					const said = await match({ toPhoneNumber: to, fromPhoneNumber });
					if (said.request?.id === id && said.matched.fromPhoneNumber) return [];
					return [`${requests[index]} called from ${fromPhoneNumber}: ${said.outcome}`];
				}),
			);
			return (await Promise.all(found)).flat();
		});

	test("of eighteen live requests each call reaches its own, in every writing (N2)", async () => {
		const writings = ALL.map((number) => [number, ...writingsOf(number)]);
		expect(await astray(ALL, writings)).toEqual([]);
		for (const column of [0, 1, 2]) {
			const requests = ALL.map((number) => writingsOf(number)[column] ?? number);
			const plain = ALL.map((number) => [number]);
			expect(await astray(requests, plain)).toEqual([]);
		}
	});

	test("a caller is certain as written at home, and by the ANI alone (N2, N3)", async () => {
		for (const [number, writings] of Object.entries(atHome))
			for (const writing of writings) {
				const called = await withLive(country, [number], () => certaintyOf(to, writing));
				const made = await withLive(country, [writing], () => certaintyOf(to, number));
				expect([writing, called, made]).toEqual([writing, "is", "is"]);
			}
	});

	test("a twin only may be the caller (N2)", async () => {
		for (const number of twins) {
			const digits = number.slice(1);
			const said = await withLive(country, [number], () => certaintyOf(to, digits));
			expect([digits, said]).toEqual([digits, "may be"]);
			const [home] = await withLive(country, [digits], async (made) => made);
			expect(home?.fromPhoneNumber).not.toBe(number);
			expect(home?.fromPhoneNumber?.endsWith(digits)).toBe(true);
		}
	});

	test("another caller is nobody's, however written (C9)", async () => {
		for (const [mine, others] of [
			[0, 1],
			[1, 0],
		] as const) {
			const requests = COUNTRIES.map((home) => FACTS[home].callers[mine]);
			const strangers = COUNTRIES.map((home) => FACTS[home].callers[others]);
			const said = await withLive(country, requests, () =>
				Promise.all(
					strangers
						.flatMap((number) => [number, `00${number.slice(1)}`, `sip:${number}@c.example`])
						.map((number) => certaintyOf(to, number)),
				),
			);
			expect(new Set(said)).toEqual(new Set(["is not"]));
		}
	});

	test("marks, tel:, sip:, names and escapes change nothing, in create and match (N1, N5)", async () => {
		const mobiles = COUNTRIES.map((home) => FACTS[home].callers[0]);
		const writings = mobiles.map(wrappedWritings);
		const columns = writings[0]?.length ?? 0;
		for (let column = 0; column < columns; column += 1) {
			const requests = writings.map((row) => row[column] as string);
			const calls = writings.map((row) => [row[(column + 1) % columns] as string]);
			expect(await astray(requests, calls)).toEqual([]);
			const given = await withLive(country, requests, async (made) => made);
			expect(given.map(({ fromPhoneNumber }) => fromPhoneNumber)).toEqual(mobiles);
		}
	});

	test("two writings of one subscriber are one caller, each given back unchanged (N3)", async () => {
		for (const turn of [0, 1]) {
			const requests = TWO_WRITINGS.map((pair) => pair[turn] as string);
			expect(await astray(requests, TWO_WRITINGS)).toEqual([]);
			const given = await withLive(country, requests, async (made) => made);
			expect(given.map(({ fromPhoneNumber }) => fromPhoneNumber)).toEqual(requests);
		}
	});

	test("a withheld caller counts as not given, in create and match (N4, N5)", async () => {
		const bare = WORDS.filter((word) => !bareWords.includes(word));
		// In Buenos Aires (11) 1111-1111 is a number.
		const ones = country === "AR" ? [] : ["1111111111"];
		const texts = [...WITHHELD, ...ones, ...bare];
		const made = await withLive(country, texts, async (requests) => requests);
		expect(made.flatMap(({ fromPhoneNumber }) => fromPhoneNumber ?? [])).toEqual([]);
		const said = await withLive(country, [callers[0]], () =>
			Promise.all(texts.map((text) => match({ toPhoneNumber: to, fromPhoneNumber: text }))),
		);
		for (const [index, { outcome, matched }] of said.entries())
			expect([texts[index], outcome, matched.fromPhoneNumber]).toEqual([
				...[texts[index], "MATCHED", false],
			]);
		const numbers = await withLive(country, bareWords, async (requests) => requests);
		for (const [index, { fromPhoneNumber }] of numbers.entries())
			expect(fromPhoneNumber?.endsWith(bareWords[index] as string)).toBe(true);
	});

	test("five wrong codes of withheld callers keep nobody's right code out (N4, C10)", async () => {
		const { id, accessCode } = await create(`coded ${country}`);
		const wrong = accessCode === 999_999 ? 999_998 : accessCode + 1;
		const ask = (fromPhoneNumber: string, code: number) =>
			match({ toPhoneNumber: to, fromPhoneNumber, accessCode: code });
		for (const text of ["+86282452253", "+10000000000", "17378742833", "+15555555555", "0"])
			expect((await ask(text, wrong)).outcome).toBe("WRONG_CODE");
		for (const text of ["+86282452253", "+440000000000", "anonymous"])
			expect((await ask(text, accessCode)).outcome).toBe("MATCHED");
		await call("cancel", { id });
	});

	test("a dialed number is found in each writing, with any call ID (C9, N1)", async () => {
		const digits = to.slice(1);
		const writings = [
			...[to, digits, ...dialedBefore.map((prefix) => prefix + digits), ...dialed],
			...[`sip:${to};npdi;rn=+14155550000@10.0.0.1:5060;user=phone`, `tel:${to};ext=1`],
			`<sip:%2B${digits}@trunk.example>;reason=unconditional;counter=1`,
		];
		const callIds = ["c".repeat(129), "c".repeat(1024), 12, 'a"b\\c', "\u0000"];
		const said = await withLive(country, [callers[0]], () =>
			Promise.all(
				writings.map((toPhoneNumber, index) => {
					const callId = callIds[index % callIds.length];
					return match({ toPhoneNumber, fromPhoneNumber: callers[0], callId });
				}),
			),
		);
		expect(said.map(({ outcome }, index) => [writings[index], outcome])).toEqual(
			writings.map((writing) => [writing, "MATCHED"]),
		);
	});
});
