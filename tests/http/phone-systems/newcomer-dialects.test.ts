import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browserless, textOf } from "../../support/browserless.ts";
import { createEmbeddedDirectory } from "../../support/databases.ts";
import { freePort } from "../../support/free-port.ts";
import { DIALECTS, PhoneSystem } from "../../support/phone-call.ts";
import { loadJambonz, loadPlivo, loadVonage } from "../../support/platform-packages.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

// From an empty installation to connected calls, by what the pages say, for each dialect beside
// Twilio's. What a platform's client signs is what the platform's own package takes.

const ADA = { Email: "ada@example.com", Password: "correct horse battery staple" };
const AGENTS = "sip:agents@pbx.example.com";
const UNIQUE = { name: "claims", number: "+18005554300" };
const CODES = { name: "travel", number: "+18005554301" };
const SCOPE = "create Create, retrieve, extend and cancel requests (servers of apps and sites)";
const CALLER = "+14155550132";
const STRANGER = "+14155550199";

const plivo = loadPlivo();
const vonage = loadVonage();
const jambonz = loadJambonz();
type Signed = { url: string; body: string; headers: Record<string, string>; secret: string };

/** What a newcomer looks for: the name of the kind, the label of its secret, and its package. */
const NEWCOMERS = {
	plivo: {
		named: "Plivo",
		secret: "Auth token",
		takes: ({ url, body, headers, secret }: Signed) =>
			plivo.validateV3Signature(
				...(["POST", url, headers["x-plivo-signature-v3-nonce"] ?? "", secret] as const),
				headers["x-plivo-signature-v3"] ?? "",
				Object.fromEntries(new URLSearchParams(body)),
			),
	},
	vonage: {
		named: "Vonage",
		secret: "Signature secret",
		takes: ({ headers, secret }: Signed) =>
			vonage.verifySignature(headers.authorization?.replace("Bearer ", "") ?? "", secret),
	},
	jambonz: {
		named: "jambonz",
		secret: "Webhook secret",
		takes({ body, headers, secret }: Signed) {
			let taken = false;
			const request = { headers, body: JSON.parse(body) };
			jambonz.WebhookResponse.verifySignature(secret)(request, null, (error) => {
				taken = error === undefined;
			});
			return taken;
		},
	},
	// Neither has a signature that a package could check.
	bandwidth: { named: "Bandwidth", secret: null, takes: null },
	voicexml: { named: "VoiceXML 2.1", secret: null, takes: null },
} as const;
const KINDS = Object.keys(NEWCOMERS) as (keyof typeof NEWCOMERS)[];

describe("newcomers with five more platforms (P1, P2)", () => {
	let installation: ReturnType<typeof createEmbeddedDirectory>;
	let server: ServerProcess;
	let ada: Browserless;
	let apiKey: string;
	const systems = new Map<string, PhoneSystem>();

	beforeAll(async () => {
		installation = createEmbeddedDirectory();
		const { dataDir } = installation;
		const port = String(await freePort());
		const env = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
		server = await startServer({ dataDir, env });
		ada = new Browserless(server.origin);
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
		await ada.follow("Developer");
		await ada.follow("Console");
		await ada.follow("Create an API key");
		await ada.press("Create API Key", { fill: { Name: "App", [SCOPE]: true } });
		apiKey = textOf(ada.page.root.querySelector("[role=status] code"));
		for (const kind of KINDS) systems.set(kind, await connect(kind, env.PUBLIC_URL));
	}, 240_000);
	afterAll(async () => {
		await server.stop();
		installation.drop();
	});

	/** Makes a connection by the pages, and gives its phone system what the page says. */
	async function connect(kind: keyof typeof NEWCOMERS, publicUrl: string): Promise<PhoneSystem> {
		const { named, secret: label } = NEWCOMERS[kind];
		await ada.follow("Settings");
		await ada.follow("Phone systems");
		await ada.follow(named);
		const secret = DIALECTS[kind].secret ?? "";
		const fill = { Name: `${named}, production`, Destination: AGENTS };
		await ada.press("Create Connection", {
			fill: label === null ? fill : { ...fill, [label]: secret },
		});
		const made = ada.page.root.querySelector("[role=status] code");
		const [calls = "", status] = ada.page.root
			.querySelectorAll("[aria-labelledby=set-up-heading] code")
			.map((code) => textOf(code));
		expect(calls).toContain(`${publicUrl}/phone-systems/`);
		// An interpreter tells of the end by itself.
		expect(status).toBe(kind === "voicexml" ? undefined : `${calls}?step=ended`);
		const key = label === null ? textOf(made) : secret;
		const id = calls.split("/").at(-1) ?? "";
		return new PhoneSystem(kind, server.origin, publicUrl, id, key);
	}

	const systemOf = (kind: string): PhoneSystem => systems.get(kind) as PhoneSystem;
	const request = async (groupName: string): Promise<{ id: string; accessCode?: number }> => {
		await ada.follow("Developer");
		await ada.follow("Console");
		const body = JSON.stringify({ groupName, fromPhoneNumber: CALLER });
		await ada.press("Send", { fill: { "API key": apiKey, "Body application/json": body } });
		return JSON.parse(ada.page.root.querySelector("pre")?.text ?? "").data;
	};
	const openConnection = (kind: string) =>
		ada.open(`/settings/phone-systems/${systemOf(kind).connectionId}`);

	test.each(KINDS)("%s: its package takes what the client signs", (kind) => {
		const { dialect, secret, path, publicUrl } = systemOf(kind);
		const { takes } = NEWCOMERS[kind];
		if (takes === null) return expect(dialect.secret).toBeNull();
		const fields = { CallSid: "c-1", From: CALLER, To: CODES.number };
		const url = publicUrl + path;
		const body = dialect.bodyOf(fields, "");
		const headers = dialect.sign({ method: "POST", url, fields, body }, { secret, at: Date.now() });
		expect(takes({ url, body, headers, secret })).toBe(true);
	});

	test.each(KINDS)(
		"%s: a unique number: its caller reaches the agent, and nobody else does",
		async (kind) => {
			const made = await request(UNIQUE.name);
			const system = systemOf(kind);
			const stranger = await system.call(STRANGER, UNIQUE.number).comesIn();
			expect(stranger).toMatchObject({ dials: null, hangsUp: true });
			expect(stranger.says).toContain("We found no call request for this call.");
			const call = system.call(CALLER, UNIQUE.number);
			expect((await call.comesIn()).dials?.to).toBe(AGENTS);
			await call.agentAnswers();
			expect((await call.agentLegEnds("completed")).dials).toBeNull();
			await call.ends();
			await openConnection(kind);
			for (const words of ["Connected", "Call over"]) expect(ada.text).toContain(words);
			await ada.follow("Call-In");
			await ada.follow(`…${made.id.slice(-8)}`);
			expect(ada.text).toContain("Matched, and connected");
			expect(ada.text).toContain("Released after its match");
		},
	);

	test.each(KINDS)(
		"%s: the right code reaches the agent, three wrong ones end the call",
		async (kind) => {
			const made = await request(CODES.name);
			const wrong = String(made.accessCode === 111_111 ? 222_222 : 111_111);
			const system = systemOf(kind);
			const stranger = system.call(`+1415555${String(2000 + KINDS.indexOf(kind))}`, CODES.number);
			let heard = await stranger.comesIn();
			for (let guess = 0; guess < 3; guess++) {
				expect(heard.asks).not.toBeNull();
				heard = await stranger.keys(wrong);
			}
			expect(heard).toMatchObject({ asks: null, dials: null, hangsUp: true });
			const call = system.call(CALLER, CODES.number);
			expect((await call.comesIn()).says).toBe("Please enter the 6 digits of your access code.");
			expect((await call.staysSilent()).says).toContain("We did not receive a code.");
			expect((await call.keys(String(made.accessCode))).dials?.to).toBe(AGENTS);
			const unanswered = await call.agentLegEnds("no-answer");
			expect(unanswered.says).toContain("Nobody was able to answer your call.");
			expect(unanswered.hangsUp).toBe(true);
			await call.ends();
		},
	);

	test.each(KINDS)("%s: a wrong secret is refused, and the page says why", async (kind) => {
		const fields = { CallSid: "c-2", From: CALLER, To: CODES.number };
		const answer = await systemOf(kind).send(fields, { secret: "another-secret-0123456789" });
		expect(answer.status).toBe(NEWCOMERS[kind].secret === null ? 401 : 403);
		await openConnection(kind);
		expect(ada.text).toMatch(/Its signature is wrong\. Compare the secret|Its key is wrong\./);
	});

	test("the guide's commands send what a platform sends, and get its document", async () => {
		await request(CODES.name);
		const guide = readFileSync("docs/phone-systems.md", "utf8");
		const [, chapter = ""] = guide.split("## From nothing to a call");
		const [first = "", vonageOne = "", second = ""] = [...chapter.matchAll(/```\n(.*?)```/gs)].map(
			([, one]) => one,
		);
		const [bandwidth = "", voicexml = ""] = second.split(/^(?=curl)/m);
		const all = { jambonz: first, vonage: vonageOne, bandwidth, voicexml };
		for (const [kind, commands] of Object.entries(all)) {
			const { path, secret } = systemOf(kind);
			const command = commands.replaceAll("18005555554", CODES.number.slice(1));
			const said = execFileSync("bash", ["-c", command], {
				encoding: "utf8",
				stdio: ["ignore", "pipe", "ignore"],
				env: { ...process.env, URL: server.origin + path, SECRET: secret, KEY: secret },
			});
			expect(said).toContain("Please enter the 6 digits of your access code.");
		}
	});

	test("bandwidth: a preview shows the documents, with dots in place of the password", async () => {
		const { connectionId, secret } = systemOf("bandwidth");
		await request(CODES.name);
		await ada.open(`/settings/phone-systems/${connectionId}/preview`);
		await ada.press("Call", { fill: { "Dialed number (DNIS)": CODES.number } });
		expect(ada.text).toContain("••••••••");
		expect(ada.page.html).not.toContain(secret);
	});

	test("voicexml: an interpreter's first request gets a document that tells the numbers", async () => {
		const { path, secret } = systemOf("voicexml");
		const authorization = `Basic ${Buffer.from(`call-in:${secret}`).toString("base64")}`;
		const answer = await fetch(server.origin + path, { headers: { authorization } });
		expect([answer.status, answer.headers.get("content-type")]).toEqual([
			...[200, "application/voicexml+xml"],
		]);
		expect(await answer.text()).toContain("session.connection.local.uri");
		expect((await fetch(server.origin + path)).status).toBe(401);
	});
});
