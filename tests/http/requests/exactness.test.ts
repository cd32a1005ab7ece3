import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SYSTEM } from "../../../app/domain/audit/actor.ts";
import { saveSettings } from "../../../app/operations/groups/change-group.ts";
import { addEntry, deleteEntry } from "../../../app/operations/groups/change-pool.ts";
import { findGroup } from "../../../db/groups/groups.ts";
import { findEntryByNumber, listAllEntries } from "../../../db/groups/pool-entries.ts";
import { Callers } from "../../support/callers.ts";
import { type CutLine, layCutLine } from "../../support/cut-line.ts";
import { openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import { findViolations, fitsState, KnownSetting, newlyTold } from "../../support/history.ts";
import { type ServerProcess, startServer } from "../../support/server-process.ts";

/** Shorten it for a trial run. */
const SECONDS = Number(process.env.EXACTNESS_SECONDS ?? 60);
const KEY = "a-key-under-fire";
const CALLERS = 40;
/**
 * Few enough that unique groups are exhausted most of the time, and shared numbers have many codes
 * each.
 */
const NUMBERS = 12;
/** The minimum, and the same in all groups, so that the expiry gives the creation time. */
const EXPIRY_SECONDS = 10;

type Group = { id: string; name: string; unique: KnownSetting };

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const oneOf = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;

describe("exactness under fire", () => {
	let database: TestDatabase;
	const lines: CutLine[] = [];
	const servers: (ServerProcess | null)[] = [];
	const groups: Group[] = [];
	let callers: Callers;
	const events: Record<string, number> = {};
	let isOver = false;

	const start = (line: CutLine) =>
		startServer({ url: line.url, env: { LOG_LEVEL: "silent", BOOTSTRAP_API_KEY: KEY } });

	beforeAll(async () => {
		database = await openTestDatabase("server");
		for (const [index, uniqueDnis] of [true, true, false, false].entries()) {
			const name = `group ${index}`;
			const settings = {
				uniqueDnis,
				generateAccessCode: index % 2 === 0,
				accessCodeLength: 4,
				expirySeconds: EXPIRY_SECONDS,
			};
			const id = await insertGroupWith(
				database,
				name,
				someNumbers(NUMBERS, index * NUMBERS),
				settings,
			);
			groups.push({ id, name, unique: new KnownSetting(uniqueDnis) });
		}
		for (let index = 0; index < 3; index += 1) lines.push(await layCutLine(database.url as string));
		servers.push(...(await Promise.all(lines.map(start))));
		callers = new Callers(servers, groups, { key: KEY, expirySeconds: EXPIRY_SECONDS });
		await callers.readClock(database);
	});
	afterAll(async () => {
		await Promise.all(servers.map((server) => server?.kill()));
		await Promise.all(lines.map((line) => line.cut()));
		await database.drop();
	});

	/** Removes numbers, puts them back, and moves them between groups. */
	async function editPools(): Promise<void> {
		while (!isOver) {
			const group = oneOf(groups);
			const { number } = oneOf(await listAllEntries(database, group.id));
			const entry = await findEntryByNumber(database, group.id, number);
			if (entry === null) continue;
			const which = {
				entryId: entry.id,
				version: entry.version,
				acceptedLiveRequests: Number.MAX_SAFE_INTEGER,
			};
			const taken = await deleteEntry(database, group.id, which, SYSTEM);
			if (!taken.ok) continue;
			const added = await addEntry(database, oneOf(groups).id, { number, description: "" }, SYSTEM);
			count(added.ok ? "numbers moved" : "numbers lost");
			await sleep(randomInt(30));
		}
	}

	async function changeSettings(): Promise<void> {
		while (!isOver) {
			const known = oneOf(groups);
			const group = await findGroup(database, known.id);
			if (group === null) throw new Error("The group is gone.");
			const uniqueDnis = !group.settings.uniqueDnis;
			const settings = {
				...group.settings,
				uniqueDnis,
				generateAccessCode: randomInt(2) === 0,
				accessCodeLength: 4 + randomInt(2),
			};
			await known.unique.set(uniqueDnis, async () => {
				const saved = await saveSettings(
					database,
					group.id,
					{ version: group.version, settings },
					SYSTEM,
				);
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
			// A process whose line is cut at this moment does not start, and is started again.
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
		const calls = Array.from({ length: CALLERS }, () => callers.callUntil(() => isOver));
		await Promise.all([
			over,
			...calls,
			editPools(),
			changeSettings(),
			killServers(),
			cutLines(),
		]).finally(() => {
			isOver = true;
		});
		await callers.readClock(database);
		await callers.retrieveAll();
		const { history, answers, wrong } = callers;
		const unique = history.filter(({ isUnique }) => isUnique).length;
		console.info(
			JSON.stringify({
				...Object.fromEntries([...answers].sort()),
				...events,
				created: history.length,
				unique,
			}),
		);
		expect(wrong.slice(0, 10)).toEqual([]);
		expect(findViolations(history)).toEqual([]);
		// Proves that the test covers its subject: numbers were reused again and again, with refusals,
		// failures and every kind of end in between.
		expect(unique).toBeGreaterThan(NUMBERS);
		for (const one of [
			"create 42901",
			"create 50301",
			"cancel 200",
			"match MATCHED",
			"match WRONG_CODE",
			"match LOCKED",
			"match NOTHING_MATCHED",
		])
			expect(answers.get(one), one).toBeGreaterThan(0);
		expect(history.some(({ releases }) => releases === 1)).toBe(true);
	});

	test("the reader of the history finds what should not be", () => {
		const one = newlyTold({
			id: "a",
			number: "+1",
			code: 1000,
			from: 0,
			expires: 10,
			isUnique: false,
		});
		expect(findViolations([one, { ...one, id: "b", from: 9, expires: 19 }])).toEqual([
			"same code: a and b on +1 at 9",
		]);
		const unique = { ...one, isUnique: true };
		const other = { ...one, id: "b", code: null, from: 9, expires: 19 };
		expect(findViolations([unique, other])).toEqual(["unique: a and b on +1 at 9"]);
		expect(findViolations([{ ...unique, endAsked: 9 }, other])).toEqual([]);
		expect(
			findViolations([
				one,
				{ ...one, id: "b", from: 10, expires: 20 },
				{ ...one, id: "c", number: "+2" },
			]),
		).toEqual([]);
		expect(findViolations([{ ...one, releases: 2 }])).toEqual(["released twice: a"]);
	});

	test.each([
		{ state: "Active", asked: 9, known: {}, fits: true },
		{ state: "Active", asked: 10, known: {}, fits: false },
		{ state: "Active", asked: 9, known: { endKnown: 8 }, fits: false },
		{ state: "Expired", asked: 8, known: {}, fits: false },
		{ state: "Expired", asked: 10, known: {}, fits: true },
		{ state: "Cancelled", asked: 9, known: {}, fits: false },
		{ state: "Cancelled", asked: 9, known: { endAsks: 1 }, fits: true },
		{ state: "Matched", asked: 9, known: {}, fits: false },
		{ state: "Matched", asked: 9, known: { mayBeMatched: true }, fits: true },
		{ state: "Expired", asked: 10, known: { isMatched: true }, fits: false },
		{ state: "Expired", asked: 10, known: { isCancelled: true }, fits: false },
		{ state: undefined, asked: 9, known: {}, fits: false },
	])(
		"the state $state told at $asked of a request until 10, known as $known: $fits",
		({ state, asked, known, fits }) => {
			const one = newlyTold({
				id: "a",
				number: "+1",
				code: null,
				from: 0,
				expires: 10,
				isUnique: false,
			});
			expect(fitsState({ ...one, ...known }, state, { asked, answered: asked })).toBe(fits);
		},
	);
});
