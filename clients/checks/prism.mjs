import { spawn } from "node:child_process";

/**
 * Starts Prism as a proxy that checks each call and answer against a description. What it finds is
 * in the header `sl-violations` of the answer.
 */
export async function startPrism({ work, tool, origin }) {
	const port = 30_000 + (process.pid % 10_000);
	const args = ["proxy", "openapi.json", `${origin}/engagement/v3`, "--port", String(port)];
	const child = spawn(process.execPath, [tool("@stoplight/prism-cli/dist/index.js"), ...args], {
		cwd: work,
		stdio: ["ignore", "pipe", "inherit"],
	});
	await new Promise((resolve, reject) => {
		child.stdout.on("data", (chunk) => String(chunk).includes("listening") && resolve());
		child.on("close", () => reject(new Error("Prism did not start.")));
	});
	return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}
