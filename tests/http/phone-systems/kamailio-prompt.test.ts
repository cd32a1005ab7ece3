import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canCall } from "../../support/sip/kamailio.ts";
import { answeredCall, refusedCall, refusedWithin } from "../../support/sip/scenarios.ts";
import { runSipp } from "../../support/sip/sipp.ts";
import { until } from "../../support/until.ts";
import { missingForVoicePrompt } from "../../support/voice/call-programs.ts";
import { keysOf, type Pressed } from "../../support/voice/keys-pcap.ts";
import { startVoiceSite, type VoiceSite } from "../../support/voice/voice-site.ts";

const isThere = canCall() && missingForVoicePrompt() === null;

/** Enough for the answer to a code and the next question. */
const NEXT_QUESTION: Pressed = { silenceMs: 2000 };
const wrong = (code: string, by = 1): string =>
	[...code].map((digit) => (Number(digit) + by) % 10 || 5).join("");

describe.skipIf(!isThere)("a call through Kamailio that needs a code (P7, C9)", () => {
	let site: VoiceSite;
	beforeAll(async () => {
		site = await startVoiceSite({ isProxied: true, lines: 2 });
	});
	afterAll(async () => {
		await site?.stop();
	});

	async function customer(group: "codes" | "busy" | "open" = "codes") {
		const from = site.newCaller();
		return { from, ...(await site.reserve(group, from)) };
	}
	const rang = (from: string) => site.agent.rang().filter((caller) => caller === from).length;
	const statuses = (from: string) => site.askedFor(from).map(({ status }) => status);
	/** A call to this user of the proxy is refused, and nobody is asked about it. */
	async function isRefused(user: string): Promise<void> {
		const { port } = site.proxy as { port: number };
		const from = site.newCaller();
		const called = await runSipp(
			refusedCall({ ruri: `sip:${user}@127.0.0.1`, from: `<sip:${from}@c.example>` }, 404),
			port,
			{ callId: `refused-${from}@test` },
		);
		expect(called).toMatchObject({ code: 0, errors: "" });
		expect([statuses(from), rang(from)]).toEqual([[], 0]);
	}

	test("reaches the agent by the voice prompt and the right code, and asks nothing again", async () => {
		const { from, number, code } = await customer();
		const called = await site.call(number, { from, keys: keysOf(code), end: "transferred" });
		expect(called).toMatchObject({ problem: null });
		// Neither the trunk nor the caller learns where agents are, or whose request it is.
		expect(called.referTo).toMatch(/^sip:[0-9a-f]{64}@127\.0\.0\.1:\d+>?$/);
		expect(site.agent.verified(from)).toEqual(["yes"]);
		// Kamailio, the prompt, the code, and the release.
		await until(async () => statuses(from)[3] !== undefined && statuses(from)[3] !== 0);
		expect(statuses(from)).toEqual([484, 484, 200, 204]);
		// The name of the destination is worth nothing to another call, nor is an invented one.
		await isRefused(called.referTo?.slice(4, 68) ?? "");
		await isRefused("0".repeat(64));
	});

	test("reaches the agent without the number of a caller who withholds it (N4)", async () => {
		const { from, number, code } = await customer();
		const called = await site.call(number, {
			...{ from, keys: keysOf(code), end: "transferred" },
			headers: [`P-Asserted-Identity: <sip:${from}@c.example>`, "Privacy: id"],
		});
		expect(called).toMatchObject({ problem: null });
		// The transferred call itself asks for no privacy.
		expect([rang(from), rang("anonymous")]).toEqual([0, 1]);
		expect(site.agent.verified("anonymous")).toEqual(["yes"]);
	});

	test("without a code goes straight to the agent", async () => {
		const { from, number } = await customer("open");
		expect(await site.call(number, { from, end: "answered" })).toMatchObject({ problem: null });
		expect(site.agent.verified(from)).toEqual(["yes"]);
	});

	test("ends after three wrong codes, and reaches nobody", async () => {
		const { from, number, code } = await customer();
		const keys = [1, 2, 3].flatMap((by) => [...keysOf(wrong(code, by)), NEXT_QUESTION]);
		const called = await site.call(number, {
			...{ from, keys: [...keys, ...keysOf(code)] },
			end: "hung-up",
		});
		expect(called).toMatchObject({ problem: null, referTo: null });
		expect(statuses(from)).toEqual([484, 484, 403, 403, 403]);
		expect(rang(from)).toBe(0);
	});

	test("guesses as the caller that the network asserts, whatever From says (C10)", async () => {
		const { from, number, code } = await customer();
		const asserted = { headers: [`P-Asserted-Identity: "Ann" <sip:${from}@c.example>`] };
		for (const by of [1, 2, 3, 4, 5]) {
			const shown = by === 1 ? "anonymous" : site.newCaller();
			const guess = { from: shown, keys: keysOf(wrong(code, by)), ...asserted };
			await site.call(number, { ...guess, end: { hangUpAfterMs: 2500 } });
			expect(statuses(shown)).toEqual([]);
		}
		expect(statuses(from).filter((status) => status === 403)).toHaveLength(5);
		// The pair is locked now, the right code included.
		const locked = await site.call(number, {
			...{ from: site.newCaller(), ...asserted },
			end: { refusedWith: 486 },
		});
		expect(locked).toMatchObject({ problem: null, referTo: null });
		expect(statuses(from).at(-1)).toBe(486);
	});

	test("ends where the agent is busy, and its request can be matched again", async () => {
		const { from, number, code } = await customer("busy");
		const does = { from, keys: keysOf(code), end: "agent-busy" } as const;
		expect(await site.call(number, does)).toMatchObject({ problem: null });
		expect(await site.call(number, does)).toMatchObject({ problem: null });
	});

	test("reaches nobody but the prompt by messages inside the call", async () => {
		const { from, number } = await customer();
		const { port } = site.proxy as { port: number };
		const call = { ruri: `sip:${number}@127.0.0.1`, from: `<sip:${from}@c.example>` };
		const within = [
			refusedWithin(call, "INVITE", site.agent.address, 403),
			refusedWithin(call, "REFER", "[next_url]", 403),
		];
		const called = await runSipp(answeredCall(call, within.join("\n")), port, {
			callId: `within-${from}@test`,
		});
		expect(called).toMatchObject({ code: 0, errors: "" });
		expect(site.agent.rang()).not.toContain(`${from}`);
	});

	test("hears the busy tone where every line of the prompt is taken", async () => {
		const both = [await customer(), await customer()];
		const third = await customer();
		const questions = () => site.printed().split('"collecting"').length;
		const before = questions();
		const going = both.map(({ number, from }) =>
			site.call(number, { from, end: { hangUpAfterMs: 4000 } }),
		);
		await until(async () => questions() === before + 2);
		const busy = { from: third.from, end: { refusedWith: 486 } };
		expect(await site.call(third.number, busy)).toMatchObject({ problem: null });
		expect(await Promise.all(going)).toMatchObject([{ problem: null }, { problem: null }]);
		expect(rang(third.from)).toBe(0);
	});

	test("is refused with 480 where the prompt is away", async () => {
		await site.stopPrompt();
		const { from, number } = await customer();
		const called = await site.call(number, { from, end: { refusedWith: 480 } });
		expect(called).toMatchObject({ problem: null });
		expect(rang(from)).toBe(0);
		expect(site.proxy?.output()).toContain("no line of the voice prompt takes");
	});
});
