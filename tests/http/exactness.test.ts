import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SYSTEM } from "../../app/domain/actor.ts";
import { saveSettings } from "../../app/operations/change-group.ts";
import { addEntry, deleteEntry } from "../../app/operations/change-pool.ts";
import { findGroup } from "../../db/groups.ts";
import { findEntryByNumber, listAllEntries } from "../../db/pool-entries.ts";
import { type CutLine, layCutLine } from "../support/cut-line.ts";
import { openTestDatabase, type TestDatabase } from "../support/databases.ts";
import { insertGroupWith, someNumbers } from "../support/groups.ts";
import { type Acknowledged, findViolations, KnownSetting } from "../support/history.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";

/** A minute for the record; less where everything else is tested too. */
const SECONDS = Number(process.env.EXACTNESS_SECONDS ?? 20);
const KEY = "a-key-under-fire";
const CALLERS = 40;
const NUMBERS = 40;
/** The least there is, and the same in all groups: then the expiry tells when a request was made. */
const EXPIRY_SECONDS = 10;
const ANSWERS = new Set([200, 429, 503]);

type Group = { id: string; name: string; unique: KnownSetting };

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const oneOf = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;

describe("exactness under fire", () => {
	let database: TestDatabase;
	const lines: CutLine[] = [];
	const servers: (ServerProcess | null)[] = [];
	const groups: Group[] = [];
	const history: Acknowledged[] = [];
	const answers = new Map<string, number>();
	const events: Record<string, number> = {};
	let isOver = false;

	const start = (line: CutLine) => startServer({ url: line.url, env: { LOG_LEVEL: "silent", BOOTSTRAP_API_KEY: KEY } });

	beforeAll(async () => {
		database = await openTestDatabase("server");
		for (const [index, uniqueDnis] of [true, true, false, false].entries()) {
			const name = `group ${index}`;
			const settings = { uniqueDnis, generateAccessCode: index % 2 === 0, accessCodeLength: 4, expirySeconds: EXPIRY_SECONDS };
			const id = await insertGroupWith(database, name, someNumbers(NUMBERS, index * NUMBERS), settings);
			groups.push({ id, name, unique: new KnownSetting(uniqueDnis) });
		}
		for (let index = 0; index < 3; index += 1) lines.push(await layCutLine(database.url as string));
		servers.push(...(await Promise.all(lines.map(start))));
	});
	afterAll(async () => {
		await Promise.all(servers.map((server) => server?.kill()));
		await Promise.all(lines.map((line) => line.cut()));
		await database.drop();
	});

	/** One create after the other; a server that dies gives no answer, and what it did is not acknowledged. */
	async function call(): Promise<void> {
		while (!isOver) {
			const server = oneOf(servers);
			const group = oneOf(groups);
			if (server === null) {
				await sleep(20);
				continue;
			}
			const since = performance.now();
			const answer = await fetch(`${server.origin}/engagement/v3/call-in/requests/create`, {
				method: "POST",
				headers: { "x-api-key": KEY, "content-type": "application/json" },
				body: JSON.stringify({ groupName: group.name }),
			})
				.then(async (response) => ({
					status: response.status,
					retryAfter: response.headers.get("retry-after"),
					body: await response.json(),
				}))
				.catch(() => null);
			if (answer === null) continue;
			answers.set(String(answer.status), (answers.get(String(answer.status)) ?? 0) + 1);
			if (answer.status !== 200) {
				if (!ANSWERS.has(answer.status) || !(Number(answer.retryAfter) >= 1)) throw new Error(`answered ${JSON.stringify(answer)}`);
				// As a client would, if not as long.
				await sleep(20);
				continue;
			}
			const { id, toPhoneNumber, accessCode, expirationTime } = answer.body.data;
			history.push({
				id,
				number: toPhoneNumber,
				code: accessCode ?? null,
				from: expirationTime - EXPIRY_SECONDS * 1000,
				to: expirationTime,
				isUnique: group.unique.wasSurely(true, since, performance.now()),
			});
		}
	}

	/** Takes numbers out, puts them back, and moves them between groups. */
	async function editPools(): Promise<void> {
		while (!isOver) {
			const group = oneOf(groups);
			const { number } = oneOf(await listAllEntries(database.orm, group.id));
			const entry = await findEntryByNumber(database.orm, group.id, number);
			if (entry === null) continue;
			const which = { entryId: entry.id, version: entry.version, acceptedLiveRequests: Number.MAX_SAFE_INTEGER };
			const taken = await deleteEntry(database.orm, group.id, which, SYSTEM);
			if (!taken.ok) continue;
			const added = await addEntry(database.orm, oneOf(groups).id, { number, description: "" }, SYSTEM);
			count(added.ok ? "numbers moved" : "numbers lost");
			await sleep(randomInt(30));
		}
	}

	async function changeSettings(): Promise<void> {
		while (!isOver) {
			const known = oneOf(groups);
			const group = await findGroup(database.orm, known.id);
			if (group === null) throw new Error("The group is gone.");
			const uniqueDnis = !group.settings.uniqueDnis;
			const settings = { ...group.settings, uniqueDnis, generateAccessCode: randomInt(2) === 0, accessCodeLength: 4 + randomInt(2) };
			await known.unique.set(uniqueDnis, async () => {
				const saved = await saveSettings(database.orm, group.id, { version: group.version, settings }, SYSTEM);
				return saved.ok && saved.value.changed;
			});
			count("settings changed");
			await sleep(500 + randomInt(1500));
		}
	}

	async function killServers(): Promise<void> {
		while (!isOver) {
			await sleep(500 + randomInt(2500));
			const index = randomInt(servers.length);
			const server = servers[index];
			servers[index] = null;
			await server?.kill();
			count("servers killed");
			// One whose line is cut just now does not start, and is started again.
			for (let isUp = false; !isUp; )
				await start(lines[index]!)
					.then((fresh) => {
						servers[index] = fresh;
						isUp = true;
					})
					.catch(() => {});
		}
	}

	async function cutLines(): Promise<void> {
		while (!isOver) {
			await sleep(300 + randomInt(1500));
			const line = oneOf(lines);
			if (randomInt(4) === 0) {
				line.silence();
				await sleep(randomInt(2500));
			}
			await line.cut();
			await sleep(randomInt(300));
			await line.mend();
			count("lines cut");
		}
	}

	const count = (event: string) => {
		events[event] = (events[event] ?? 0) + 1;
	};

	test(`no number and no code is live twice, and nothing acknowledged is lost, in ${SECONDS} s (C3, C5)`, {
		timeout: SECONDS * 1000 + 60_000,
	}, async () => {
		const over = sleep(SECONDS * 1000).then(() => {
			isOver = true;
		});
		const actors = [...Array.from({ length: CALLERS }, call), editPools(), changeSettings(), killServers(), cutLines()];
		await Promise.all([over, ...actors]).finally(() => {
			isOver = true;
		});
		console.info(JSON.stringify({ ...Object.fromEntries(answers), ...events, unique: history.filter(({ isUnique }) => isUnique).length }));
		expect(findViolations(history)).toEqual([]);
		const stored = await database.run<{ id: string; to_number: string; expires: number }>(
			"select id, to_number, (extract(epoch from expires_at) * 1000)::float8 as expires from requests",
			[],
		);
		const byId = new Map(stored.map((row) => [row.id, `${row.to_number} ${row.expires}`]));
		expect(history.filter(({ id, number, to }) => byId.get(id) !== `${number} ${to}`)).toEqual([]);
		// It was a test at all: numbers were given again after their expiry, and there were refusals and failures in between.
		expect(history.length).toBeGreaterThan(4 * NUMBERS);
		expect([...answers.keys()].sort()).toEqual([...ANSWERS].map(String));
	});

	test("the reader of the history finds what should not be", () => {
		const one = { id: "a", number: "+1", code: 1000, from: 0, to: 10, isUnique: false };
		expect(findViolations([one, { ...one, id: "b", from: 9, to: 19 }])).toEqual(["same code: a and b on +1 at 9"]);
		expect(
			findViolations([
				{ ...one, isUnique: true },
				{ ...one, id: "b", code: null, from: 9, to: 19 },
			]),
		).toEqual(["unique: a and b on +1 at 9"]);
		expect(findViolations([one, { ...one, id: "b", from: 10, to: 20 }, { ...one, id: "c", number: "+2" }])).toEqual([]);
	});
});
