import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { until } from "../until.ts";
import { endOf, findSipp } from "./kamailio.ts";
import { accepts, freeSipPort, isTaken } from "./udp.ts";

/** A run of SIPp that is over. `messages`: everything that it sent and received. */
export type SippRun = { code: number; messages: string; errors: string };

/** Messages that a scenario does not expect are passed over, not an error. */
export const LENIENT = ["-default_behaviors", "all,-abortunexp"];

/** `callId` is that of the one call of the run. `rows` are for `[field0]`, one for each call. */
type Options = {
	port?: number;
	/** UDP if not given. */
	transport?: "tcp";
	callId?: string;
	rows?: string[];
	args?: string[];
	trace?: boolean;
};

/** Runs a scenario of SIPp to its end. Exit code 0: every call went as the scenario says. */
export async function runSipp(
	scenario: string,
	to: number,
	{ port, transport, callId, rows, args = [], trace = true }: Options = {},
): Promise<SippRun> {
	const one = callId === undefined ? [] : ["-m", "1", "-cid_str", callId];
	const run = await start(
		scenario,
		port ?? (await freeSipPort()),
		[`127.0.0.1:${to}`, ...one, ...by(transport), ...args],
		trace,
		rows,
	);
	const code = await run.ended;
	const { messages, errors } = run;
	const ran = { code, messages: messages(), errors: errors() };
	run.remove();
	return ran;
}

const by = (transport: Options["transport"]) => (transport === "tcp" ? ["-t", "t1"] : []);

/** A phone that answers calls: an agent, with a scenario of SIPp. */
export type Agent = {
	port: number;
	/** The INVITEs that begin a call, in the order in which they came. */
	invites(): string[];
	messages(): string;
	stop(): Promise<void>;
};

export async function startAgent(
	scenario: string,
	{ port: given, transport, trace = true }: Options = {},
): Promise<Agent> {
	const port = given ?? (await freeSipPort());
	const run = await start(scenario, port, ["-aa", "-deadcall_wait", "0", ...by(transport)], trace);
	const { ended } = run;
	await Promise.race([
		until(() => (transport === "tcp" ? accepts(port) : isTaken(port))),
		ended.then((code) => Promise.reject(new Error(`SIPp ended (${code}): ${run.errors()}`))),
	]);
	return {
		port,
		messages: run.messages,
		invites: () =>
			received(run.messages()).filter(
				(message) => message.startsWith("INVITE ") && !/^To:[^\r\n]*;tag=/im.test(message),
			),
		async stop() {
			run.child.kill("SIGKILL");
			await ended;
			run.remove();
		},
	};
}

async function start(
	scenario: string,
	port: number,
	args: string[],
	trace: boolean,
	rows?: string[],
) {
	const controlPort = await freeSipPort();
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-sipp-"));
	const file = (name: string) => path.join(folder, name);
	writeFileSync(file("scenario.xml"), scenario);
	if (rows !== undefined) writeFileSync(file("rows.csv"), `SEQUENTIAL\n${rows.join("\n")}\n`);
	const child = spawn(
		findSipp() as string,
		[
			...args,
			...["-sf", file("scenario.xml"), "-i", "127.0.0.1", "-p", String(port), "-nostdin"],
			...["-cp", String(controlPort), "-trace_err", "-error_file", file("errors")],
			...(rows === undefined ? [] : ["-inf", file("rows.csv")]),
			...(trace ? ["-trace_msg", "-message_file", file("messages")] : []),
		],
		{ stdio: ["ignore", "ignore", "ignore"], cwd: folder },
	);
	const read = (name: string) => () =>
		existsSync(file(name)) ? readFileSync(file(name), "latin1") : "";
	return {
		child,
		ended: endOf(child),
		messages: read("messages"),
		errors: read("errors"),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** The messages that SIPp received, as its log has them. */
export const received = (log: string): string[] =>
	log
		.split(/^-{20,}.*$/m)
		.flatMap((part) => /message received \[\d+\] bytes\s*:\s*([\s\S]*)/.exec(part)?.[1] ?? [])
		.map((message) => message.trimStart());

/** The value of a SIP message's header; undefined if it has none. */
export const headerOf = (message: string, name: string): string | undefined =>
	new RegExp(`^${name}:[ \\t]*([^\\r\\n]*)`, "im").exec(message)?.[1];
