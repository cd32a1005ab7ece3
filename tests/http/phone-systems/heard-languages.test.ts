import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { ALL_PLATFORMS } from "../../support/phone-call.ts";
import { CODES, OPEN, type PhoneSite, startPhoneSite } from "../../support/phone-site.ts";

let callers = 0;
const someone = (): string => `+1415556${String(1000 + callers++)}`;

describe("what callers hear, by connection and by group (P4)", () => {
	let site: PhoneSite;
	let ada: Browserless;
	const pageOf = (name: keyof PhoneSite["systems"]) =>
		`/settings/phone-systems/${site.systems[name].connectionId}`;
	beforeAll(async () => {
		site = await startPhoneSite("embedded");
		ada = await site.signIn();
	});
	afterAll(() => site.stop());

	test("a connection speaks its language, with its own sentences, in the platform's voice", async () => {
		await site.reserve("codes");
		const asked = await site.systems.german.call(someone(), CODES).comesIn();
		expect(asked.says).toBe("Bitte geben Sie die 6 Ziffern Ihres Zugangscodes ein.");
		expect(asked.xml).toContain('<Say voice="Polly.Vicki" language="de-DE">');
		await site.reserve("open");
		await site.reserve("open");
		const busy = await site.systems.german.call(someone(), OPEN).comesIn();
		expect(busy.says).toMatch(/^Hier ist gerade besetzt\. Bitte versuchen Sie es in einigen/);
	});

	test.each(ALL_PLATFORMS)(
		"%s: Japanese is chosen on the page, and callers hear it",
		async (kind) => {
			await ada.open(`${pageOf(kind)}/edit`);
			await ada.press("Save", { fill: { "Language of the callers": "ja" } });
			expect(ada.text).toContain("Japanese");
			const asked = await site.systems[kind].call(someone(), CODES).comesIn();
			expect(asked.says).toBe("6 けたのアクセスコードを入力してください。");
			expect(asked.xml).toMatch(/ja-JP|masako/);
		},
	);

	test("a group's own language comes before that of the connection", async () => {
		const { connectionId } = site.systems["no-release"];
		const path = `/settings/phone-systems/${connectionId}`;
		await ada.open(path);
		const groupId =
			ada.page.root
				.querySelectorAll("select[name=groupId] option")
				.find((option) => textOf(option) === "codes")
				?.getAttribute("value") ?? "";
		await ada.press("Save Destination", {
			fill: { Group: groupId, "Language of the callers": "it" },
		});
		expect(ada.text).toContain("Italian");
		const there = await site.systems["no-release"].call(someone(), CODES).comesIn();
		expect(there.says).toBe("Inserisca le 6 cifre del suo codice di accesso.");
		const elsewhere = await site.systems["no-release"].call(someone(), OPEN).comesIn();
		expect(elsewhere.says).toMatch(/^This line is busy\./);
		await ada.open(path);
		await ada.press("Remove codes");
		const again = await site.systems["no-release"].call(someone(), CODES).comesIn();
		expect(again.says).toBe("Please enter the 6 digits of your access code.");
	});

	test("a sentence is changed and put back on its page, and what nobody can read is refused", async () => {
		const path = pageOf("fallback");
		await ada.open(path);
		await ada.follow("What Callers Hear");
		expect(ada.text).toContain("This line is busy.");
		const form = (fields: Record<string, string>) =>
			ada.post(`${path}/sentences`, { language: "en", ...fields });
		await form({ busy: "Please hold <b>on</b> 👋", away: "We are closed." });
		expect(ada.text).toContain("Not saved");
		expect(ada.text).toContain("Phone systems would read this: “Please hold on”");
		expect(ada.page.html).toContain("We are closed.");
		await form({ enterCodeOfLength: "Type your {digits} digits." });
		expect(ada.text).toContain("is saved");
		const call = () => site.systems.fallback.call(someone(), CODES).comesIn();
		expect((await call()).says).toBe("Type your 6 digits.");
		await form({});
		expect((await call()).says).toBe("Please enter the 6 digits of your access code.");
		await ada.open(`${path}/sentences?language=ja`);
		expect(ada.text).toContain("この回線は話し中です。");
		const unknown = await ada.open(`/settings/phone-systems/${randomUUID()}/sentences`);
		expect(unknown.status).toBe(404);
	});

	test("the form shows what arrives at the agent before anything is saved (P3)", async () => {
		for (const [kind, shown] of [
			["twilio", "X-User-customer-id: Zo%C3%AB%20%26%20Co"],
			["plivo", "X-PH-Usercustomerid: Zo%C3%AB%20%26%20Co"],
			["vonage", "X-Call-In-Request: 0190c2a8"],
			["jambonz", "X-User-name: Zo"],
			["bandwidth", "User-to-User: "],
			["voicexml", "verified=yes&request=0190c2a8"],
		] as const) {
			await ada.open(`/settings/phone-systems/new?kind=${kind}`);
			expect([kind, ada.text.includes(shown)]).toEqual([kind, true]);
			expect(ada.text).toContain("What arrives with a call to the fallback");
		}
	});
});
