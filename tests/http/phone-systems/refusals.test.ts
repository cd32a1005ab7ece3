import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES } from "../../support/databases.ts";
import { ALL_PLATFORMS, DIALECTS } from "../../support/phone-call.ts";
import {
	CODES,
	FALLBACK,
	OPEN,
	type PhoneSite,
	PUBLIC_URL,
	saveGroupDestination,
	startPhoneSite,
} from "../../support/phone-site.ts";
import { rawRequest } from "../../support/raw-request.ts";
import { until } from "../../support/until.ts";

const FIELDS = { CallSid: "CA-refused", From: "+14155550177", To: CODES, Digits: "246810" };

describe.each(ENGINES)("refused webhooks over HTTP on the %s engine (P5, P6)", (engine) => {
	let site: PhoneSite;
	beforeAll(async () => {
		site = await startPhoneSite(engine);
	});
	afterAll(() => site.stop());

	/** What the page of a connection says of its last calls. */
	const pageOf = async (name: keyof PhoneSite["systems"]): Promise<string> => {
		const ada = await site.signIn();
		await ada.open(`/settings/phone-systems/${site.systems[name].connectionId}`);
		return ada.text;
	};

	test.each(ALL_PLATFORMS.filter((kind) => DIALECTS[kind].secret === null))(
		"%s: without a password and with a wrong one it is 401 with a challenge",
		async (kind) => {
			const system = site.systems[kind];
			const without = await system.send(FIELDS, { headers: { authorization: "" } });
			const wrong = await system.send(FIELDS, { secret: "ctp_another-0123456789" });
			const right = await system.send(FIELDS);
			expect([without.status, wrong.status, right.status]).toEqual([401, 401, 200]);
			for (const { headers, body } of [without, wrong]) {
				expect(headers["www-authenticate"]).toMatch(/^Basic realm=/);
				expect(body.toString()).toBe("The key is missing or wrong.\n");
			}
			const page = await pageOf(kind);
			expect(page).toContain("It has no key.");
			expect(page).toContain("Its key is wrong.");
		},
	);

	test.each(ALL_PLATFORMS.filter((kind) => DIALECTS[kind].secret !== null))(
		"%s: unsigned and wrongly signed are 403, say no reason, and stand on the page",
		async (kind) => {
			const system = site.systems[kind];
			const unsigned = await rawRequest(site.server.origin, system.path, {
				method: "POST",
				headers: { "content-type": system.dialect.contentType },
				body: system.dialect.bodyOf(FIELDS, ""),
			});
			const signed = await system.send(FIELDS);
			const altered = await system.send(FIELDS, {
				altered: { ...FIELDS, From: "+14155550199" },
			});
			expect([unsigned.status, signed.status, altered.status]).toEqual([403, 200, 403]);
			for (const { body, headers } of [unsigned, altered]) {
				expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
				expect(body.toString()).toBe("The signature is missing, wrong or too old.\n");
			}
			const page = await pageOf(kind);
			expect(page).toContain("It has no signature.");
			expect(page).toContain("Its signature is wrong.");
			expect(page).not.toContain("246810");
			expect(page).not.toContain("4155550177");
		},
	);

	test("another secret, another connection's URL and a replay outside of the window are refused", async () => {
		const { twilio, fallback, "telnyx-texml": telnyx } = site.systems;
		expect((await twilio.send(FIELDS, { secret: "another-secret-0123456789" })).status).toBe(403);
		const forOther = await fallback.send(FIELDS);
		expect(forOther.status).toBe(200);
		const late = await telnyx.send(FIELDS, { at: Date.now() - 301_000 });
		const early = await telnyx.send(FIELDS, { at: Date.now() + 302_000 });
		const inTime = await telnyx.send(FIELDS, { at: Date.now() - 290_000 });
		expect([late.status, early.status, inTime.status]).toEqual([403, 403, 200]);
		expect(await pageOf("telnyx-texml")).toContain("Its signature is too old.");
	});

	test("an unknown connection is 404 in plain text, whatever its ID looks like", async () => {
		const { twilio } = site.systems;
		for (const path of [
			`/phone-systems/${randomUUID()}`,
			"/phone-systems/",
			"/phone-systems/%00",
			`${twilio.path}/`,
			`${twilio.path}/more`,
			`/phone-systems/${"x".repeat(5000)}`,
		]) {
			const { status, headers } = await rawRequest(site.server.origin, path, { method: "POST" });
			expect([path.slice(0, 60), status, headers["content-type"]]).toEqual([
				path.slice(0, 60),
				404,
				"text/plain; charset=utf-8",
			]);
		}
	});

	test("method, content type, size: 405 with Allow, 415, 413, each on the page", async () => {
		const { signalwire } = site.systems;
		for (const method of ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]) {
			const answer = await signalwire.send(FIELDS, { method, body: "" });
			expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, "GET, POST"]);
		}
		const types = ["application/json", "text/plain", "multipart/form-data; boundary=x", ""];
		for (const type of types)
			expect((await signalwire.send(FIELDS, { headers: { "content-type": type } })).status).toBe(
				415,
			);
		const gzip = { "content-encoding": "gzip" };
		expect((await signalwire.send(FIELDS, { headers: gzip })).status).toBe(415);
		const huge = await signalwire.send({ ...FIELDS, More: "x".repeat(70_000) });
		expect(huge.status).toBe(413);
		const page = await pageOf("signalwire");
		for (const why of [
			"Choose POST in the phone system",
			"a wrong content type",
			"It is too large.",
		])
			expect(page).toContain(why);
	});

	test("a platform that signs bodies alone: a GET is 405, a form 415, and no JSON is 400", async () => {
		for (const kind of ["vonage", "jambonz", "bandwidth"] as const) {
			const system = site.systems[kind];
			const got = await system.send(FIELDS, { method: "GET", body: "" });
			expect([kind, got.status, got.headers.allow]).toEqual([kind, 405, "POST"]);
			const type = { "content-type": "application/x-www-form-urlencoded" };
			const form = await system.send(FIELDS, { headers: type });
			expect([form.status, form.body.toString()]).toEqual([
				...[415, "Send JSON: application/json, in UTF-8.\n"],
			]);
			const url = PUBLIC_URL + system.path;
			const by = { secret: system.secret, at: Date.now() };
			for (const body of ["[1]", "{", "null"]) {
				const signed = system.dialect.sign({ method: "POST", url, fields: {}, body }, by);
				const answer = await rawRequest(site.server.origin, system.path, {
					...{ method: "POST", body },
					headers: { "content-type": "application/json", ...signed },
				});
				expect([kind, body, answer.status]).toEqual([kind, body, 400]);
			}
			expect(await pageOf(kind)).toContain("It cannot be read.");
		}
	});

	test("a secret that is missing or cannot be decrypted refuses every call, and the page says so", async () => {
		for (const [name, why] of [
			["no-secret", "The connection has no secret."],
			["unreadable", "The secret cannot be decrypted."],
		] as const) {
			const answer = await site.systems[name].send(FIELDS);
			expect(answer.status).toBe(503);
			expect(answer.body.toString()).toContain("No message can be taken");
			expect(await pageOf(name)).toContain(why);
		}
	});

	test("a paused connection: callers hear a sentence, nobody is connected, the signature still counts", async () => {
		const ani = FIELDS.From;
		await site.reserve("open", { fromPhoneNumber: ani });
		const heard = await site.systems.paused.call(ani, OPEN).comesIn();
		expect(heard).toMatchObject({ status: 200, dials: null, hangsUp: true });
		expect(heard.says).toBe(
			"We cannot connect your call at the moment. Please try again in a few minutes. Goodbye.",
		);
		await saveGroupDestination(await site.signIn(), site.systems.paused.connectionId, "open", {
			...{ Fallback: FALLBACK, "Language of the callers": "de" },
		});
		expect(await site.systems.paused.call(ani, OPEN).comesIn()).toMatchObject({
			says: "Wir verbinden Sie jetzt.",
			dials: { to: FALLBACK, carries: {} },
		});
		expect((await site.systems.paused.send(FIELDS, { secret: "x".repeat(20) })).status).toBe(403);
		expect(await pageOf("paused")).toContain("The connection is paused.");
		const other = site.systems.twilio.call(ani, OPEN);
		expect((await other.comesIn()).dials).not.toBeNull();
		await other.ends();
	});

	test("a GET with its fields in the query is read, if the query is signed", async () => {
		const { twilio } = site.systems;
		const query = `?${new URLSearchParams({ CallSid: "CA-get", To: CODES, From: "+14155550178" })}`;
		const asked = await twilio.send({}, { query, method: "GET", body: "" });
		expect([asked.status, asked.body.toString().startsWith("<?xml")]).toEqual([200, true]);
		const { platform, path } = twilio;
		expect(platform).toBe("twilio");
		const unsigned = await rawRequest(site.server.origin, path + query);
		expect(unsigned.status).toBe(403);
	});

	test("the log and the metrics count each answer, without content", async () => {
		const metrics = await (await fetch(`${site.server.origin}/metrics`)).text();
		// PUBLIC_URL is set, so the metrics need a token (O6).
		expect(metrics).not.toContain("call_in_matches_total");
		await until(async () => site.server.output().includes("Refused a phone system"));
		const log = site.server.output();
		expect(log).toContain('"refusal":"wrong-signature"');
		expect(log).toContain('"route":"/phone-systems/{id}"');
		for (const secret of ["246810", "4155550177", "4155550199", "CA-refused", PUBLIC_URL])
			expect(log).not.toContain(secret);
	});
});
