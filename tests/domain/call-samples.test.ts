import { execFile, spawnSync } from "node:child_process";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callSample, type SampleLanguage } from "../../app/domain/call-samples.ts";

type Came = { method: string; url: string; headers: IncomingHttpHeaders; body: string };
const run = promisify(execFile);

describe("the code of a call (C13)", () => {
	const came: Came[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const { method = "", url = "", headers } = request;
		came.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
		response.statusCode = url === "/refused" ? 429 : 200;
		response.end('{"told":"ü"}');
	});
	let origin: string;
	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => new Promise((resolve) => server.close(resolve)));

	const RUNS: Record<SampleLanguage, [string, (code: string) => string[]]> = {
		curl: ["sh", (code) => ["-c", code]],
		node: [process.execPath, (code) => ["--input-type=module", "-e", code]],
		python: ["python3", (code) => ["-c", code]],
	};
	const languages = (Object.keys(RUNS) as SampleLanguage[]).filter(
		(one) => spawnSync(RUNS[one][0], ["-c", "exit"]).error === undefined,
	);
	const send = async (language: SampleLanguage, path: string, body: string | null) => {
		const [command, args] = RUNS[language];
		const headers: Record<string, string> =
			body === null ? {} : { "content-type": "application/json", "if-match": '"3"' };
		const call = {
			...{ method: body === null ? "GET" : "POST", url: origin + path, body, hasKey: true },
			headers,
		};
		const { stdout } = await run(command, args(callSample(language, call)), {
			env: { ...process.env, KEY: "the key" },
		});
		return { stdout, came: came.at(-1) as Came };
	};

	test.each(languages)("in %s sends what was meant, and prints the answer", async (language) => {
		const value = { name: `Ann's "ü" \\ 😀`, list: [1, { a: null }, []], yes: true, no: false };
		const sent = await send(language, "/a?b=%2B1", JSON.stringify(value, null, 2));
		expect(sent.came).toMatchObject({
			...{ method: "POST", url: "/a?b=%2B1" },
			headers: { "x-api-key": "the key", "content-type": "application/json", "if-match": '"3"' },
		});
		expect(JSON.parse(sent.came.body)).toEqual(value);
		expect(sent.stdout).toContain('{"told":"ü"}');
		expect((await send(language, "/a", null)).came).toMatchObject({ method: "GET", body: "" });
		expect((await send(language, "/a", "+1;x\n")).came.body).toBe("+1;x\n");
		expect((await send(language, "/refused", "{}")).stdout).toContain('{"told":"ü"}');
	});
});
