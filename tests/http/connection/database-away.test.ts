import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../../db/connection/open.ts";
import { ADMINISTRATOR, GROUPS } from "../../support/config-site.ts";
import { type CutLine, layCutLine } from "../../support/cut-line.ts";
import { createServerDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import { pressApply, readPage, sendFile, signInAt } from "../../support/import-site.ts";
import { csv } from "../../support/imports.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";
import { TimeLimit } from "../../support/time-limit.ts";

const KEY = "a-key-of-this-test";

describe("the database away (C2)", () => {
	let database: Awaited<ReturnType<typeof createServerDatabase>>;
	let line: CutLine;
	let server: ServerProcess;
	let limit: TimeLimit;
	let cookie: string;
	let groupId: string;
	let review: { path: string; html: string };
	const requestIds: string[] = [];

	beforeAll(async () => {
		limit = await TimeLimit.start();
		database = await createServerDatabase();
		const direct = await openDatabase({
			url: database.url,
			dataDir: "",
			prepare: true,
			connections: 2,
		});
		groupId = await insertGroupWith(direct, "open", someNumbers(50), {
			expirySeconds: 600,
			generateAccessCode: false,
		});
		await insertGroupWith(direct, "few codes", someNumbers(1, 60), {
			expirySeconds: 600,
			accessCodeLength: 4,
		});
		// All codes but one are taken. Drawn codes will not hit it, so the search for it runs with the
		// number locked.
		await direct.query(
			"insert into live_codes select $1, code::text, gen_random_uuid(), now() + interval '1 day' from generate_series(1000, 9998) code",
			someNumbers(1, 60),
		);
		await direct.close();
		line = await layCutLine(database.url);
		server = await startServer({
			url: line.url,
			env: {
				LOG_LEVEL: "silent",
				BOOTSTRAP_API_KEY: KEY,
				ADMIN_EMAIL: ADMINISTRATOR.email,
				ADMIN_PASSWORD: ADMINISTRATOR.password,
			},
		});
		cookie = await signInAt(server.origin);
		const site = { origin: server.origin, cookie };
		const path = await sendFile(site, groupId, "add", csv([["+18005559999", "new"]]));
		review = { path, html: await readPage(site, path) };
		for (let made = 0; made < 20; made += 1) {
			const answer = await api("create", { groupName: "open" });
			requestIds.push((await answer.json()).data.id);
		}
	});
	afterAll(async () => {
		limit.stop();
		await server.kill();
		await line.cut();
		await database.drop();
	});

	const api = (call: string, body: object, more: Record<string, string> = {}): Promise<Response> =>
		fetch(`${server.origin}/engagement/v3/call-in/requests/${call}`, {
			method: "POST",
			headers: { "x-api-key": KEY, "content-type": "application/json", ...more },
			body: JSON.stringify(body),
		});
	const page = (path: string, form?: Record<string, string>): Promise<Response> =>
		fetch(server.origin + path, {
			redirect: "manual",
			headers: { cookie },
			...(form && { method: "POST", body: new URLSearchParams(form) }),
		});
	const once = () => ({ "idempotency-key": randomUUID() });
	const someId = () => requestIds[Math.floor(Math.random() * requestIds.length)];

	/** Every kind of database access: single statements, transactions, nested transactions. */
	const calls: Record<string, () => Promise<Response>> = {
		create: () => api("create", { groupName: "open" }),
		"create once": () => api("create", { groupName: "open" }, once()),
		"create with the last code": () => api("create", { groupName: "few codes" }),
		"create once with the last code": () => api("create", { groupName: "few codes" }, once()),
		retrieve: () => api("retrieve", { id: someId() }),
		cancel: () => api("cancel", { id: someId() }),
		"cancel once": () => api("cancel", { id: someId() }, once()),
		match: () => api("match", { toPhoneNumber: "+18005550000" }),
		"match and release": () => api("match", { toPhoneNumber: someNumbers(1)[0], release: true }),
		"match a call and release": () =>
			api("match", { toPhoneNumber: someNumbers(1)[0], release: true, callId: randomUUID() }),
		"sign in": () => page("/login", ADMINISTRATOR),
		"a page": () => page(`${GROUPS}/${groupId}`),
		"a search in the records": () => page("/call-in?state=Active"),
		"a file": () => page(`${GROUPS}/${groupId}/pool.csv`),
		"a change": () => page(`${GROUPS}/${groupId}`, { intent: "delete-group", version: "1" }),
		"an import": () => pressApply({ origin: server.origin, cookie }, review.path, review.html),
		readyz: () => page("/readyz"),
	};

	async function answers(): Promise<
		Record<string, { status: number; retryAfter: boolean; inTime: true | string }>
	> {
		const asked = performance.now();
		const all = Object.entries(calls).map(async ([name, call]) => {
			const answer = await call();
			const body = await answer.text();
			const isKept = limit.isKept(asked);
			const inTime = isKept === true || `${isKept} ${body.slice(0, 200)}`;
			return [
				name,
				{ status: answer.status, retryAfter: answer.headers.get("retry-after") === "1", inTime },
			] as const;
		});
		return Object.fromEntries(await Promise.all(all));
	}
	const everywhere = (status: number, retryAfter: boolean) =>
		Object.fromEntries(
			Object.keys(calls).map((name) => [name, { status, retryAfter, inTime: true }]),
		);

	/** Everything works again, without a restart and within 2 s. */
	async function comesBack(): Promise<void> {
		const back = performance.now();
		for (;;) {
			const [created, read, cancelled] = await Promise.all([
				api("create", { groupName: "open" }, once()),
				page(`${GROUPS}/${groupId}`),
				api("cancel", { id: someId() }),
			]);
			if (created.status === 200 && read.status === 200 && cancelled.status === 200) break;
			expect(limit.isKept(back)).toBe(true);
		}
	}

	test.each([
		{ how: "a cut line", away: () => line.cut() },
		{ how: "a line that swallows everything, new connections too", away: () => line.silence() },
	])(
		"$how: whatever is asked is answered with 503 and Retry-After within 2 s, twice, and works within 2 s of the return",
		async ({ away }) => {
			await away();
			expect(await answers()).toEqual(everywhere(503, true));
			expect(await answers()).toEqual(everywhere(503, true));
			await line.cut();
			await line.mend();
			await comesBack();
		},
	);

	test("a line that let go of its connections without a word: the same, and what is asked next uses new ones", async () => {
		line.silence();
		expect(await answers()).toEqual(everywhere(503, true));
		await line.mend();
		await comesBack();
	});
});
