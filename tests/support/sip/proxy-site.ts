import { Browserless, textOf } from "../browserless.ts";
import { ADMINISTRATOR } from "../config-site.ts";
import { createEmbeddedDirectory, createServerDatabase, type Engine } from "../databases.ts";
import { type ServerProcess, startServer } from "../server-process.ts";

const KEY = "test-key-with-all-scopes";
const LIST = "/settings/phone-systems";

export type ProxyConnection = { url: string; key: string; page: string };
export type NewRequest = {
	id: string;
	toPhoneNumber: string;
	accessCode?: number;
	expirationTime: number;
};

/** A started server with an Administrator, for calls through a SIP proxy. */
export type ProxySite = {
	server: ServerProcess;
	/** Of the real server; null for the embedded database. */
	databaseUrl: string | null;
	admin: Browserless;
	api<Data>(path: string, body: unknown): Promise<Data>;
	/** Makes a group with these numbers. Returns its name. */
	group(name: string, numbers: string[], settings?: object): Promise<string>;
	/** Makes a call-in request. */
	request(groupName: string, more?: object): Promise<NewRequest>;
	/** Makes a connection by its form. Returns its URL, and its key as the page shows it once. */
	connect(name: string, fill: Record<string, string | boolean>): Promise<ProxyConnection>;
	stop(): Promise<void>;
};

export async function startProxySite(engine: Engine = "server"): Promise<ProxySite> {
	const server = engine === "server" ? await createServerDatabase() : createEmbeddedDirectory();
	const process = await startServer({
		...("url" in server ? { url: server.url } : { dataDir: server.dataDir }),
		env: {
			...{ ADMIN_EMAIL: ADMINISTRATOR.email, ADMIN_PASSWORD: ADMINISTRATOR.password },
			...{ BOOTSTRAP_API_KEY: KEY, LOG_LEVEL: "error" },
		},
	});
	const { origin } = process;
	const admin = await new Browserless(origin).signIn(ADMINISTRATOR);
	async function api<Data>(path: string, body: unknown): Promise<Data> {
		const response = await fetch(`${origin}/engagement/v3/${path}`, {
			method: "POST",
			headers: { "x-api-key": KEY, "content-type": "application/json" },
			body: JSON.stringify(body),
		});
		const answer = await response.json();
		if (!response.ok) throw new Error(`${path}: ${answer.status.message}`);
		return answer.data;
	}
	return {
		server: process,
		databaseUrl: "url" in server ? server.url : null,
		admin,
		api,
		async group(name, [number, ...others], settings = {}) {
			const { id } = await api<{ id: string }>("provisioning/groups", {
				...{ name, number },
				settings: { generateAccessCode: false, uniqueDnis: true, expirySeconds: 1800, ...settings },
			});
			for (const other of others) await api(`provisioning/groups/${id}/entries`, { number: other });
			return name;
		},
		request: (groupName, more = {}) =>
			api("call-in/requests/create", { groupName, fromPhoneNumber: "+14155550132", ...more }),
		async connect(name, fill) {
			await admin.open(`${LIST}/new?kind=sip-proxy`);
			await admin.press("Create Connection", { fill: { Name: name, ...fill } });
			// The page that shows the key once links to the connection.
			const key = textOf(admin.page.root.querySelector("[role=status] code"));
			const link = [...admin.page.root.querySelectorAll("a")]
				.map((one) => one.getAttribute("href") ?? "")
				.find((href) => /^\/settings\/phone-systems\/[0-9a-f]{8}-/.test(href));
			if (key === "" || link === undefined) throw new Error(`Not created: ${admin.text}`);
			const id = link.split("/").at(-1);
			return { url: `${origin}/phone-systems/${id}`, key, page: link };
		},
		async stop() {
			await process.stop();
			await server.drop();
		},
	};
}
