import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type CutLine, layCutLine } from "../../support/cut-line.ts";
import { ALL_PLATFORMS, PhoneSystem } from "../../support/phone-call.ts";
import {
	CODES,
	FALLBACK,
	OPEN,
	type PhoneSite,
	PUBLIC_URL,
	startPhoneSite,
} from "../../support/phone-site.ts";
import { until } from "../../support/until.ts";

const AWAY = "We cannot connect your call at the moment.";

describe("calls while Postgres is away (P6)", () => {
	let line: CutLine;
	let site: PhoneSite;
	beforeAll(async () => {
		site = await startPhoneSite("server", {
			through: async (url) => {
				line = await layCutLine(url);
				return line.url;
			},
		});
	});
	afterAll(async () => {
		await line.mend();
		await site.stop();
		await line.cut();
	});
	afterEach(() => line.mend());

	const isBack = () =>
		until(async () => {
			const ready = await fetch(`${site.server.origin}/readyz`);
			return ready.status === 200;
		});

	test.each(ALL_PLATFORMS)(
		"%s: callers hear a sentence at each step, and a call goes on when it is back",
		async (kind) => {
			const system = site.systems[kind];
			const made = await site.reserve("codes");
			const call = system.call("+14155550123", CODES);
			await call.comesIn();
			await line.cut();
			const notChecked = await call.keys(String(made.accessCode));
			expect(notChecked.says).toBe(
				"We could not check your code. Please enter the 6 digits of your access code.",
			);
			const other = await system.call("+14155550124", OPEN).comesIn();
			expect(other).toMatchObject({ status: 200, dials: null, hangsUp: true });
			expect(other.says).toContain(AWAY);
			// Vonage tells of the agent's leg at one address, and says there what it is.
			const query = kind === "vonage" ? "?step=dialed" : "?step=answered";
			const status = await system.send({ ...call.fields, ParentCallSid: call.id }, { query });
			expect([status.status, status.headers["retry-after"]]).toEqual([503, "1"]);
			await line.mend();
			await isBack();
			expect((await call.keys(String(made.accessCode))).dials).not.toBeNull();
			await call.ends();
			const ada = await site.signIn();
			await ada.open(`/settings/phone-systems/${system.connectionId}`);
			expect(ada.text).toContain("The database was away.");
		},
	);

	test("a connection that this process has never seen: a sentence, whoever asks; a wrong signature on a known one stays 403", async () => {
		const { fallback, "no-release": unseen } = site.systems;
		await fallback.call("+14155550125", OPEN).comesIn();
		await line.cut();
		expect((await unseen.call("+14155550125", OPEN).comesIn()).says).toContain(AWAY);
		const nobody = new PhoneSystem("telnyx-texml", site.server.origin, PUBLIC_URL, randomUUID());
		expect((await nobody.call("+14155550125", OPEN).comesIn()).says).toContain(AWAY);
		const plain = await fetch(site.server.origin + unseen.path);
		expect([plain.status, await plain.text()]).toEqual([
			503,
			"Not available at the moment. Try again.\n",
		]);
		expect((await fallback.send({}, { secret: "x".repeat(20) })).status).toBe(403);
		// The connection's own fallback needs no database.
		const heard = await fallback.call("+14155550126", OPEN).comesIn();
		expect(heard).toMatchObject({ dials: { to: FALLBACK } });
	});

	test("a silent database is away too, within the platform's patience", async () => {
		await site.systems.twilio.call("+14155550127", OPEN).comesIn();
		line.silence();
		const began = performance.now();
		const heard = await site.systems.twilio.call("+14155550128", OPEN).comesIn();
		expect(heard.says).toContain(AWAY);
		// Twilio waits 15 s.
		expect(performance.now() - began).toBeLessThan(5000);
	});
});

describe("a process without PUBLIC_URL", () => {
	test("refuses every call of a kind that needs it, and says so on the page, without a URL (P5)", async () => {
		const site = await startPhoneSite("embedded", { env: { PUBLIC_URL: "" } });
		try {
			const answer = await site.systems.twilio.send({ CallSid: "CA1", To: OPEN, From: "" });
			expect(answer.status).toBe(503);
			const ada = await site.signIn();
			await ada.open(`/settings/phone-systems/${site.systems.twilio.connectionId}`);
			expect(ada.text).toContain("PUBLIC_URL is not set, so no signature of an address");
			const { vonage, bandwidth, voicexml } = site.systems;
			expect((await bandwidth.send({ CallSid: "b1", To: OPEN, From: "" })).status).toBe(503);
			for (const { connectionId } of [site.systems.twilio, vonage, bandwidth]) {
				await ada.open(`/settings/phone-systems/${connectionId}`);
				expect(ada.text).toContain("Refuses all calls, because PUBLIC_URL is not set");
				expect(ada.text).toContain("There is no URL to paste yet.");
				expect(ada.page.html).not.toContain(`/phone-systems/${connectionId}?step=ended`);
			}
			expect(ada.text).toContain("so no answer could say where to call back");
			expect(ada.text).not.toContain("signature of an address");
			// It answers at the address where it was asked, so it needs none.
			await ada.open(`/settings/phone-systems/${voicexml.connectionId}`);
			expect(ada.text).toContain(`/phone-systems/${voicexml.connectionId}`);
		} finally {
			await site.stop();
		}
	});
});
