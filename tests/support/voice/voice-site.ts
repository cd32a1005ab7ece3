import { type ChildProcess, spawn } from "node:child_process";
import { randomInt, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { changeGroupDestination } from "../../../app/operations/phone-systems/change-connection.ts";
import { createConnection } from "../../../app/operations/phone-systems/create-connection.ts";
import { openTestDatabase } from "../databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../groups.ts";
import { startServer } from "../server-process.ts";
import { type Kamailio, startKamailio } from "../sip/kamailio.ts";
import { type Asked, startRelay } from "./relay.ts";
import { type Called, Sipp, type VoiceAgent } from "./voice-calls.ts";

const API_KEY = "key-of-a-test-of-the-voice-prompt";
const ADA = { kind: "user", id: null, name: "ada@x.example" } as const;
const LINES = 6;
/** Behind a proxy: an address that is neither the trunk's nor the agents'. */
const BEHIND = "127.0.0.2";
/** Numbers of groups: with codes; with codes, and an agent who is busy; without codes. */
const [CODES, BUSY, OPEN] = someNumbers(3, 6100) as [string, string, string];

type Reserved = { id: string; toPhoneNumber: string; accessCode: number };
type Does = Parameters<Sipp["call"]>[1];

/** The product, the voice prompt of the example, and two agents. */
export type VoiceSite = {
	/** The number of a caller that nobody had before. */
	newCaller(): string;
	reserve(
		group: "codes" | "busy" | "open",
		from: string,
	): Promise<{ number: string; code: string }>;
	/** Calls on a line that is free, and returns when the call is over. */
	call(number: string, does: Partial<Does> & Pick<Does, "from" | "end">): Promise<Called>;
	/** Calls on one line, one after the other. */
	onOneLine<T>(work: (call: VoiceSite["call"]) => Promise<T>): Promise<T>;
	askedFor(from: string): Asked[];
	cutOff(from: string, nth: number): void;
	agent: VoiceAgent;
	/** The SIP proxy in front; null without one. */
	proxy: Kamailio | null;
	/** Ends the voice prompt. */
	stopPrompt(): Promise<void>;
	/** Everything that the voice prompt printed. */
	printed(): string;
	stop(): Promise<void>;
};

/** `isProxied`: Kamailio of the other example stands in front, and asks the product first. */
export async function startVoiceSite({
	isProxied = false,
	lines = LINES,
	define = [] as string[],
} = {}): Promise<VoiceSite> {
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-voice-"));
	const sipp = new Sipp(folder);
	const [agent, busy] = [await sipp.agent("answers"), await sipp.agent("busy")];
	const database = await openTestDatabase("server");
	const settings = { expirySeconds: 600 };
	await insertKey(database, { secret: API_KEY, scopes: ["create"] });
	await insertGroupWith(database, "codes", [CODES], settings);
	const busyGroup = await insertGroupWith(database, "busy", [BUSY], settings);
	await insertGroupWith(database, "open", [OPEN], { ...settings, generateAccessCode: false });
	const made = await createConnection(
		database.service,
		{
			...{ requestId: randomUUID(), kind: "sip-proxy", secret: null, name: "voice prompt" },
			...{ numbersWithoutPlus: "any", releasesOnAnswer: true, groupIds: null },
			...{ target: agent.address, secondTarget: null, fallback: null, userDataKeys: [] },
		},
		{ hasPublicUrl: false },
		ADA,
	);
	if (!made.ok) throw new Error(made.error.code);
	await changeGroupDestination(
		database.service,
		made.value.id,
		{ groupId: busyGroup, target: busy.address, fallback: null },
		ADA,
	);
	const server = await startServer({ url: database.url, env: { LOG_LEVEL: "silent" } });
	const relay = await startRelay(server.origin);
	const key = made.value.secret ?? "";
	const prompt = await startVoicePrompt({
		CALL_IN_URL: relay.origin,
		CONNECTION: made.value.id,
		API_KEY: key,
		LINES: `${lines}`,
		...(isProxied
			? { BEHIND_PROXY: "yes", SIP_ADDRESS: BEHIND }
			: { NUMBERS: [CODES, BUSY, OPEN].join(",") }),
	});
	const proxy = isProxied
		? await startKamailio({
				...{ key, url: `${relay.origin}/phone-systems/${made.value.id}`, gatewayPort: 9 },
				define: [
					`#!substdef "!PROMPT_IP!${BEHIND}!g"`,
					`#!substdef "!PROMPT_PORT!${prompt.sipPort}!g"`,
					`#!substdef "!PROMPT_LINES!${lines}!g"`,
					"#!define WITH_PROMPT",
					...define,
				],
			})
		: null;
	// A proxy finds a free line itself.
	const free = linesFrom(
		proxy === null
			? Array.from({ length: lines }, (_, line) => prompt.sipPort + 4 * line)
			: Array<number>(lines + 2).fill(proxy.port),
	);
	const call = (port: number, number: string, does: Parameters<VoiceSite["call"]>[1]) =>
		sipp.call({ port, number }, { payloadType: 101, isProxied, ...does });
	let callers = 0;
	return {
		newCaller() {
			callers += 1;
			return `+1415555${String(2000 + callers)}`;
		},
		async reserve(groupName, from) {
			const response = await fetch(`${server.origin}/engagement/v3/call-in/requests/create`, {
				method: "POST",
				headers: { "x-api-key": API_KEY, "content-type": "application/json" },
				body: JSON.stringify({ groupName, fromPhoneNumber: from }),
			});
			const { data } = (await response.json()) as { data: Reserved };
			return { number: data.toPhoneNumber, code: String(data.accessCode) };
		},
		call: (number, does) => free((port) => call(port, number, does)),
		onOneLine: (work) => free((port) => work((number, does) => call(port, number, does))),
		askedFor: relay.askedFor,
		cutOff: relay.cutOff,
		agent,
		proxy,
		stopPrompt: prompt.stop,
		printed: prompt.printed,
		async stop() {
			await proxy?.stop();
			await prompt.stop();
			sipp.stop();
			relay.stop();
			await server.stop();
			await database.drop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Gives each work a line of its own; the others wait. */
function linesFrom(free: number[]): <T>(work: (port: number) => Promise<T>) => Promise<T> {
	const waiting: ((port: number) => void)[] = [];
	return async (work) => {
		const port = free.shift() ?? (await new Promise<number>((resolve) => waiting.push(resolve)));
		try {
			return await work(port);
		} finally {
			const next = waiting.shift();
			if (next === undefined) free.push(port);
			else next(port);
		}
	};
}

/** Starts the example as its page says, on ports below those that the system gives out. */
async function startVoicePrompt(env: Record<string, string>) {
	const sipPort = 20_000 + 40 * randomInt(150);
	const child: ChildProcess = spawn(process.execPath, ["examples/ivr-baresip/voice-prompt.mjs"], {
		env: {
			PATH: process.env.PATH,
			NODE_ENV: "production",
			TMPDIR: os.tmpdir(),
			...{ SIP_PORT: `${sipPort}`, RTP_PORT: `${sipPort - 10_000}` },
			PAUSE_SECONDS: "2",
			...env,
		},
	});
	let printed = "";
	const ended = new Promise((resolve) => child.on("exit", resolve));
	await new Promise<void>((resolve, reject) => {
		for (const stream of [child.stdout, child.stderr])
			stream?.on("data", (chunk) => {
				printed += chunk;
				if (printed.includes('"ready"')) resolve();
			});
		ended.then(() => reject(new Error(`The voice prompt ended: ${printed}`)));
	});
	return {
		sipPort,
		printed: () => printed,
		async stop() {
			child.kill("SIGTERM");
			await ended;
		},
	};
}
