import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../support/browserless.ts";
import { ENGINES } from "../../support/databases.ts";
import { ALL_PLATFORMS, DIALECTS, type PhoneCall } from "../../support/phone-call.ts";
import {
	AGENTS,
	CODES,
	FALLBACK,
	LATE,
	LATE_CALLER,
	type PhoneSite,
	SECOND,
	saveGroupDestination,
	startPhoneSite,
	USER_DATA,
} from "../../support/phone-site.ts";

const TRYING = "Nobody has answered yet. Please hold the line while we try someone else.";
const NOBODY = "Nobody was able to answer your call. Please try again in a few minutes. Goodbye.";
let callers = 0;
/** A caller that no other test has. */
const someone = (): string => `+1415556${String(1000 + callers++)}`;

describe.each(ENGINES)("a second destination on the %s engine (P3, P6)", (engine) => {
	let site: PhoneSite;
	beforeAll(async () => {
		site = await startPhoneSite(engine);
	});
	afterAll(() => site.stop());

	type Systems = PhoneSite["systems"];
	/** A call whose first agent is called. */
	async function connected(name: keyof Systems): Promise<{ call: PhoneCall; id: string }> {
		const made = await site.reserve("codes", { userData: USER_DATA });
		const call = site.systems[name].call(someone(), CODES);
		await call.comesIn();
		expect((await call.keys(String(made.accessCode))).dials?.to).toBe(AGENTS);
		return { call, id: made.id };
	}
	const timelineOf = async (id: string): Promise<string> => {
		const ada = await site.signIn();
		await ada.open(`/call-in/${id}`);
		return textOf(ada.page.root.querySelector("[data-live-part=timeline] ol"));
	};

	test.each(ALL_PLATFORMS)(
		"%s: the first does not answer, so the call goes to the second, still verified",
		async (kind) => {
			const { call, id } = await connected(`${kind} twice`);
			const first = call.heard?.dials;
			const busy = await call.agentLegEnds("busy");
			expect(busy).toMatchObject({ says: TRYING, dials: { to: SECOND }, hangsUp: false });
			expect(busy.dials?.carries).toEqual(first?.carries);
			// The event of the agent's leg has other numbers than the call.
			expect(busy.dials?.from).toBe(kind === "vonage" ? CODES : undefined);
			expect(first?.from).toBe(busy.dials?.from);
			const { verified, request } = DIALECTS[kind].carried;
			expect(busy.dials?.carries).toMatchObject({ [verified]: "yes", [request]: id });
			// Nobody has answered, so the request is not released.
			expect(await timelineOf(id)).not.toContain("Released");
			await call.agentAnswers();
			expect((await call.agentLegEnds("completed")).dials).toBeNull();
			await call.ends();
			const timeline = await timelineOf(id);
			const steps = [
				"Agent did not answer, so the call went to the second destination",
				...(kind === "voicexml" ? [] : ["Second destination answered"]),
				...["Released after its match", "Call ended"],
			];
			expect(steps.filter((step) => !timeline.includes(step))).toEqual([]);
			expect(timeline).not.toContain("Agent answered");
		},
	);

	test.each(ALL_PLATFORMS)(
		"%s: the second one fails too: the caller hears so, and the request is released",
		async (kind) => {
			const { call, id } = await connected(`${kind} twice`);
			await call.agentLegEnds("no-answer");
			const end = await call.agentLegEnds("failed");
			expect(end).toMatchObject({ says: NOBODY, asks: null, dials: null });
			const timeline = await timelineOf(id);
			expect(timeline).toContain("Second destination did not answer");
			expect(timeline).toContain("Released after its match");
			const ada = await site.signIn();
			await ada.open(`/settings/phone-systems/${site.systems[`${kind} twice`].connectionId}`);
			for (const words of [
				...["Agent did not answer", "Connected to the second destination"],
				"Second destination did not answer",
			])
				expect(ada.text).toContain(words);
		},
	);

	test.each(ALL_PLATFORMS)("%s: told twice, it answers the same (P6)", async (kind) => {
		const { call, id } = await connected(`${kind} twice`);
		const query = new URL(call.heard?.dials?.action ?? "", `${call.system.publicUrl}/`).search;
		const told = () => call.system.send({ ...call.fields, DialCallStatus: "no-answer" }, { query });
		const answers = await Promise.all([1, 2, 3, 4].map(told));
		const bodies = answers.map(({ body }) => body.toString());
		expect(new Set(bodies).size).toBe(1);
		expect(bodies[0]).toContain(SECOND);
		expect((await timelineOf(id)).split("went to the second destination")).toHaveLength(2);
		// Also after the second one has answered: a repeated message changes nothing.
		await call.agentLegEnds("no-answer");
		await call.agentAnswers();
		expect((await told()).body.toString()).toBe(bodies[0]);
	});

	test("a call that was not admitted goes nowhere from the fallback", async () => {
		const call = site.systems.fallback.call(LATE_CALLER, LATE);
		expect((await call.comesIn()).dials?.to).toBe(FALLBACK);
		const end = await call.agentLegEnds("no-answer");
		expect(end).toMatchObject({ says: NOBODY, dials: null, hangsUp: true });
	});

	test("another connection, with the same call's ID, is not sent on", async () => {
		const { call } = await connected("twilio twice");
		const query = "?step=dialed";
		const told = { ...call.fields, DialCallStatus: "busy" };
		const other = await site.systems["signalwire twice"].send(told, { query });
		expect(other.body.toString()).not.toContain(SECOND);
		expect((await call.agentLegEnds("busy")).dials?.to).toBe(SECOND);
	});

	test("a caller who hangs up while the first one rings is not sent on", async () => {
		const { call, id } = await connected("twilio twice");
		const told = { ...call.fields, CallStatus: "completed", DialCallStatus: "canceled" };
		const answer = await call.system.send(told, { query: "?step=dialed" });
		expect(answer.body.toString()).not.toContain(SECOND);
		const timeline = await timelineOf(id);
		expect(timeline).toContain("Agent did not answer");
		expect(timeline).not.toContain("second destination");
	});

	test("what comes after the call's end sends nobody on", async () => {
		const { call, id } = await connected("bandwidth twice");
		await call.ends();
		expect((await call.agentLegEnds("no-answer")).dials).toBeNull();
		expect(await timelineOf(id)).not.toContain("second destination");
	});

	test("a leg that was answered and then failed is not sent on", async () => {
		const { call } = await connected("vonage twice");
		await call.agentAnswers();
		expect((await call.agentLegEnds("failed")).dials).toBeNull();
	});

	test("vonage: a first leg that is told as completed, after it was busy, releases nothing", async () => {
		const { call, id } = await connected("vonage twice");
		const query = new URL(call.heard?.dials?.action ?? "").search;
		await call.agentLegEnds("busy");
		const again = await call.system.send(
			{ ...call.fields, DialCallStatus: "completed" },
			{ query },
		);
		expect(again.status).toBe(204);
		expect(await timelineOf(id)).not.toContain("Released");
		await call.agentAnswers();
		expect(await timelineOf(id)).toContain("Released after its match");
	});

	test.each(ALL_PLATFORMS.filter((kind) => kind !== "voicexml" && kind !== "bandwidth"))(
		"%s: the end of the first leg is told before its reason, and releases nothing",
		async (kind) => {
			const { call, id } = await connected(`${kind} twice`);
			expect((await call.agentLegIsOver()).dials).toBeNull();
			expect(await timelineOf(id)).not.toContain("Released");
			expect((await call.agentLegEnds("no-answer")).dials?.to).toBe(SECOND);
			expect(await timelineOf(id)).not.toContain("Released");
			await call.agentAnswers();
			expect(await timelineOf(id)).toContain("Second destination answered");
			expect(await timelineOf(id)).toContain("Released after its match");
		},
	);

	test("a group's own second destination comes before that of the connection", async () => {
		const ada = await site.signIn();
		const { connectionId } = site.systems["plivo twice"];
		const own = "+14155550177";
		await saveGroupDestination(ada, connectionId, "codes", { "Second destination": own });
		expect(ada.text).toContain(own);
		await ada.open(`/settings/phone-systems/${connectionId}/preview`);
		const made = await site.reserve("codes");
		await ada.press("Call", { fill: { "Dialed number (DNIS)": CODES } });
		await ada.press("Press Keys", { fill: { "Keys pressed": String(made.accessCode) } });
		expect(ada.text).toContain(`Connects to ${AGENTS}`);
		await ada.press("Nobody Answers");
		for (const words of ["Nobody answers", TRYING, `Connects to ${own}`])
			expect(ada.text).toContain(words);
		await ada.press("Nobody Answers");
		expect(ada.text).toContain(NOBODY);
		expect(await site.stateOf(made.id)).toBe("Active");
	});
});
