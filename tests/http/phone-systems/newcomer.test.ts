import { randomUUID } from "node:crypto";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browserless, textOf } from "../../support/browserless.ts";
import { createEmbeddedDirectory } from "../../support/databases.ts";
import { freePort } from "../../support/free-port.ts";
import { loadTwilio } from "../../support/platform-packages.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

// From an empty installation to connected calls, by what the pages say. Twilio's own package signs.

const twilio = loadTwilio();
const TOKEN = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
const ADA = { Email: "ada@example.com", Password: "correct horse battery staple" };
const AGENTS = "sip:agents@pbx.example.com";
const UNIQUE = { name: "claims", number: "+18005554300" };
const CODES = { name: "travel", number: "+18005554301" };
const SCOPE = "create Create, retrieve, extend and cancel requests (servers of apps and sites)";
const CALLER = "+14155550132";
const STRANGER = "+14155550199";

/** Twilio's servers: one call, which does what the documents say. */
function callBy(from: string, to: string) {
	const fields = { AccountSid: "AC1", CallSid: `CA${randomUUID()}`, From: from, To: to };
	return async (url: string, more: Record<string, string> = {}) => {
		const sent = { ...fields, ...more };
		const answer = await fetch(url, {
			method: "POST",
			headers: { "x-twilio-signature": twilio.getExpectedTwilioSignature(TOKEN, url, sent) },
			body: new URLSearchParams(sent),
		});
		const xml = await answer.text();
		expect(answer.status, xml).toBe(200);
		const root = new DOMParser().parseFromString(xml, "text/xml").documentElement as Element;
		const all = (name: string) => [...root.getElementsByTagName(name)];
		const textsOf = (name: string) => all(name).map((one) => one.textContent ?? "");
		return {
			says: textsOf("Say").join(" "),
			dials: textsOf("Dial").map((address) => address.split("?")[0]),
			keysTo: all("Gather")[0]?.getAttribute("action") ?? "",
			whenOver: all("Dial")[0]?.getAttribute("action") ?? "",
			whenAnswered: all("Sip")[0]?.getAttribute("statusCallback") ?? "",
			hangsUp: all("Hangup").length > 0,
		};
	};
}

describe("a newcomer with Twilio's package alone (P1, P2)", () => {
	let installation: ReturnType<typeof createEmbeddedDirectory>;
	let server: ServerProcess;
	let ada: Browserless;
	let callsUrl: string;
	let statusUrl: string;
	let apiKey: string;

	beforeAll(async () => {
		installation = createEmbeddedDirectory();
		const { dataDir } = installation;
		const env = { PORT: String(await freePort()) };
		server = await startServer({ dataDir, env });
		const { origin } = server;
		ada = new Browserless(origin);
		await ada.open(/http:\S+\/setup\/[\w-]+/.exec(server.output())?.[0] ?? "");
		await ada.press("Create Administrator", { fill: ADA });
		for (const [group, settings] of [
			[
				UNIQUE,
				{ "Generate Access Code": false, "Do not reuse DNIS for concurrent requests": true },
			],
			[CODES, {}],
		] as const) {
			await ada.follow("Tools: Click-To-Call-In Config");
			await ada.press("Create New Group");
			const fill = { "Group Name": group.name, "New DNIS": group.number, ...settings };
			await ada.press("Save Group", { fill: { ...fill, "Expiry (seconds)": "600" } });
		}

		// Without its own address the service cannot check Twilio's signatures, and says what to do.
		await ada.follow("Settings");
		await ada.follow("Phone systems");
		expect(ada.text).toContain("Not possible yet: Twilio,");
		expect(ada.text).toContain("Set PUBLIC_URL to the address as they reach it");
		await server.stop();
		server = await startServer({ dataDir, env: { ...env, PUBLIC_URL: origin } });
		await ada.open("/");
		await ada.follow("Settings");
		await ada.follow("Phone systems");
		await ada.follow("Twilio");
		const fill = { Name: "Twilio, production", "Auth token": TOKEN, Destination: AGENTS };
		await ada.press("Create Connection", { fill });
		[callsUrl = "", statusUrl = ""] = ada.page.root
			.querySelectorAll("[aria-labelledby=set-up-heading] code")
			.map((code) => textOf(code));

		await ada.follow("developer console");
		await ada.follow("Create an API key");
		await ada.press("Create API Key", { fill: { Name: "App", [SCOPE]: true } });
		apiKey = textOf(ada.page.root.querySelector("[role=status] code"));
	}, 240_000);
	afterAll(async () => {
		await server.stop();
		installation.drop();
	});

	/** A request for the caller, by the console. */
	const request = async (groupName: string): Promise<{ id: string; accessCode?: number }> => {
		await ada.follow("Developer");
		await ada.follow("Console");
		const body = JSON.stringify({ groupName, fromPhoneNumber: CALLER });
		await ada.press("Send", { fill: { "API key": apiKey, "Body application/json": body } });
		return JSON.parse(ada.page.root.querySelector("pre")?.text ?? "").data;
	};
	const openConnection = async () => {
		await ada.follow("Settings");
		await ada.follow("Phone systems");
		await ada.follow("Twilio, production");
	};

	test("a unique number: its caller reaches the agent, and nobody else does", async () => {
		const made = await request(UNIQUE.name);
		const stranger = await callBy(STRANGER, UNIQUE.number)(callsUrl);
		expect(stranger).toMatchObject({ dials: [], hangsUp: true });
		expect(stranger.says).toContain("We found no call request for this call.");
		const call = callBy(CALLER, UNIQUE.number);
		const connected = await call(callsUrl);
		expect(connected).toMatchObject({ dials: [AGENTS], hangsUp: false });
		await call(connected.whenAnswered, { CallStatus: "in-progress" });
		expect((await call(connected.whenOver, { DialCallStatus: "completed" })).hangsUp).toBe(true);
		await call(statusUrl, { CallStatus: "completed" });
		await openConnection();
		for (const words of ["Connected", "Agent answered", "Call over"])
			expect(ada.text).toContain(words);
		await ada.follow("Call-In");
		await ada.follow(`…${made.id.slice(-8)}`);
		expect(ada.text).toContain("Matched, and connected");
	});

	test("a number with codes: the right one reaches the agent, three wrong ones end the call", async () => {
		const made = await request(CODES.name);
		const wrong = String(made.accessCode === 111_111 ? 222_222 : 111_111);
		const stranger = callBy(STRANGER, CODES.number);
		let heard = await stranger(callsUrl);
		for (let guess = 0; guess < 3; guess++) {
			expect(heard).toMatchObject({ dials: [], hangsUp: false });
			heard = await stranger(heard.keysTo, { Digits: wrong });
		}
		expect(heard).toMatchObject({ dials: [], keysTo: "", hangsUp: true });
		const call = callBy(CALLER, CODES.number);
		const asked = await call(callsUrl);
		expect(asked).toMatchObject({ says: "Please enter the 6 digits of your access code." });
		const connected = await call(asked.keysTo, { Digits: String(made.accessCode) });
		expect(connected.dials).toEqual([AGENTS]);
		await call(statusUrl, { CallStatus: "completed" });
	});

	test("a number that nobody asked for, and a wrong auth token: refused, and the page says why", async () => {
		const nobody = await callBy(STRANGER, CODES.number)(callsUrl);
		expect(nobody).toMatchObject({ dials: [], hangsUp: true });
		const fields = { CallSid: "CA1", From: CALLER, To: CODES.number };
		const sign = twilio.getExpectedTwilioSignature;
		const answer = await fetch(callsUrl, {
			method: "POST",
			headers: { "x-twilio-signature": sign("another-token-0123456789", callsUrl, fields) },
			body: new URLSearchParams(fields),
		});
		expect(answer.status).toBe(403);
		await openConnection();
		expect(ada.text).toContain("Its signature is wrong. Compare the secret");
	});
});
