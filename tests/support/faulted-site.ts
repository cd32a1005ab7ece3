import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { openDatabase } from "../../db/connection/open.ts";
import { ADMINISTRATOR, GROUPS } from "./config-site.ts";
import { insertGroupWith, someNumbers } from "./groups.ts";
import { signInAt } from "./import-site.ts";
import { type ServerProcess, startServer } from "./server-process.ts";
import { TimeLimit } from "./time-limit.ts";

const KEY = "a-key-of-a-faulted-site";
/**
 * Connection limit of each process of the site. operating.md promises one more for signs of life.
 */
const CONNECTIONS = 6;
const PROCESSES = 2;
export const CONNECTIONS_MAX = PROCESSES * (CONNECTIONS + 1);

type Answer = { call: string; status: number; retryAfter: string | null; ms: number; at: number };

/** Two processes on one database with faults, and clients that make every kind of call. */
export class FaultedSite {
	readonly answers: Answer[] = [];
	/** Output of processes that ended by themselves. */
	readonly ended: string[] = [];
	readonly #requestIds: string[] = [];
	#turn = 0;
	#isLoading = false;
	#isStopped = false;

	private constructor(
		readonly servers: readonly ServerProcess[],
		readonly cookie: string,
		readonly groupId: string,
		readonly watcher: postgres.Sql,
		readonly limit: TimeLimit,
	) {
		for (const server of servers)
			void server.ended.then(
				() => this.#isStopped || this.ended.push(server.output().slice(-2000)),
			);
	}

	/** On the migrated, empty database at `direct`. The processes reach it at `url`. */
	static async start({
		direct,
		url = direct,
		env = {},
	}: {
		direct: string;
		url?: string;
		env?: Record<string, string>;
	}): Promise<FaultedSite> {
		const database = await openDatabase({
			url: direct,
			dataDir: "",
			prepare: true,
			connections: 2,
		});
		const groupId = await insertGroupWith(database, "open", someNumbers(50), {
			expirySeconds: 600,
			generateAccessCode: false,
		});
		await database.close();
		const settings = {
			LOG_LEVEL: "error",
			BOOTSTRAP_API_KEY: KEY,
			ADMIN_EMAIL: ADMINISTRATOR.email,
			ADMIN_PASSWORD: ADMINISTRATOR.password,
			DATABASE_CONNECTIONS: String(CONNECTIONS),
			...env,
		};
		const servers = await Promise.all(
			Array.from({ length: PROCESSES }, () => startServer({ url, env: settings })),
		);
		const watcher = postgres(direct, { max: 1, fetch_types: false, onnotice: () => {} });
		const site = new FaultedSite(
			servers,
			await signInAt((servers[0] as ServerProcess).origin),
			groupId,
			watcher,
			await TimeLimit.start(),
		);
		await site.askAll();
		return site;
	}

	async stop(): Promise<void> {
		this.#isLoading = false;
		this.#isStopped = true;
		await Promise.all(this.servers.map((server) => server.kill()));
		await this.watcher.end({ timeout: 1 });
		this.limit.stop();
	}

	readonly #calls: Record<string, () => Promise<Response>> = {
		create: () => this.#api("create", { groupName: "open" }),
		"create once": () =>
			this.#api("create", { groupName: "open" }, { "idempotency-key": randomUUID() }),
		retrieve: () => this.#api("retrieve", { id: this.#someId() }),
		cancel: () => this.#api("cancel", { id: this.#someId() }),
		match: () => this.#api("match", { toPhoneNumber: someNumbers(1)[0] }),
		"match and release": () =>
			this.#api("match", { toPhoneNumber: someNumbers(1)[0], release: true, callId: randomUUID() }),
		"sign in": () => this.#page("/login", ADMINISTRATOR),
		"a page": () => this.#page(`${GROUPS}/${this.groupId}`),
		"a search in the records": () => this.#page("/call-in?state=Active"),
		readyz: () => this.#page("/readyz"),
	};

	/** One of each call, all at once. Returns the status of each. */
	async askAll(): Promise<Record<string, number>> {
		const asked = Object.keys(this.#calls).map(
			async (call) => [call, (await this.ask(call)).status] as const,
		);
		return Object.fromEntries(await Promise.all(asked));
	}

	/** Makes a request for this caller. */
	createFor = (caller: string): Promise<Answer> =>
		this.ask("create", () => this.#api("create", { groupName: "open", fromPhoneNumber: caller }));

	/** A call identified by this caller's number alone. */
	matchOf = (caller: string): Promise<Answer> =>
		this.ask("match", () => this.#api("match", { fromPhoneNumber: caller }));

	async ask(call: string, send = this.#calls[call] as () => Promise<Response>): Promise<Answer> {
		const asked = performance.now();
		const answer = await send();
		const body = await answer.text();
		if (call === "create" && answer.status === 200) {
			this.#requestIds.push(JSON.parse(body).data.id);
			if (this.#requestIds.length > 50) this.#requestIds.shift();
		}
		const now = performance.now();
		const told = {
			call,
			status: answer.status,
			retryAfter: answer.headers.get("retry-after"),
			ms: now - asked,
			at: now,
		};
		this.answers.push(told);
		return told;
	}

	/** Clients that each send one call after the other. Call the returned function to stop them. */
	load(clients: number): () => Promise<void> {
		this.#isLoading = true;
		const names = Object.keys(this.#calls).filter((name) => name !== "sign in");
		const client = async (): Promise<void> => {
			while (this.#isLoading) {
				const { status } = await this.ask(
					names[Math.floor(Math.random() * names.length)] as string,
				);
				if (status === 503) await new Promise((resolve) => setTimeout(resolve, 50));
			}
		};
		const all = Promise.all(Array.from({ length: clients }, client));
		// The returned function reports the error.
		all.catch(() => {});
		return async () => {
			this.#isLoading = false;
			await all;
		};
	}

	/** Answers that no fault excuses: late, or with a status outside the contract. */
	wrongAnswers(): Answer[] {
		const isRight = ({ call, status, retryAfter, ms, at }: Answer) =>
			ms < this.limit.msFor(at - ms, at) &&
			(status === 503
				? // A person is told in a sentence, by a page.
					retryAfter !== null
				: [200, 303, 404, 429].includes(status) &&
					(status !== 404 || call === "retrieve" || call === "cancel"));
		return this.answers.filter((answer) => !isRight(answer));
	}

	/**
	 * Waits until everything works again at both processes. True if that is within the contract's
	 * limit (C2), else how late it is.
	 */
	async isServedInTime(): Promise<true | string> {
		const from = performance.now();
		for (;;) {
			const all = await Promise.all(
				this.servers.flatMap(() =>
					["create", "create once", "match", "a page", "readyz"].map((call) => this.ask(call)),
				),
			);
			if (all.every(({ status }) => status === 200)) return this.limit.isKept(from);
			if (performance.now() - from > 20_000) return "never";
		}
	}

	/**
	 * Samples how many server processes of Postgres serve the site. The returned function gives the
	 * maximum.
	 */
	countConnections(): () => Promise<number> {
		let most = 0;
		let isOver = false;
		const count = async (): Promise<void> => {
			while (!isOver) {
				const [row] = await this.watcher`
					select count(*)::integer as open from pg_stat_activity where application_name = 'click-to-call-in'`.catch(
					() => [],
				);
				most = Math.max(most, row?.open ?? 0);
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		};
		const counted = count();
		return async () => {
			isOver = true;
			await counted;
			return most;
		};
	}

	get #origin(): string {
		this.#turn += 1;
		return (this.servers[this.#turn % this.servers.length] as ServerProcess).origin;
	}

	#someId(): string {
		return this.#requestIds[Math.floor(Math.random() * this.#requestIds.length)] ?? randomUUID();
	}

	#api(call: string, body: object, more: Record<string, string> = {}): Promise<Response> {
		return fetch(`${this.#origin}/engagement/v3/call-in/requests/${call}`, {
			method: "POST",
			headers: { "x-api-key": KEY, "content-type": "application/json", ...more },
			body: JSON.stringify(body),
		});
	}

	#page(path: string, form?: Record<string, string>): Promise<Response> {
		return fetch(this.#origin + path, {
			redirect: "manual",
			// A new sign-in would end the old session.
			...(path !== "/login" && { headers: { cookie: this.cookie } }),
			...(form && { method: "POST", body: new URLSearchParams(form) }),
		});
	}
}
