import { type ChildProcess, spawn } from "node:child_process";
import dgram from "node:dgram";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { agentScenario } from "./agent-scenario.ts";
import { type CallerDoes, callerScenario } from "./caller-scenario.ts";
import { keysCapture, type Pressed } from "./keys-pcap.ts";

const HOST = "127.0.0.1";

/** A call as the caller's phone saw it. */
export type Called = {
	/** What did not come as the scenario says, in SIPp's words. Null if everything did. */
	problem: string | null;
	/** Where the call was transferred to; null where it was not. */
	referTo: string | null;
};

/**
 * An agent's phone. `rang` has the callers so far. `verified`: X-Call-In-Verified of each call of
 * this caller, empty if the call had none.
 */
export type VoiceAgent = {
	address: string;
	rang(): string[];
	verified(from: string): string[];
};

/** What SIPp does and writes, in a folder of its own. */
export class Sipp {
	#made = 0;
	readonly #agents: ChildProcess[] = [];

	constructor(readonly folder: string) {}

	/** Places one call, and returns when it is over. */
	async call(
		line: { port: number; number: string },
		{ keys, ...does }: Omit<CallerDoes, "keys"> & { keys?: readonly Pressed[] },
	): Promise<Called> {
		const file = this.#file();
		const capture = `${file}.pcap`;
		if (keys !== undefined) writeFileSync(capture, keysCapture(keys, does.payloadType));
		writeFileSync(
			`${file}.xml`,
			callerScenario({ ...does, ...(keys === undefined ? {} : { keys: capture }) }),
		);
		const child = spawn(
			"sipp",
			[
				...["-sf", `${file}.xml`, "-m", "1", "-s", line.number, "-timeout", "50", "-nostdin"],
				...["-i", HOST, "-mi", HOST, "-p", `${await freeUdpPort()}`],
				...["-mp", `${await freeUdpPort()}`],
				...["-trace_logs", "-log_file", `${file}.log`],
				...["-trace_err", "-error_file", `${file}.errors`],
				`${HOST}:${line.port}`,
			],
			{ stdio: ["ignore", "ignore", "pipe"], cwd: this.folder },
		);
		let printed = "";
		child.stderr.on("data", (chunk) => {
			printed += chunk;
		});
		const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
		return {
			problem: code === 0 ? null : `SIPp ended with ${code}: ${printed}${read(`${file}.errors`)}`,
			referTo: /refer-to (.*)/.exec(read(`${file}.log`))?.[1] ?? null,
		};
	}

	/** An agent's phone. */
	async agent(does: "answers" | "busy"): Promise<VoiceAgent> {
		const file = this.#file();
		const port = await freeUdpPort();
		writeFileSync(`${file}.xml`, agentScenario(does));
		this.#agents.push(
			spawn(
				"sipp",
				[
					...["-sf", `${file}.xml`, "-i", HOST, "-p", `${port}`, "-nostdin"],
					...["-trace_logs", "-log_file", `${file}.log`],
				],
				{ stdio: "ignore", cwd: this.folder },
			),
		);
		return {
			address: `sip:agent@${HOST}:${port}`,
			rang: () =>
				[...read(`${file}.log`).matchAll(/rings for sip:([^@]*)@/g)].map(([, from]) => from ?? ""),
			verified: (from) =>
				[...read(`${file}.log`).matchAll(/rings for sip:([^@]*)@.* verified \[?(\w*)/g)].flatMap(
					([, caller, word]) => (caller === from ? [word ?? ""] : []),
				),
		};
	}

	stop(): void {
		for (const agent of this.#agents) agent.kill("SIGKILL");
	}

	#file(): string {
		this.#made += 1;
		return path.join(this.folder, `${this.#made}`);
	}
}

const read = (file: string): string => (existsSync(file) ? readFileSync(file, "latin1") : "");

/** A UDP port that nothing listens on. */
export function freeUdpPort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const socket = dgram.createSocket("udp4");
		socket.on("error", reject);
		socket.bind(0, HOST, () => {
			const { port } = socket.address();
			socket.close(() => resolve(port));
		});
	});
}
