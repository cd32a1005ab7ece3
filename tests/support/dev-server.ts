import { spawn } from "node:child_process";
import { once } from "node:events";

const READY = /ready at (http:\/\/[^\s]+)/;

/**
 * The development server, started like `npm run dev`, on a free port and the database at `url`.
 * Throws its output when it ends instead of serving.
 */
export async function startDevServer(
	url: string,
): Promise<{ origin: string; stop(): Promise<void> }> {
	const child = spawn(
		process.execPath,
		[
			"node_modules/@remix-run/dev/dist/cli.js",
			...["vite:dev", "--host", "127.0.0.1", "--port", "0"],
		],
		{
			stdio: ["ignore", "pipe", "pipe"],
			env: { PATH: process.env.PATH, NODE_ENV: "development", NO_COLOR: "1", DATABASE_URL: url },
		},
	);
	const ended = once(child, "close");
	let printed = "";
	const origin = await new Promise<string>((resolve, reject) => {
		const read = (chunk: Buffer) => {
			printed += chunk;
			const ready = READY.exec(printed)?.[1];
			if (ready !== undefined) resolve(ready);
		};
		child.stdout.on("data", read);
		child.stderr.on("data", read);
		ended.then(() => reject(new Error(`The development server ended:\n${printed}`)));
	});
	return {
		origin,
		async stop() {
			child.kill("SIGTERM");
			await ended;
		},
	};
}
