import { spawn } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeAuthority } from "./certificates.ts";
import { accepts, freePort } from "./postgres-server.ts";
import { until } from "./until.ts";

/** The machine's nginx; null where there is none. */
export function findNginx(): string | null {
	const folders = [
		"/usr/sbin",
		"/usr/local/sbin",
		...(process.env.PATH ?? "").split(path.delimiter),
	];
	return (
		folders.map((folder) => path.join(folder, "nginx")).find((file) => existsSync(file)) ?? null
	);
}

export type Nginx = {
	port: number;
	/** The authority's certificate in PEM. Clients have to trust it. */
	ca: string;
	/** The contents of its log files, by file. */
	logs(): Record<string, string>;
	stop(): Promise<void>;
};

/** The configuration in the guide for operators. */
function configurationOfGuide(): string {
	const block = readFileSync("docs/operating.md", "utf8")
		.split("```")
		.find((text) => text.includes("\nupstream call_in {"));
	if (block === undefined) throw new Error("docs/operating.md has no configuration of nginx.");
	return block;
}

/**
 * Runs nginx with the guide's configuration, except for files and ports, in front of servers on
 * these ports. By HTTPS, as calls.example.com.
 */
export async function startNginx(program: string, ports: [number, number]): Promise<Nginx> {
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-nginx-"));
	const authority = makeAuthority(folder);
	const own = authority.issue("calls", "DNS:calls.example.com");
	const port = await freePort();
	let configuration = configurationOfGuide();
	for (const [said, here] of [
		["127.0.0.1:3001", `127.0.0.1:${ports[0]}`],
		["127.0.0.1:3002", `127.0.0.1:${ports[1]}`],
		["listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`],
		["ssl_certificate …;", `ssl_certificate ${own.certificate};`],
		["ssl_certificate_key …;", `ssl_certificate_key ${own.key};`],
		["/var/log/nginx/call_in.log", `${folder}/logs/call_in.log`],
		["/var/log/nginx/call_in_error.log", `${folder}/logs/call_in_error.log`],
	] as const) {
		if (!configuration.includes(said)) throw new Error(`The guide's configuration has no ${said}`);
		configuration = configuration.replace(said, here);
	}
	mkdirSync(path.join(folder, "logs"));
	const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
		(name) => `${name}_temp_path ${folder}/${name};`,
	);
	const file = path.join(folder, "nginx.conf");
	writeFileSync(
		file,
		[
			`daemon off; pid ${folder}/pid; error_log ${folder}/logs/error.log;`,
			"events {}",
			`http { ${scratch.join(" ")} access_log ${folder}/logs/access.log;`,
			`${configuration}}`,
		].join("\n"),
	);
	const child = spawn(program, ["-p", folder, "-c", file, "-e", `${folder}/logs/error.log`], {
		stdio: ["ignore", "ignore", "pipe"],
	});
	let said = "";
	child.stderr.on("data", (chunk) => {
		said += chunk;
	});
	const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
	const logs = () => {
		const names = readdirSync(path.join(folder, "logs"));
		return Object.fromEntries(
			names.map((name) => [name, readFileSync(path.join(folder, "logs", name), "utf8")]),
		);
	};
	const early = ended.then((code) => {
		throw new Error(`nginx ended with exit code ${code}: ${said}${Object.values(logs()).join("")}`);
	});
	early.catch(() => {});
	await Promise.race([until(() => accepts(port)), early]);
	return {
		port,
		ca: readFileSync(authority.certificate, "utf8"),
		logs,
		async stop() {
			child.kill("SIGTERM");
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
