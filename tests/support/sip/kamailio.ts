import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { until } from "../until.ts";
import { answersOptions, freeSipPort } from "./udp.ts";

const FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/bin"];
const MODULES = ["/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"].map(
	(folder) => path.join(folder, "kamailio/modules"),
);
const find = (name: string): string | null =>
	[...FOLDERS, ...(process.env.PATH ?? "").split(path.delimiter)]
		.map((folder) => path.join(folder, name))
		.find((file) => existsSync(file)) ?? null;

/** The machine's Kamailio with its HTTP client; null where one of them is missing. */
export function findKamailio(): string | null {
	const hasClient = MODULES.some((folder) => existsSync(path.join(folder, "http_client.so")));
	return hasClient ? find("kamailio") : null;
}

/** Whether the machine's Kamailio can do TLS. */
export const hasKamailioTls = (): boolean =>
	MODULES.some((f) => existsSync(path.join(f, "tls.so")));

/** The machine's SIPp; null where there is none. */
export const findSipp = (): string | null => find("sipp");

/** Whether this machine can make real calls. Says in one sentence if it cannot. */
export function canCall(): boolean {
	const can = findKamailio() !== null && findSipp() !== null;
	if (!can)
		console.warn(
			"No real calls are tested: Kamailio, its kamailio-utils-modules or SIPp (sip-tester) is missing.",
		);
	return can;
}

export type Kamailio = {
	/** Its port on 127.0.0.1, for UDP and TCP. */
	port: number;
	/** That for TLS, if it has certificates. */
	tlsPort: number;
	output(): string;
	stop(): Promise<void>;
};

/** What of the example's settings a test sets. `define` are lines that the example has in comments. */
export type KamailioSettings = {
	url: string;
	key: string;
	gatewayPort: number;
	define?: string[];
	tls?: { certificate: string; key: string; authority: string };
};

/** Starts the configuration of `examples/kamailio`, unchanged, with settings of its own. */
export async function startKamailio(settings: KamailioSettings): Promise<Kamailio> {
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-kamailio-"));
	const [port, tlsPort] = [await freeSipPort(), await freeSipPort()];
	for (const file of ["kamailio.cfg", "voice-prompt.cfg"])
		copyFileSync(path.join("examples/kamailio", file), path.join(folder, file));
	const lines = [
		`#!define LISTEN udp:127.0.0.1:${port}`,
		`#!define LISTEN_TCP tcp:127.0.0.1:${port}`,
		...["#!define TRUNK 127.0.0.1", "#!define AGENTS 127.0.0.1"],
		`#!substdef "!CALL_IN_URL!${settings.url}!g"`,
		`#!substdef "!CALL_IN_KEY!${settings.key}!g"`,
		`#!substdef "!GATEWAY!127.0.0.1:${settings.gatewayPort}!g"`,
		`#!substdef "!TRANSFER_HOST!127.0.0.1:${port}!g"`,
		...(settings.define ?? []),
		...(settings.tls === undefined
			? []
			: [
					`#!define LISTEN_TLS tls:127.0.0.1:${tlsPort}`,
					`#!substdef "!TLS_CERTIFICATE!${settings.tls.certificate}!g"`,
					`#!substdef "!TLS_KEY!${settings.tls.key}!g"`,
					`#!substdef "!TLS_CA!${settings.tls.authority}!g"`,
					"#!define WITH_TLS",
				]),
	];
	writeFileSync(path.join(folder, "call-in-settings.cfg"), `${lines.join("\n")}\n`);
	const child = spawn(
		findKamailio() as string,
		[
			...["-f", path.join(folder, "kamailio.cfg"), "-DD", "-E", "-w", folder, "-Y", folder],
			...["-P", path.join(folder, "pid"), "-m", "64", "-M", "8"],
		],
		{ stdio: ["ignore", "pipe", "pipe"], cwd: folder },
	);
	const printed: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (chunk) => printed.push(chunk));
	const output = () => Buffer.concat(printed).toString();
	const ended = endOf(child);
	const isUp = until(() => answersOptions(port));
	await Promise.race([
		isUp,
		ended.then(() => Promise.reject(new Error(`Kamailio ended:\n${output()}`))),
	]);
	return {
		port,
		tlsPort,
		output,
		async stop() {
			child.kill("SIGTERM");
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Resolves when the process has ended. */
export const endOf = (child: ChildProcess): Promise<number> =>
	new Promise((resolve) => child.once("close", (code) => resolve(code ?? -1)));
