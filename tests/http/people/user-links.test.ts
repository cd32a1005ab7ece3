import { parse } from "node-html-parser";
import { afterEach, describe, expect, test } from "vitest";
import { createServerDatabase } from "../../support/databases.ts";
import { type RawAnswer, rawRequest } from "../../support/raw-request.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

const ADA = { email: "ada@x.example", password: "correct horse battery staple" };
const PUBLIC_URL = "https://calls.example.com";
/** Headers from an attacker, or passed on by a proxy, that try to lead a link elsewhere. */
const SPOOFED = {
	host: "evil.example",
	"x-forwarded-host": "evil.example",
	"x-forwarded-proto": "https",
	"x-forwarded-for": "203.0.113.9",
};

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function serve(env: Record<string, string>): Promise<ServerProcess> {
	const { url, drop } = await createServerDatabase();
	const server = await startServer({ url, env: { LOG_LEVEL: "error", ...env } });
	closers.push(server.stop, drop);
	return server;
}

/** Ada's posts, with these headers. */
async function poster({ origin }: ServerProcess, headers: Record<string, string>) {
	const post = (path: string, fields: Record<string, string>, cookie = ""): Promise<RawAnswer> =>
		rawRequest(origin, path, {
			method: "POST",
			headers: { ...headers, cookie, "content-type": "application/x-www-form-urlencoded" },
			body: new URLSearchParams(fields).toString(),
		});
	const cookie = (await post("/login", ADA)).headers["set-cookie"]?.[0]?.split(";", 1)[0] as string;
	return (path: string, fields: Record<string, string>) => post(path, fields, cookie);
}
const linkOn = ({ body }: RawAnswer) =>
	parse(body.toString()).querySelector("[role=status] code")?.text;

describe("a link that somebody else is to open", () => {
	test("begins with PUBLIC_URL, whatever host the request claims: of an invitation, a reset, and the first Administrator", async () => {
		const link = new RegExp(`^${PUBLIC_URL}/setup/[\\w-]{43}$`);
		const server = await serve({
			PUBLIC_URL,
			TRUST_PROXY: "true",
			ADMIN_EMAIL: ADA.email,
			ADMIN_PASSWORD: ADA.password,
		});
		const post = await poster(server, SPOOFED);
		const invited = await post("/settings/users", { email: "bob@x.example", role: "monitor" });
		expect(linkOn(invited)).toMatch(link);
		const links = parse(invited.body.toString()).querySelectorAll("a");
		const bob = links.find(({ text }) => text === "bob@x.example")?.getAttribute("href") as string;
		expect(linkOn(await post(bob, { intent: "reset-password" }))).toMatch(link);
		const first = await serve({ PUBLIC_URL: `${PUBLIC_URL}/` });
		expect(/Set up the first Administrator: (\S+)/.exec(first.output())?.[1]).toMatch(link);
	});

	test("begins, without PUBLIC_URL, with the host that was asked; X-Forwarded-Host counts only with TRUST_PROXY", async () => {
		const server = await serve({ ADMIN_EMAIL: ADA.email, ADMIN_PASSWORD: ADA.password });
		const { host: _host, ...forwarded } = SPOOFED;
		const post = await poster(server, forwarded);
		expect(
			linkOn(await post("/settings/users", { email: "bob@x.example", role: "monitor" })),
		).toContain(`${server.origin}/setup/`);
	});
});
