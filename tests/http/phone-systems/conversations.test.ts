import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../support/browserless.ts";
import { ENGINES } from "../../support/databases.ts";
import { ALL_PLATFORMS, DIALECTS } from "../../support/phone-call.ts";
import {
	AGENTS,
	CODES,
	FALLBACK,
	LATE,
	LATE_CALLER,
	LATE_CODE,
	MIXED,
	OPEN,
	type PhoneSite,
	startPhoneSite,
	USER_DATA,
} from "../../support/phone-site.ts";

let callers = 0;
/** A caller that no other test has. */
const someone = (): string => `+1415555${String(1000 + callers++)}`;

describe.each(ENGINES)("whole calls over HTTP on the %s engine (P2, P6)", (engine) => {
	let site: PhoneSite;
	beforeAll(async () => {
		site = await startPhoneSite(engine);
	});
	afterAll(() => site.stop());

	test.each(ALL_PLATFORMS)(
		"%s: a call with a code reaches the agent, with its data",
		async (kind) => {
			const made = await site.reserve("codes", { userData: USER_DATA });
			const call = site.systems[kind].call(someone(), CODES);
			const asked = await call.comesIn();
			expect(asked.says).toBe("Please enter the 6 digits of your access code.");
			expect(asked.asks?.digits).toBe("6");
			const connected = await call.keys(String(made.accessCode));
			expect(connected.says).toBe("We are connecting you now.");
			const { verified, request, user } = DIALECTS[kind].carried;
			expect(connected.dials?.to).toBe(AGENTS);
			expect(connected.dials?.carries).toMatchObject({
				...{ [verified]: "yes", [request]: made.id },
				...{ [user("policy")]: "A-1", [user("name")]: USER_DATA.name },
			});
			expect(connected.xml).not.toContain("stays");
			expect(connected.xml).not.toContain(String(made.accessCode));
			expect(await site.match({ toPhoneNumber: CODES, accessCode: made.accessCode })).toBe(
				"MATCHED",
			);
			// Only the answer of the agent's leg releases (P6).
			await call.agentAnswers();
			expect(await site.stateOf(made.id)).toBe("Matched");
			expect(await site.match({ toPhoneNumber: CODES, accessCode: made.accessCode })).toBe(
				"NOTHING_MATCHED",
			);
			expect((await call.agentLegEnds("completed")).hangsUp).toBe(true);
			expect((await call.ends()).xml).not.toContain(AGENTS);
		},
	);

	test.each(ALL_PLATFORMS)(
		"%s: without a code the ANI decides, and nothing is asked",
		async (kind) => {
			const ani = someone();
			await site.reserve("open", { fromPhoneNumber: ani });
			const call = site.systems[kind].call(ani, OPEN);
			const connected = await call.comesIn();
			expect([connected.says, connected.dials?.to]).toEqual(["", AGENTS]);
			expect((await site.systems[kind].call(someone(), OPEN).comesIn()).says).toBe(
				"We found no call request for this call. " +
					"Please start again where you found the number, and call from the same phone. Goodbye.",
			);
			await call.ends();
		},
	);

	test("three wrong codes end the call, silence is no guess, and the fifth guess locks", async () => {
		const made = await site.reserve("codes");
		const [w1, w2, w3, w4, w5] = [1, 2, 3, 4, 5].map((by) =>
			String((((made.accessCode as number) - 100_000 + by) % 900_000) + 100_000),
		) as [string, string, string, string, string];
		const ani = someone();
		const call = site.systems.twilio.call(ani, CODES);
		await call.comesIn();
		expect((await call.keys(w1)).says).toContain("That code is not right.");
		expect((await call.keys(w2)).asks).not.toBeNull();
		const last = await call.keys(w3);
		expect(last).toMatchObject({ asks: null, dials: null, hangsUp: true });
		expect(last.says).toContain("Please look up the code, and call again.");
		const silent = site.systems.twilio.call(ani, CODES);
		await silent.comesIn();
		expect((await silent.staysSilent()).says).toContain("We did not receive a code.");
		await silent.keys("#");
		expect((await silent.staysSilent()).hangsUp).toBe(true);
		const again = site.systems.twilio.call(ani, CODES);
		await again.comesIn();
		await again.keys(w4);
		expect((await again.keys(w5)).asks).not.toBeNull();
		// The fifth has locked the pair, so the right one is refused too (C10).
		expect((await again.keys(String(made.accessCode))).says).toBe(
			"Too many wrong codes were entered. Please try again in ten minutes. Goodbye.",
		);
		const locked = site.systems.twilio.call(ani, CODES);
		expect((await locked.comesIn()).says).toContain("Too many wrong codes were entered.");
		// Another caller is not locked.
		const other = site.systems.twilio.call(someone(), CODES);
		await other.comesIn();
		expect((await other.keys(String(made.accessCode))).dials).not.toBeNull();
		await other.ends();
	});

	test.each(ALL_PLATFORMS)(
		"%s: a late caller hears that the request has expired, by its ANI or by its code (C9)",
		async (kind) => {
			const late = await site.systems[kind].call(LATE_CALLER, LATE).comesIn();
			expect(late).toMatchObject({ asks: null, dials: null, hangsUp: true });
			expect(late.says).toContain("Your call request has expired.");
			await site.reserve("codes");
			const call = site.systems[kind].call(someone(), CODES);
			expect((await call.comesIn()).asks).not.toBeNull();
			const keyed = await call.keys(LATE_CODE);
			expect(keyed).toMatchObject({ asks: null, dials: null, hangsUp: true });
			expect(keyed.says).toContain("Your call request has expired.");
			const toFallback = await site.systems.fallback.call(LATE_CALLER, LATE).comesIn();
			expect(toFallback.says).toContain("Your call request has expired.");
			expect(toFallback.dials?.to).toBe(FALLBACK);
		},
	);

	test("busy, and nothing: each is said and ends, or goes to the fallback, marked as not verified", async () => {
		await site.reserve("open");
		await site.reserve("open");
		const busy = await site.systems.twilio.call(someone(), OPEN).comesIn();
		expect([busy.says, busy.hangsUp]).toEqual([
			"This line is busy. Please try again in a few minutes. Goodbye.",
			true,
		]);
		const fallback = await site.systems.fallback.call(someone(), OPEN).comesIn();
		expect(fallback).toMatchObject({
			says: "We are connecting you now.",
			dials: { to: FALLBACK, tells: null },
		});
		const nowhere = site.systems["no-target"].call(someone(), CODES);
		const made = await site.reserve("codes", { userData: USER_DATA });
		await nowhere.comesIn();
		const away = await nowhere.keys(String(made.accessCode));
		expect(away).toMatchObject({ dials: null, hangsUp: true });
		expect(away.says).toContain("We cannot connect your call at the moment.");
		await nowhere.ends();
	});

	test("the same webhook twice gets the same document, and counts once (P6)", async () => {
		const made = await site.reserve("mixed", { userData: USER_DATA });
		const call = site.systems.twilio.call(someone(), MIXED);
		const first = await call.comesIn();
		expect((await call.comesIn()).xml).toBe(first.xml);
		const action = first.asks?.action ?? "";
		const query = new URL(action).search;
		const send = (digits: string) =>
			site.systems.twilio.send({ ...call.fields, Digits: digits }, { query });
		const wrong = String(made.accessCode === 111111 ? 222222 : 111111);
		const answers = await Promise.all(Array.from({ length: 8 }, () => send(wrong)));
		expect(new Set(answers.map(({ body }) => body.toString())).size).toBe(1);
		expect(answers[0]?.body.toString()).toContain("That code is not right.");
		// Eight times five would have locked the pair.
		const right = await Promise.all(Array.from({ length: 4 }, () => send(String(made.accessCode))));
		expect(new Set(right.map(({ body }) => body.toString())).size).toBe(1);
		expect(right[0]?.body.toString()).toContain("<Dial");
		await call.ends();
		await call.ends();
		expect(await site.match({ toPhoneNumber: MIXED, accessCode: made.accessCode })).toBe(
			"NOTHING_MATCHED",
		);
	});

	test("an agent who does not answer: the caller is told, and the request is released", async () => {
		const made = await site.reserve("codes");
		const call = site.systems.twilio.call(someone(), CODES);
		await call.comesIn();
		await call.keys(String(made.accessCode));
		expect((await call.agentLegEnds("no-answer")).says).toBe(
			"Nobody was able to answer your call. Please try again in a few minutes. Goodbye.",
		);
		expect(await site.match({ toPhoneNumber: CODES, accessCode: made.accessCode })).toBe(
			"NOTHING_MATCHED",
		);
	});

	test("a connection that does not release keeps the request, and no other connection can release it", async () => {
		const made = await site.reserve("codes");
		const call = site.systems["no-release"].call(someone(), CODES);
		await call.comesIn();
		await call.keys(String(made.accessCode));
		await call.agentAnswers();
		await call.agentLegEnds("completed");
		await call.ends();
		const stranger = site.systems.twilio.call(someone(), CODES, { CallSid: call.id });
		await stranger.ends();
		expect(await site.match({ toPhoneNumber: CODES, accessCode: made.accessCode })).toBe("MATCHED");
	});

	test("the request's page shows the call's steps by time, through which connection, never digits", async () => {
		const made = await site.reserve("codes");
		const call = site.systems.twilio.call(someone(), CODES);
		await call.comesIn();
		const wrong = String((made.accessCode as number) === 654321 ? 123456 : 654321);
		await call.keys(wrong);
		await call.keys(String(made.accessCode));
		await call.agentAnswers();
		await call.agentAnswers();
		await call.agentLegEnds("completed");
		await call.ends();
		const ada = await site.signIn();
		await ada.open(`/call-in/${made.id}`);
		const timeline = ada.page.root.querySelector("[data-live-part=timeline] ol");
		const text = textOf(timeline);
		const steps = [
			...["Created", "Call came in. Asked for the access code", "Wrong code keyed in"],
			...["Matched, and connected", "Agent answered", "Released after its match", "Call ended"],
		];
		const places = steps.map((step) => text.indexOf(step));
		expect(places).toEqual([...places].sort((one, other) => one - other));
		expect(places).not.toContain(-1);
		expect(text.split("Agent answered")).toHaveLength(2);
		expect(text).not.toContain(wrong);
		const path = `/settings/phone-systems/${site.systems.twilio.connectionId}`;
		expect(timeline?.querySelector(`a[href="${path}"]`)?.text).toBe("twilio");
		await ada.open(`/call-in/attempts?callId=${call.id}`);
		expect(ada.page.root.querySelectorAll(`td a[href="${path}"]`)).toHaveLength(3);
	});

	test("a call is played through without a phone, and leaves nothing behind (P4)", async () => {
		const made = await site.reserve("codes", { userData: USER_DATA });
		const ada = await site.signIn();
		const path = `/settings/phone-systems/${site.systems.twilio.connectionId}`;
		await ada.open(`${path}/preview`);
		const ani = someone();
		await ada.press("Call", { fill: { "Dialed number (DNIS)": CODES, "Caller (ANI)": ani } });
		expect(ada.text).toContain("Please enter the 6 digits of your access code.");
		await ada.press("Press Keys");
		expect(ada.text).toContain("We did not receive a code.");
		await ada.press("Press Keys", { fill: { "Keys pressed": String(made.accessCode) } });
		expect(ada.text).toContain(`Connects to ${AGENTS}`);
		expect(ada.text).toContain(`X-Call-In-Request=${made.id}`);
		expect(ada.buttons("Press Keys")).toHaveLength(0);
		// The document is the one that the phone system gets.
		const documents = ada.page.root.querySelectorAll("pre").map((one) => textOf(one));
		expect(await site.stateOf(made.id)).toBe("Active");
		const call = site.systems.twilio.call(ani, CODES);
		expect((await call.comesIn()).xml).toBe(documents[0]);
		await call.staysSilent();
		expect((await call.keys(String(made.accessCode))).xml).toBe(documents[2]);
		await ada.open(`/call-in/attempts?ani=${encodeURIComponent(ani)}`);
		expect(ada.page.root.querySelectorAll("tbody tr")).toHaveLength(2);
	});
});
