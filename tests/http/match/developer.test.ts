import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { ENDPOINTS } from "../../../app/api/endpoints.ts";
import type { Browserless } from "../../support/browserless.ts";
import { type ConfigSite, newNumber, startConfigSite } from "../../support/config-site.ts";

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
	const attempts = async () =>
		(await site.sql`select outcome, released from attempts`).map((row) => ({ ...row }));
	const simulate = async (fill: Record<string, string | boolean>) => {
		await developer.open("/developer/caller");
		return developer.press("Simulate Call", { fill });
	};

	test("are in the navigation of Developers and Administrators, and of nobody else", async () => {
		for (const role of ["administrator", "developer", "supervisor", "monitor"] as const) {
			const { html } = await (await site.signIn(role)).open("/call-in");
			expect([role, html.includes('href="/developer"')]).toEqual([
				role,
				role === "administrator" || role === "developer",
			]);
		}
	});

	test("a simulated call says its outcome and why, keeps what was typed, and changes nothing", async () => {
		const code = await codeOf();
		await simulate({ "Dialed number (DNIS)": `tel:${number}`, "Access code": code });
		expect(developer.page.answered).toBe(200);
		expect(developer.text).toContain("Matched MATCHED");
		expect(developer.text).toContain("The call is admitted to this request.");
		expect(developer.text).toContain("Nothing was changed");
		expect(developer.value("Dialed number (DNIS)")).toBe(`tel:${number}`);
		for (let guess = 0; guess < 6; guess += 1)
			await simulate({ "Dialed number (DNIS)": number, "Access code": "9999999" });
		expect(developer.text).toContain("Wrong code WRONG_CODE");
		expect(developer.text).toContain("Right number, but it has another code.");
		expect(developer.text).toContain("0 of 50 within ten minutes");
		expect(developer.page.html).not.toContain(code);
		expect(await attempts()).toEqual([]);
		expect(await site.sql`select 1 from code_guesses`).toHaveLength(0);
	});

	test("the reference is searched without JavaScript, and has the code in the language chosen", async () => {
		await developer.open("/developer?q=lift+a+lock&language=python");
		expect(developer.text).toContain("urllib.request");
		expect(developer.page.html).toContain('id="liftLock"');
		expect(developer.page.html).not.toContain('id="createCallInRequest"');
		await developer.open("/developer?q=40916");
		expect(developer.page.html).toContain('id="extendCallInRequest"');
		await developer.open("/developer?q=no-such-thing");
		expect(developer.text).toContain("Nothing about “no-such-thing”.");
	});

	test("the console begins with a real group, and goes on with the ID of an answer", async () => {
		await developer.open("/developer/console?operation=createCallInRequest");
		expect(developer.page.html).toContain(group);
		const id = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";
		await developer.open(`/developer/console?operation=cancelCallInRequest&request=${id}`);
		expect(developer.value("Body application/json")).toBe(JSON.stringify({ id }, null, 2));
	});

	test("done for real it is recorded for who did it, and the box is to be ticked again for the next", async () => {
		const code = await codeOf();
		await simulate({
			"Dialed number (DNIS)": number,
			"Access code": code,
			"Do it for real": true,
			Release: true,
		});
		expect(developer.text).toContain(
			"Done for real: the attempt is recorded in your name, and the request has ended.",
		);
		expect(developer.value("Do it for real")).toBe(false);
		expect(await attempts()).toEqual([{ outcome: "MATCHED", released: true }]);
		await developer.press("Simulate Call");
		expect(developer.text).toContain("Right code and number, but an admitted call released it");
		expect(await attempts()).toHaveLength(1);
		await developer.open("/call-in/attempts");
		expect(developer.text).toContain("developer@example.com");
	});

	test("a call with nothing to go by is refused at the field, and so is a call ID that no phone system could send (G13)", async () => {
		await simulate({ "Call ID": "x".repeat(1025), "Do it for real": true });
		expect(developer.page.answered).toBe(422);
		expect(developer.messageAt("Dialed number (DNIS)")).toContain("or an access code");
		expect(developer.messageAt("Call ID")).toContain("at most 1,024 characters");
		expect(developer.value("Do it for real")).toBe(true);
		await developer.post("/developer/caller", {
			toPhoneNumber: number,
			apiKeyId: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f99",
		});
		expect(developer.page.answered).toBe(409);
		await simulate({ ANI: "anonymous" });
		expect(developer.text).toContain("This is not a phone number, so it counts as not given");
	});

	test("every endpoint is told on one page, with its fields, examples and errors, and leads to the console", async () => {
		await developer.open("/developer");
		for (const { path, operationId } of ENDPOINTS) {
			expect(developer.text).toContain(path);
			expect(developer.page.html).toContain(`href="/developer/console?operation=${operationId}"`);
		}
		for (const { code } of Object.values(ERRORS))
			expect(developer.page.root.getElementById(`error-${code}`)).not.toBeNull();
		expect(developer.text).toContain("milliseconds since 1970");
		expect((await developer.open("/developer/console?operation=nothing")).status).toBe(404);
	});

	describe("the console", () => {
		const KEY = "test-key-with-all-scopes";
		const send = async (operation: string, fill: Record<string, string>) => {
			await developer.open(`/developer/console?operation=${operation}`);
			return developer.press("Send", { fill });
		};
		const BODY = "Body application/json";
		const answered = () => JSON.parse(developer.page.root.querySelectorAll("pre")[0]?.text ?? "");

		test("begins with an example, sends what is in the form to the API itself, and shows the answer and the command", async () => {
			await developer.open("/developer/console?operation=createCallInRequest");
			expect(JSON.parse(String(developer.value(BODY)))).toMatchObject({
				groupName: group,
			});
			const body = JSON.stringify({ groupName: group, userData: { name: "Ann's </textarea>" } });
			await developer.press("Send", {
				fill: { "API key": KEY, [BODY]: body, "Idempotency-Key header, optional": "once" },
			});
			expect(developer.page.answered).toBe(200);
			expect(answered()).toMatchObject({ status: { code: 0 }, data: { toPhoneNumber: number } });
			expect(await site.sql`select 1 from requests where id = ${answered().data.id}`).toHaveLength(
				1,
			);
			expect(developer.text).toMatch(/200 in [\d.,]+ ms/);
			expect(developer.text).toContain("x-correlation-id:");
			expect(developer.value(BODY)).toBe(body);
			const curl = developer.page.root.querySelectorAll("pre")[1]?.text ?? "";
			expect(curl).toContain(
				`curl --request POST ${site.origin}/engagement/v3/call-in/requests/create`,
			);
			expect(curl).toContain('--header "x-api-key: $KEY"');
			expect(curl).toContain("--header 'idempotency-key: once'");
			expect(curl).toContain("Ann'\\''s </textarea>");
			const first = answered().data.id;
			await developer.press("Send", { fill: { "API key": KEY } });
			expect(answered().data.id).toBe(first);
			expect(developer.text).toContain("idempotent-replayed: true");
		});

		test("gives the API's own refusals: no key, an unknown one, a body that is none", async () => {
			await send("matchCall", {});
			expect(answered().status.code).toBe(ERRORS["key-missing"].code);
			expect(developer.text).not.toContain("x-api-key: $KEY");
			await send("matchCall", { "API key": "nobody's key" });
			expect(answered().status.code).toBe(ERRORS["key-unknown"].code);
			await send("matchCall", { "API key": KEY, [BODY]: "{" });
			expect(answered().status.code).toBe(ERRORS["body-not-json"].code);
			await send("matchCall", {
				"API key": KEY,
				[BODY]: JSON.stringify({ x: "x".repeat(70_000) }),
			});
			expect(answered().status.code).toBe(ERRORS["body-too-large"].code);
		});

		test("what cannot be sent is told at its field, and the rest is kept", async () => {
			await send("createCallInRequest", {
				"API key": KEY,
				"Idempotency-Key header, optional": "é",
			});
			expect(developer.page.answered).toBe(422);
			expect(developer.text).toContain("Use only visible ASCII characters and spaces in a header.");
			expect(developer.value("Idempotency-Key header, optional")).toBe("é");
			expect(developer.value(BODY)).toContain(group);
		});

		test("keeps the key nowhere: not in a page, the address, the database or the log", async () => {
			const pages: string[] = [];
			const fills: Record<string, string>[] = [
				{ [BODY]: "{}" },
				{ "Idempotency-Key header, optional": "\u00e9" },
			];
			for (const fill of fills) {
				const page = await send("createCallInRequest", { "API key": KEY, ...fill });
				pages.push(page.html, page.url.href);
				expect(developer.field("API key").getAttribute("autocomplete")).toBe("off");
			}
			for (const path of ["/developer/console", "/call-in", "/call-in/attempts"])
				pages.push((await developer.open(path)).html);
			expect(pages.filter((text) => text.includes(KEY))).toEqual([]);
			expect(site.output()).not.toContain(KEY);
			const tables =
				await site.sql`select table_name as name from information_schema.tables where table_schema = 'public'`;
			for (const { name } of tables) {
				const rows =
					await site.sql`select 1 from ${site.sql(name)} t where t::text like ${`%${KEY}%`}`;
				expect([name, rows.length]).toEqual([name, 0]);
			}
		});
	});
});
