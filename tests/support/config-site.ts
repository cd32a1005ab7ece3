import postgres from "postgres";
import { Browserless } from "./browserless.ts";
import { createServerDatabase } from "./databases.ts";
import { startServer } from "./server-process.ts";

const PASSWORD = "correct horse battery staple";
const API_KEY = "test-key-with-all-scopes";
/** The first Administrator of the server. */
export const ADMINISTRATOR = { email: "ada@example.com", password: PASSWORD };

/** The page of all groups. */
export const GROUPS = "/tools/click-to-call-in";

/** A started server on a fresh Postgres database, and its users. */
export type ConfigSite = {
	origin: string;
	/** The database's. */
	url: string;
	sql: postgres.Sql;
	/** A freshly signed-in user with this role. Makes the user when missing. */
	signIn(
		role?: "administrator" | "developer" | "supervisor" | "monitor",
		email?: string,
	): Promise<Browserless>;
	/** Creates a group by the form, leaves its page open, and returns the page's path. */
	createGroup(
		browser: Browserless,
		name: string,
		number: string,
		fill?: Record<string, string | boolean>,
	): Promise<string>;
	/** A call-in request by the API. */
	call(groupName: string): Promise<{
		status: number;
		message: string;
		data: { toPhoneNumber: string; groupName: string } | undefined;
	}>;
	/** Everything printed and logged by the server. */
	output(): string;
	stop(): Promise<void>;
};

export async function startConfigSite(env: Record<string, string> = {}): Promise<ConfigSite> {
	const database = await createServerDatabase();
	const server = await startServer({
		url: database.url,
		env: {
			...{ ADMIN_EMAIL: ADMINISTRATOR.email, ADMIN_PASSWORD: PASSWORD },
			...{ BOOTSTRAP_API_KEY: API_KEY },
			...env,
		},
	});
	const sql = postgres(database.url, { max: 2, onnotice: () => {} });
	return {
		...{ origin: server.origin, url: database.url },
		sql,
		async signIn(
			role = "administrator",
			email = role === "administrator" ? ADMINISTRATOR.email : `${role}@example.com`,
		) {
			await sql`
				insert into users (id, email, email_key, password_hash, role)
				select gen_random_uuid(), ${email}, ${email}, password_hash, ${role} from users where email_key = ${ADMINISTRATOR.email}
				on conflict do nothing`;
			return new Browserless(server.origin).signIn({ email, password: PASSWORD });
		},
		async createGroup(browser, name, number, fill = {}) {
			await browser.open(`${GROUPS}/new`);
			const { answered, url } = await browser.press("Save Group", {
				fill: { "Group Name": name, "New DNIS": number, ...fill },
			});
			if (answered !== 303) throw new Error(`Not created (${answered}): ${browser.text}`);
			return url.pathname;
		},
		async call(groupName) {
			const response = await fetch(`${server.origin}/engagement/v3/call-in/requests/create`, {
				method: "POST",
				headers: { "x-api-key": API_KEY, "content-type": "application/json" },
				body: JSON.stringify({ groupName }),
			});
			const answer = await response.json();
			return { status: response.status, message: answer.status.message, data: answer.data };
		},
		output: server.output,
		async stop() {
			await sql.end();
			await server.stop();
			await database.drop();
		},
	};
}

let given = 0;
/** A number in an assigned range, unique in the test file. */
export const newNumber = (): string => `+1800555${String(1000 + given++)}`;
