import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";

// Digits of two numbers: one in Arkansas if national, one in Norway if international.
const BARE = "4795550132";
const [ARKANSAS, NORWAY] = ["+14795550132", "+4795550132"];
const KEYS = "/settings/api-keys";

let site: ConfigSite;
let browser: Browserless;
const DNIS = newNumber();
beforeAll(async () => {
	site = await startConfigSite();
	browser = await site.signIn();
	const settings = { generateAccessCode: "", expirySeconds: "600", accessCodeLength: "6" };
	await browser.open("/tools/click-to-call-in/new");
	const made = await browser.post("/tools/click-to-call-in/new", {
		...{ name: "open", number: DNIS, description: "", callerId: "any", guard: "guard" },
		...settings,
	});
	expect(made.answered).toBe(303);
});
afterAll(() => site.stop());
afterEach(() => site.sql`update requests set ended_at = now() where ended_at is null`);

let made = 0;
/** Makes a key by the form. Returns its secret, its ID and its name. */
async function makeKey(numbers: Record<string, string>) {
	made += 1;
	const requestId = `0190c2a8-7f35-7bd0-9d33-${String(made).padStart(12, "0")}`;
	const name = `key ${made}`;
	const { root, answered } = await browser.post(KEYS, {
		...{ requestId, name, scopes: "create", limit: "all", requestsPerMinute: "", ...numbers },
	});
	const secret = root.querySelector("[role=status] code")?.text ?? "";
	await site.sql`update api_keys set scopes = array['create','match'] where id = ${requestId}`;
	return { answered, secret, id: requestId, name };
}

async function call(secret: string, path: string, body: object) {
	const answer = await fetch(`${site.origin}/engagement/v3/call-in/requests/${path}`, {
		method: "POST",
		headers: { "x-api-key": secret, "content-type": "application/json" },
		body: JSON.stringify(body),
	});
	return answer.json();
}
const create = (secret: string, fromPhoneNumber: string) =>
	call(secret, "create", { groupName: "open", fromPhoneNumber });
const match = async (secret: string, fromPhoneNumber: string, toPhoneNumber?: string) =>
	(await call(secret, "match", { fromPhoneNumber, toPhoneNumber })).data;
const rowOf = (name: string) =>
	browser.page.root
		.querySelectorAll("main li")
		.map((row) => row.text)
		.find((text) => text.includes(`${name} `)) ?? "";

describe("a key states what numbers without a plus are (N2)", () => {
	test("the same bare number of two keys is two numbers", async () => {
		const plain = await makeKey({});
		const stated = await makeKey({ numbersWithoutPlus: "international" });
		const requests = [await create(plain.secret, BARE), await create(stated.secret, BARE)];
		expect(requests.map(({ data }) => data.fromPhoneNumber)).toEqual([ARKANSAS, NORWAY]);
		// The first reading decides who the caller certainly is.
		const admittedTo = async (secret: string) => (await match(secret, BARE, DNIS)).request?.id;
		expect(await admittedTo(plain.secret)).toBe(requests[0].data.id);
		expect(await admittedTo(stated.secret)).toBe(requests[1].data.id);
	});

	test("without a dialed number only the key that states it is certain", async () => {
		const plain = await makeKey({ numbersWithoutPlus: "any" });
		const stated = await makeKey({ numbersWithoutPlus: "international" });
		await create(plain.secret, NORWAY);
		expect((await match(plain.secret, BARE)).outcome).toBe("AMBIGUOUS");
		const admitted = await match(stated.secret, BARE);
		expect([admitted.outcome, admitted.matched.fromPhoneNumber]).toEqual(["MATCHED", true]);
		expect((await match(stated.secret, ARKANSAS)).outcome).not.toBe("MATCHED");
	});

	test("a number that cannot be international is read as without the statement", async () => {
		const { secret } = await makeKey({ numbersWithoutPlus: "international" });
		const asked = ["4155550132", "(415) 555-0132", "011442079460958", "+14155550132"];
		const read = [];
		for (const text of asked) {
			const { data } = await create(secret, text);
			read.push(data.fromPhoneNumber);
		}
		const here = "+14155550132";
		expect(read).toEqual([here, here, "+442079460958", here]);
		expect((await create(secret, "home")).status.code).toBe(40002);
	});

	test("the page shows and changes it, the audit log has it, and calls follow", async () => {
		const { secret, id, name } = await makeKey({ numbersWithoutPlus: "international" });
		const statement = "numbers without a plus are international";
		await browser.open(KEYS);
		expect(rowOf(name)).toContain(statement);
		await browser.open(`${KEYS}?numbers=${id}`);
		expect(browser.page.root.querySelector(`#api-key-numbers input[checked]`)?.attributes).toEqual(
			expect.objectContaining({ value: "international" }),
		);
		const wrong = await browser.post(`${KEYS}?numbers=${id}`, {
			...{ intent: "set-numbers", apiKeyId: id, numbersWithoutPlus: "sometimes" },
		});
		expect(wrong.answered).toBe(422);
		expect(browser.text).toContain("Choose how this key’s calls write numbers.");
		const changed = await browser.post(`${KEYS}?numbers=${id}`, {
			...{ intent: "set-numbers", apiKeyId: id, numbersWithoutPlus: "any" },
		});
		expect(changed.answered).toBe(303);
		expect(browser.text).toContain(`of the key “${name}” are national or international`);
		expect(rowOf(name)).not.toContain(statement);
		await browser.open("/settings/audit");
		expect(browser.text).toContain("API key’s numbers changed");
		expect(browser.text).toContain("Always international → National or international");
		await expect
			.poll(async () => (await create(secret, BARE)).data.fromPhoneNumber, { timeout: 10_000 })
			.toBe(ARKANSAS);
	});

	test("a value that nobody can choose is refused by the form", async () => {
		expect((await makeKey({ numbersWithoutPlus: "sometimes" })).answered).toBe(422);
	});

	test("the simulated call reads numbers as the chosen key does (C13)", async () => {
		const stated = await makeKey({ numbersWithoutPlus: "international" });
		await create(stated.secret, NORWAY);
		const simulate = async (fields: Record<string, string>) => {
			await browser.post("/developer/caller", { fromPhoneNumber: BARE, ...fields });
			return browser.text;
		};
		expect(await simulate({})).toContain("AMBIGUOUS");
		expect(await simulate({ apiKeyId: stated.id })).toContain("MATCHED");
	});
});
