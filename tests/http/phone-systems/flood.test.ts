import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REFUSALS_A_MINUTE } from "../../../app/domain/phone-systems/webhook-limits.ts";
import { textOf } from "../../support/browserless.ts";
import { ENGINES } from "../../support/databases.ts";
import { type PhoneSystem, PLATFORMS } from "../../support/phone-call.ts";
import { CODES, type PhoneSite, startPhoneSite } from "../../support/phone-site.ts";
import { rawRequest } from "../../support/raw-request.ts";

const STRANGER = "203.0.113.9";
const FIELDS = { CallSid: "CA-of-a-stranger", From: "+14155550177", To: CODES };
/** Another form than the one that is signed. */
const WRONG = { body: new URLSearchParams({ ...FIELDS, From: "+14155550178" }).toString() };
const FORM = { "content-type": "application/x-www-form-urlencoded" };
/** More names than any phone system sends: reading them all would take as long as many calls. */
const MANY_NAMES = Array.from({ length: 4000 }, (_, index) => index.toString(36)).join("&");

describe.each(ENGINES)(
	"a flood of webhooks without a valid signature, on the %s engine (P5, O7)",
	(engine) => {
		let site: PhoneSite;
		beforeAll(async () => {
			site = await startPhoneSite(engine, { env: { TRUST_PROXY: "1" } });
		});
		afterAll(() => site.stop());

		const pageOf = async ({ connectionId }: PhoneSystem): Promise<string> => {
			const ada = await site.signIn();
			await ada.open(`/settings/phone-systems/${connectionId}`);
			return textOf(ada.page.root);
		};
		/** Sends as many, 25 at a time, and counts the answers by status. */
		const flood = async (times: number, send: () => Promise<{ status: number }>) => {
			const statuses: Record<number, number> = {};
			const sendInTurn = async () => {
				for (let index = 0; index < times / 25; index += 1) {
					const { status } = await send();
					statuses[status] = (statuses[status] ?? 0) + 1;
				}
			};
			await Promise.all(Array.from({ length: 25 }, sendInTurn));
			return statuses;
		};
		/** A whole call with a code. Returns its ID. */
		const callThrough = async (system: PhoneSystem, from: string): Promise<string> => {
			const made = await site.reserve("codes");
			const call = system.call(from, CODES);
			expect((await call.comesIn()).asks).not.toBeNull();
			expect((await call.keys(String(made.accessCode))).dials).not.toBeNull();
			await call.agentAnswers();
			return call.id;
		};

		test.each(PLATFORMS)(
			"%s: real calls beside it are connected and stay on the page; the strangers are counted",
			async (kind) => {
				const system = site.systems[kind];
				const headers = { "x-forwarded-for": STRANGER };
				const from = { method: "POST", headers: { ...FORM, ...headers } };
				const unsigned = () =>
					rawRequest(site.server.origin, system.path, { ...from, body: "To=1" });
				const flooding = [
					flood(150, unsigned),
					flood(150, () => system.send(FIELDS, { ...WRONG, headers })),
					flood(25, () => system.send(FIELDS, { ...WRONG, headers, body: MANY_NAMES })),
				];
				const ids: string[] = [];
				for (let call = 0; call < 5; call += 1)
					ids.push(await callThrough(system, `+1415555${3000 + call}`));
				expect(await Promise.all(flooding)).toEqual([{ 403: 150 }, { 403: 150 }, { 413: 25 }]);
				const page = await pageOf(system);
				for (const id of ids) expect(page).toContain(id);
				expect(page).toContain("It has no signature.150");
				expect(page).toMatch(/Its signature is wrong\.\D*\.150/);
				expect(page).toContain("It is too large.25");
				expect(page).toContain(STRANGER);
				expect(page).not.toContain("CA-of-a-stranger");
				const ada = await site.signIn();
				await ada.open("/settings/phone-systems");
				expect(textOf(ada.page.root)).toContain("325 messages without a valid signature or key");
			},
		);

		test("the platform's first webhook is answered though strangers flood from its very address", async () => {
			const { fallback } = site.systems;
			const flooding = flood(300, () => fallback.send(FIELDS, WRONG));
			// By now the address has sent more than a client may before its webhooks wait.
			await flood(75, () => fallback.send(FIELDS, WRONG));
			const id = await callThrough(fallback, "+14155553900");
			expect(await flooding).toEqual({ 403: 300 });
			expect(await pageOf(fallback)).toContain(id);
		});

		test("clients that share no address cannot push out a connection's first webhook either", async () => {
			const system = site.systems["no-release"];
			let clients = 0;
			const send = () => {
				clients += 1;
				const address = `10.9.${clients >> 8}.${clients & 255}`;
				return system.send(FIELDS, { ...WRONG, headers: { "x-forwarded-for": address } });
			};
			await flood(REFUSALS_A_MINUTE.ofConnection + 25, send);
			const flooding = flood(300, send);
			const id = await callThrough(system, "+14155553901");
			expect(await flooding).toEqual({ 403: 300 });
			expect(await pageOf(system)).toContain(id);
		});

		test("unknown connections: each is 404, and calls go on beside them", async () => {
			const flooding = flood(250, () =>
				rawRequest(site.server.origin, `/phone-systems/${randomUUID()}`, { method: "POST" }),
			);
			await callThrough(site.systems.twilio, "+14155553902");
			expect(await flooding).toEqual({ 404: 250 });
		});

		test("the log has a line of its own for the first refusals of a minute alone", () => {
			const lines = site.server.output().split("Refused a phone system").length - 1;
			// The flood of three platforms, that of one address and that of many, in two minutes each.
			const most = 2 * (4 * REFUSALS_A_MINUTE.ofClient + REFUSALS_A_MINUTE.ofConnection);
			expect(lines).toBeGreaterThan(0);
			expect(lines).toBeLessThanOrEqual(most);
		});
	},
);
