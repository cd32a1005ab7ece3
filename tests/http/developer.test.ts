import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browserless } from "../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../support/config-site.ts";

describe("the developer pages (C13)", () => {
	let site: ConfigSite;
	let developer: Browserless;
	const number = newNumber();
	const group = "simulated claims";
	beforeAll(async () => {
		site = await startConfigSite();
		await site.createGroup(await site.signIn(), group, number, { "Expiry (seconds)": "600" });
		developer = await site.signIn("developer");
	});
	afterAll(() => site.stop());

	const codeOf = async (): Promise<string> => {
		const made = await site.call(group);
		return String((made.data as unknown as { accessCode: number }).accessCode);
	};
	const attempts = async () => (await site.sql`select outcome, released from attempts`).map((row) => ({ ...row }));
	const simulate = async (fill: Record<string, string | boolean>) => {
		await developer.open("/developer/caller");
		return developer.press("Simulate Call", { fill });
	};

	test("are in the navigation of Developers and Administrators, and of nobody else", async () => {
		for (const role of ["administrator", "developer", "supervisor", "monitor"] as const) {
			const { html } = await (await site.signIn(role)).open("/call-in");
			expect([role, html.includes('href="/developer"')]).toEqual([role, role === "administrator" || role === "developer"]);
		}
	});

	test("a simulated call says its outcome and why, keeps what was typed, and changes nothing", async () => {
		const code = await codeOf();
		await simulate({ "Dialed number (DNIS)": `tel:${number}`, "Access code": code });
		expect(developer.page.answered).toBe(200);
		expect(developer.text).toContain("Matched MATCHED");
		expect(developer.text).toContain("The call is admitted to this one.");
		expect(developer.text).toContain("Nothing was changed");
		expect(developer.value("Dialed number (DNIS)")).toBe(`tel:${number}`);
		for (let guess = 0; guess < 6; guess += 1) await simulate({ "Dialed number (DNIS)": number, "Access code": "9999999" });
		expect(developer.text).toContain("Wrong code WRONG_CODE");
		expect(developer.text).toContain("Right number, but it has another code.");
		expect(developer.text).toContain("0 of 50 within ten minutes");
		expect(developer.page.html).not.toContain(code);
		expect(await attempts()).toEqual([]);
		expect(await site.sql`select 1 from code_guesses`).toHaveLength(0);
	});

	test("done for real it is recorded for who did it, and the box is to be ticked again for the next", async () => {
		const code = await codeOf();
		await simulate({ "Dialed number (DNIS)": number, "Access code": code, "Do it for real": true, Release: true });
		expect(developer.text).toContain("Done for real: the attempt is recorded in your name, and the request has ended.");
		expect(developer.value("Do it for real")).toBe(false);
		expect(await attempts()).toEqual([{ outcome: "MATCHED", released: true }]);
		await developer.press("Simulate Call");
		expect(developer.text).toContain("Right code and number, but released");
		expect(await attempts()).toHaveLength(1);
		await developer.open("/call-in/attempts");
		expect(developer.text).toContain("developer@example.com");
	});

	test("a call with nothing to go by is refused at the field, and so is a call ID that no phone system could send (G13)", async () => {
		await simulate({ "Call ID": "x".repeat(129), "Do it for real": true });
		expect(developer.page.answered).toBe(422);
		expect(developer.messageAt("Dialed number (DNIS)")).toContain("at least one");
		expect(developer.messageAt("Call ID")).toContain("at most 128 characters");
		expect(developer.value("Do it for real")).toBe(true);
		await developer.post("/developer/caller", { toPhoneNumber: number, apiKeyId: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f99" });
		expect(developer.page.answered).toBe(409);
		await simulate({ ANI: "anonymous" });
		expect(developer.text).toContain("No number: counts as not given");
	});
});
