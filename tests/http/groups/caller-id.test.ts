import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";

const ANN = "+14155550132";
const KEY = { "x-api-key": "test-key-with-all-scopes", "content-type": "application/json" };

let site: ConfigSite;
let ada: Browserless;
beforeAll(async () => {
	site = await startConfigSite();
	ada = await site.signIn();
});
afterAll(() => site.stop());

async function ask(path: "create" | "match", body: object) {
	const answer = await fetch(`${site.origin}/engagement/v3/call-in/requests/${path}`, {
		method: "POST",
		headers: KEY,
		body: JSON.stringify(body),
	});
	return answer.json();
}
/** The names and values of a list of facts. */
const facts = (browser: Browserless, within: string): Record<string, string> =>
	Object.fromEntries(
		browser.page.root
			.querySelectorAll(`${within} dl > div`)
			.map((one) => one.querySelectorAll("dt, dd").map(textOf)),
	);

describe("Caller ID (G7)", () => {
	test("is chosen on the group's page, is told in words everywhere, and its calls show how many were attested", async () => {
		const number = newNumber();
		const path = await site.createGroup(ada, "vouched", number, {
			"Generate Access Code": false,
			"Same number, attested": true,
		});
		expect(ada.value("Same number, attested")).toBe(true);
		expect(ada.value("Any call")).toBe(false);
		expect(ada.text).toContain("A caller can fake an ANI.");
		expect(ada.text).toContain("No call for this group’s requests yet.");
		expect((await ask("create", { groupName: "vouched" })).status.code).toBe(40010);
		const { data } = await ask("create", { groupName: "vouched", fromPhoneNumber: ANN });
		const call = { toPhoneNumber: number, fromPhoneNumber: ANN };
		const outcome = async (more: object) => (await ask("match", { ...call, ...more })).data.outcome;
		expect(await outcome({ callId: "1" })).toBe("ANI_MISMATCH");
		expect(await outcome({ callId: "2", attestation: "B" })).toBe("ANI_MISMATCH");
		expect(await outcome({ callId: "3", attestation: "A" })).toBe("MATCHED");
		expect(await outcome({ callId: "3", attestation: "A" })).toBe("MATCHED");
		await ada.open(path);
		expect(ada.text).toContain(
			"Of the last 3 calls for this group’s requests, 1 (33%) came with attestation A.",
		);

		const supervisor = await site.signIn("supervisor");
		await supervisor.open(path);
		expect(facts(supervisor, "section[aria-labelledby=settings-heading]")).toMatchObject({
			"Caller ID": "Same number, attested",
			"When codes are guessed": "Guard the number",
		});
		await ada.open(`/call-in/${data.id}`);
		expect(facts(ada, "section[aria-labelledby=facts]")["Caller ID"]).toBe("Same number, attested");
		expect(ada.text).toContain("attested B");
		await ada.open("/call-in/attempts");
		expect(ada.text).toContain("attested A");
		const file = (await ada.open("/call-in/attempts.csv")).html.split("\r\n");
		expect(file[0]).toMatch(/,Attestation$/);
		expect(file.slice(1, -1).map((row) => row.split(",").at(-1))).toEqual(["A", "A", "B", ""]);
		const log = await site.sql`
			select after from audit_entries where action = 'group.create' order by id desc limit 1`;
		expect(JSON.stringify(log)).toContain("attested");
	});

	test("a value that nobody offers is refused at the field, and what was saved meanwhile is shown in words (G11)", async () => {
		const path = await site.createGroup(ada, "conflict", newNumber());
		const bob = await site.signIn("administrator", "bob@example.com");
		await bob.open(path);
		await ada.press("Save Settings", { fill: { "Same number": true, "Alert only": true } });
		await bob.press("Save Settings", { fill: { "Same number, attested": true } });
		expect(bob.page.answered).toBe(409);
		expect(
			bob.page.root
				.querySelectorAll("[role=alert] tbody tr")
				.map((row) => row.querySelectorAll("th, td").map(textOf)),
		).toEqual([
			["Caller ID", "Same number", "Same number, attested"],
			["When codes are guessed", "Alert only", "Guard the number"],
		]);
		await bob.press("Save Settings");
		expect(bob.page.answered).toBe(303);
		const version = bob.page.root
			.querySelector("#settings input[name=version]")!
			.getAttribute("value")!;
		const settings = { version, accessCodeLength: "6", expirySeconds: "30", guard: "guard" };
		for (const callerId of ["Equal", "", "any,equal"]) {
			await bob.post(path, { intent: "save-settings", ...settings, callerId });
			expect(bob.page.answered).toBe(422);
			expect(bob.text).toContain("Choose any, equal or attested.");
		}
		await ada.open(path);
		expect(ada.value("Same number, attested")).toBe(true);
	});

	test("a simulated call can be attested, and says what a request asks for (C13)", async () => {
		const number = newNumber();
		await site.createGroup(ada, "simulated", number, {
			"Generate Access Code": false,
			"Same number, attested": true,
		});
		await ask("create", { groupName: "simulated", fromPhoneNumber: ANN });
		const developer = await site.signIn("developer");
		const simulate = async (fill: Record<string, string>) => {
			await developer.open("/developer/caller");
			await developer.press("Simulate Call", { fill: { "Dialed number (DNIS)": number, ...fill } });
			return developer.text;
		};
		expect(await simulate({})).toContain("its Caller ID setting requires an ANI.");
		expect(await simulate({ ANI: ANN })).toContain(
			"Right number and ANI, but its Caller ID setting requires attestation A.",
		);
		const attestation = { "Attestation (STIR/SHAKEN)": "A" };
		expect(await simulate({ ANI: ANN, ...attestation })).toContain("Matched MATCHED");
		expect(developer.value("Attestation (STIR/SHAKEN)")).toBe("A");
		expect(developer.text).toContain("A: the network vouches for the number");
	});
});
