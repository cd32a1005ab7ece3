import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import { missingForVoicePrompt } from "../../support/voice/call-programs.ts";
import { keysOf, type Pressed } from "../../support/voice/keys-pcap.ts";
import { startVoiceSite, type VoiceSite } from "../../support/voice/voice-site.ts";

const missing = missingForVoicePrompt();
if (missing !== null && process.env.CI === "true") throw new Error(missing);

/** Enough for the answer to a code and the next question. */
const NEXT_QUESTION: Pressed = { silenceMs: 2000 };
/** More than the pause that ends a code. */
const LONG_PAUSE: Pressed = { silenceMs: 3200 };

/** A code of the same length that is not this one. */
const wrong = (code: string, by = 1): string =>
	[...code].map((digit) => (Number(digit) + by) % 10 || 5).join("");

describe.skipIf(missing !== null)(`calls through the voice prompt (P7) ${missing ?? ""}`, () => {
	let site: VoiceSite;
	beforeAll(async () => {
		site = await startVoiceSite();
	});
	afterAll(async () => {
		await site?.stop();
	});

	/** A caller with a request, who has been given its number and code. */
	async function customer(group: "codes" | "busy" | "open" = "codes") {
		const from = site.newCaller();
		return { from, ...(await site.reserve(group, from)) };
	}
	/** The codes that the product was asked about, in turn, and its answers. */
	const guesses = (from: string) =>
		site
			.askedFor(from)
			.flatMap(({ code, release, status }) => (code === null || release ? [] : [{ code, status }]));
	const rang = (from: string) => site.agent.rang().filter((caller) => caller === from).length;

	test.concurrent("the right code leads to the agent, and uses the request up", async () => {
		const { from, number, code } = await customer();
		const keys = keysOf(code);
		const called = await site.call(number, { from, keys, end: "transferred" });
		expect(called).toMatchObject({ problem: null });
		expect(called.referTo).toContain(site.agent.address);
		expect(called.referTo).toContain("X-Call-In-Verified=yes");
		expect(rang(from)).toBe(1);
		expect(guesses(from)).toEqual([{ code, status: 200 }]);
		await until(async () => site.askedFor(from).find(({ release, status }) => release && status));
		// A second caller with the same code finds nothing.
		const late = site.newCaller();
		const again = await site.call(number, { from: late, keys, end: "hung-up" });
		expect(again).toMatchObject({ problem: null, referTo: null });
	});

	test.concurrent("a call without a code is transferred without a question", async () => {
		const { from, number } = await customer("open");
		expect(await site.call(number, { from, end: "transferred" })).toMatchObject({ problem: null });
		expect(rang(from)).toBe(1);
	});

	test.concurrent("after a wrong code the right one is taken", async () => {
		const { from, number, code } = await customer();
		const keys = [...keysOf(wrong(code)), NEXT_QUESTION, ...keysOf(code)];
		expect(await site.call(number, { from, keys, end: "transferred" })).toMatchObject({
			problem: null,
		});
		expect(guesses(from).map(({ status }) => status)).toEqual([403, 200]);
	});

	test.concurrent("after three wrong codes the call ends, without a fourth question", async () => {
		const { from, number, code } = await customer();
		const keys = [1, 2, 3].flatMap((by) => [...keysOf(wrong(code, by)), NEXT_QUESTION]);
		const called = await site.call(number, {
			from,
			keys: [...keys, ...keysOf(code)],
			end: "hung-up",
		});
		expect(called).toMatchObject({ problem: null, referTo: null });
		expect(guesses(from).map(({ status }) => status)).toEqual([403, 403, 403]);
		expect(rang(from)).toBe(0);
	});

	test.concurrent("a caller who keys in nothing is asked three times", async () => {
		const { from, number } = await customer();
		const called = await site.call(number, { from, keys: keysOf("###"), end: "hung-up" });
		expect(called).toMatchObject({ problem: null, referTo: null });
		expect(guesses(from)).toEqual([]);
	});

	test.concurrent("a code with lost digits is no guess, and is asked for again", async () => {
		const { from, number, code } = await customer();
		const keys = [...keysOf(code.slice(2)), LONG_PAUSE, ...keysOf(code)];
		expect(await site.call(number, { from, keys, end: "transferred" })).toMatchObject({
			problem: null,
		});
		expect(guesses(from)).toEqual([{ code, status: 200 }]);
	});

	test.concurrent("keys count whose end packets are lost", async () => {
		const { from, number, code } = await customer();
		const keys = [...code].flatMap((key, place): Pressed[] => [
			// baresip does not tell the same key again while it waits for the end of the first.
			code[place + 1] === key ? { key } : { key, lost: "end" },
			{ soundMs: 200 },
		]);
		expect(await site.call(number, { from, keys, end: "transferred" })).toMatchObject({
			problem: null,
		});
		expect(guesses(from)).toEqual([{ code, status: 200 }]);
	});

	test.concurrent("silence between the keys is no end", async () => {
		const { from, number, code } = await customer();
		const keys = [...code].flatMap((key): Pressed[] => [{ key }, { silenceMs: 1000 }]);
		expect(await site.call(number, { from, keys, end: "transferred" })).toMatchObject({
			problem: null,
		});
	});

	test.concurrent.each([96, 127])("keys of payload type %i count", async (payloadType) => {
		const { from, number, code } = await customer();
		const called = await site.call(number, {
			...{ from, payloadType, keys: keysOf(code) },
			end: "transferred",
		});
		expect(called).toMatchObject({ problem: null });
	});

	test.concurrent("keys by INFO count, and Signal=11 is told as the key 1", async () => {
		const { from, number, code } = await customer();
		const press = (signal: string) => `Signal=${signal}\nDuration=40`;
		const infos = [...["11", ..."77777"].map(press), 2000, ...[...code].map(press)];
		const called = await site.call(number, { from, infos, end: "transferred" });
		expect(called).toMatchObject({ problem: null });
		expect(guesses(from)).toEqual([
			{ code: "177777", status: 403 },
			{ code, status: 200 },
		]);
	});

	test.concurrent("equal digits in a row are as many digits", async () => {
		const { from, number } = await customer();
		for (const code of ["777777", "700077"]) {
			const keys = keysOf(code, { forMs: 60 });
			await site.call(number, { from, keys, end: { hangUpAfterMs: 2500 } });
		}
		expect(guesses(from).map(({ code }) => code)).toEqual(["777777", "700077"]);
	});

	test.concurrent("* starts again, and A to D are no keys", async () => {
		const { from, number, code } = await customer();
		const keys = keysOf(`98*A${code.slice(0, 3)}BCD${code.slice(3)}`);
		expect(await site.call(number, { from, keys, end: "transferred" })).toMatchObject({
			problem: null,
		});
		expect(guesses(from)).toEqual([{ code, status: 200 }]);
	});

	test.concurrent("two calls in one second each find their own request", async () => {
		const both = [await customer(), await customer()];
		const called = await Promise.all(
			both.map(({ from, number, code }) =>
				site.call(number, { from, keys: keysOf(code), end: "transferred" }),
			),
		);
		expect(called).toMatchObject([{ problem: null }, { problem: null }]);
		expect(called[0]?.referTo).not.toBe(called[1]?.referTo);
		for (const { from, code } of both) expect(guesses(from)).toEqual([{ code, status: 200 }]);
	});

	test.concurrent("a second caller on a line hears the busy tone", async () => {
		const [first, second, third] = [await customer(), await customer(), await customer("open")];
		await site.onOneLine(async (call) => {
			const going = call(first.number, { from: first.from, end: { hangUpAfterMs: 3000 } });
			await new Promise((resolve) => setTimeout(resolve, 1500));
			for (const { from, number } of [second, third])
				expect(await call(number, { from, end: { refusedWith: 486 } })).toMatchObject({
					problem: null,
				});
			expect(await going).toMatchObject({ problem: null });
		});
	});

	test.concurrent("a caller who hangs up in the middle leaves the line to the next", async () => {
		const [first, second] = [await customer(), await customer()];
		await site.onOneLine(async (call) => {
			const gone = await call(first.number, {
				...{ from: first.from, keys: keysOf(first.code.slice(0, 3)) },
				end: { hangUpAfterMs: 900 },
			});
			expect(gone).toMatchObject({ problem: null });
			const called = await call(second.number, {
				...{ from: second.from, keys: keysOf(second.code) },
				end: "transferred",
			});
			expect(called).toMatchObject({ problem: null });
		});
		expect(guesses(first.from)).toEqual([]);
		expect(guesses(second.from)).toEqual([{ code: second.code, status: 200 }]);
	});

	test.concurrent("with the server away the caller is told so, and the call ends", async () => {
		const { from, number } = await customer();
		site.cutOff(from, 1);
		const called = await site.call(number, { from, end: "hung-up" });
		expect(called).toMatchObject({ problem: null, referTo: null });
	});

	test.concurrent("with the server away when a code comes, it is asked for again", async () => {
		const { from, number, code } = await customer();
		site.cutOff(from, 2);
		const keys = [1, 2, 3].flatMap(() => [...keysOf(code), NEXT_QUESTION]);
		const called = await site.call(number, { from, keys, end: "hung-up" });
		expect(called).toMatchObject({ problem: null, referTo: null });
		expect(guesses(from)).toHaveLength(3);
	});

	test.concurrent("a busy agent ends the call, and the request can be matched again", async () => {
		const { from, number, code } = await customer("busy");
		const does = { from, keys: keysOf(code), end: "agent-busy" } as const;
		expect(await site.call(number, does)).toMatchObject({ problem: null });
		expect(await site.call(number, does)).toMatchObject({ problem: null });
		expect(site.askedFor(from).some(({ release }) => release)).toBe(false);
		expect(site.printed()).toContain('"alarm":"a transfer failed"');
	});

	test.concurrent("a call that is never set up raises an alarm, and frees its line", async () => {
		const [first, second] = [await customer(), await customer()];
		await site.onOneLine(async (call) => {
			await call(first.number, { from: first.from, end: "never-confirmed" });
			expect(site.printed()).toContain('"alarm":"a call never left INCOMING"');
			const called = await call(second.number, {
				...{ from: second.from, keys: keysOf(second.code) },
				end: "transferred",
			});
			expect(called).toMatchObject({ problem: null });
		});
	});

	test("nothing that was keyed in and no caller's number is printed", () => {
		const printed = site.printed().trim().split("\n");
		expect(printed.length).toBeGreaterThan(50);
		for (const line of printed) {
			// The only digits are those of the time, the line and the digest of the Call-ID.
			const { time, line: lineNumber, lines, call, ...said } = JSON.parse(line);
			expect(call ?? "00000000").toMatch(/^[0-9a-f]{8}$/);
			expect(JSON.stringify(said)).not.toMatch(/[0-9*#]/);
		}
	});
});
