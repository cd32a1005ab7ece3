import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CODES_PER_LIVE_CODE } from "../../../app/domain/traffic/traffic.ts";
import { cancelCallInRequest } from "../../../app/operations/requests/cancel-call-in-request.ts";
import { cleanUp } from "../../../app/operations/retention/clean-up.ts";
import { noteTraffic, writeTraffic } from "../../../app/operations/traffic/note-traffic.ts";
import { findDensestCodes } from "../../../db/requests/live-codes.ts";
import { listTraffic, readDay, readInUse } from "../../../db/traffic/group-minutes.ts";
import { reserve } from "../../support/call-in.ts";
import {
	asProcess,
	ENGINES,
	openTestDatabase,
	type Process,
	type TestDatabase,
} from "../../support/databases.ts";
import { insertGroupWith, insertKey, letTimePass, someNumbers } from "../../support/groups.ts";

const KEPT = { retentionDays: 30, auditRetentionDays: 400 };

const NOTHING = { live: 0, numbers: 0 };

describe.each(ENGINES)("the traffic of groups on the %s engine", (engine) => {
	let database: TestDatabase;
	let apiKey: { id: string; limitedToGroups: boolean };
	beforeAll(async () => {
		database = await openTestDatabase(engine);
		apiKey = await insertKey(database, { secret: "a key of a test" });
	});
	afterAll(() => database.drop());

	/** Another process on the same database, with its own counts. */
	const anotherProcess = (): Process => asProcess(database);
	const sumsOf = async (groupId: string) => {
		const { created, refusedNoNumber, refusedNoCode } = await readDay(database, groupId);
		return { created, refusedNoNumber, refusedNoCode };
	};
	/** One minute for the whole test: the clock may reach the next minute in between. */
	let thisMinute = "";
	beforeEach(async () => {
		const [row] = await database.query<{ minute: string }>(
			"select date_trunc('minute', now())::text as minute",
			[],
		);
		thisMinute = row?.minute ?? "";
	});
	/** Moves a minute into the past. */
	const insertMinute = (
		groupId: string,
		minutesAgo: number,
		created: number,
		refusedNoNumber = 0,
		peakLive = 0,
	) =>
		database.query(
			`insert into group_minutes (group_id, minute, created, refused_no_number, peak_live, peak_numbers)
			values ($1::uuid, $6::timestamptz - make_interval(mins => $2::integer), $3::integer, $4::integer, $5::integer, $5::integer)`,
			[groupId, minutesAgo, created, refusedNoNumber, peakLive, thisMinute],
		);

	test("what two processes count is added up, however often each writes and whoever wrote the name how", async () => {
		const group = await insertGroupWith(database, "Added Up", someNumbers(1));
		const other = anotherProcess();
		for (let round = 0; round < 3; round += 1) {
			noteTraffic(database.service, "Added Up", "created");
			noteTraffic(database.service, " added up", "created");
			noteTraffic(other.service, "ADDED UP", "refusedNoNumber");
			noteTraffic(other.service, "Added Up", "refusedNoCode");
			await Promise.all([writeTraffic(database.service), writeTraffic(other.service)]);
		}
		await writeTraffic(database.service);
		expect(await sumsOf(group)).toEqual({ created: 6, refusedNoNumber: 3, refusedNoCode: 3 });
	});

	test("processes that write many groups at once, in whatever order they met them, lose nothing", async () => {
		const names = Array.from({ length: 10 }, (_, index) => `at once ${index}`);
		const groups = await Promise.all(
			names.map((name, index) => insertGroupWith(database, name, someNumbers(1, 100 + index))),
		);
		const processes = Array.from({ length: 6 }, anotherProcess);
		for (let round = 0; round < 5; round += 1) {
			for (const [index, process] of processes.entries())
				for (const name of index % 2 === 0 ? names : names.toReversed())
					noteTraffic(process.service, name, "created");
			await Promise.all(processes.map((process) => writeTraffic(process.service)));
		}
		for (const group of groups) expect(await sumsOf(group)).toMatchObject({ created: 30 });
	});

	test("what is counted while it is being written is written the next time, once", async () => {
		const group = await insertGroupWith(database, "meanwhile", someNumbers(1, 200));
		noteTraffic(database.service, "meanwhile", "created");
		const writing = writeTraffic(database.service);
		noteTraffic(database.service, "meanwhile", "created", 2);
		await writing;
		expect(await sumsOf(group)).toMatchObject({ created: 1 });
		await writeTraffic(database.service);
		await writeTraffic(database.service);
		expect(await sumsOf(group)).toMatchObject({ created: 3 });
	});

	test("what could not be written is written the next time, with what came since", async () => {
		const group = await insertGroupWith(database, "database away", someNumbers(1, 201));
		let isAway = true;
		const process = asProcess({
			...database,
			query: async (text, params) => {
				if (isAway) throw new Error("The database is away.");
				return database.query(text, params);
			},
		});
		noteTraffic(process.service, "database away", "created", 3);
		await expect(writeTraffic(process.service)).rejects.toThrow("away");
		noteTraffic(process.service, "database away", "created");
		isAway = false;
		await writeTraffic(process.service);
		expect(await sumsOf(group)).toMatchObject({ created: 4 });
	});

	test("a group that is gone meanwhile keeps back no other", async () => {
		const group = await insertGroupWith(database, "stays", someNumbers(1, 202));
		noteTraffic(database.service, "deleted meanwhile", "created");
		noteTraffic(database.service, "stays", "created");
		await writeTraffic(database.service);
		expect(await sumsOf(group)).toMatchObject({ created: 1 });
	});

	test("live requests and the numbers that they have are known now, and their highest stays known", async () => {
		const [first, second] = someNumbers(2, 210) as [string, string];
		const group = await insertGroupWith(database, "in use", [first, second], {
			expirySeconds: 600,
		});
		expect(await readInUse(database, group)).toEqual(NOTHING);
		const made = [];
		for (let index = 0; index < 3; index += 1)
			made.push(await reserve(database, { groupName: "in use", apiKey }));
		await writeTraffic(database.service);
		await cancelCallInRequest(database.service, { id: made[0]!.id, apiKey });
		expect(await readInUse(database, group)).toEqual({ live: 2, numbers: 2 });
		await letTimePass(database, 600);
		await writeTraffic(database.service);
		expect(await readInUse(database, group)).toEqual(NOTHING);
		expect(await readDay(database, group)).toMatchObject({
			highestOfHour: { live: 3, numbers: 2 },
			highestOfDay: { live: 3, numbers: 2 },
		});
	});

	test("the last hour is told from the last day, and older is not counted", async () => {
		const group = await insertGroupWith(database, "hour and day", someNumbers(1, 220));
		await insertMinute(group, 0, 1, 0, 4);
		await insertMinute(group, 58, 2, 1, 3);
		await insertMinute(group, 62, 4, 2, 9);
		await insertMinute(group, 23 * 60, 8);
		await insertMinute(group, 24 * 60, 1000, 1000, 1000);
		const minutes = await listTraffic(database, group, "hour");
		expect(minutes).toMatchObject([
			{ created: 1, refusedNoNumber: 0, refusedNoCode: 0, peakLive: 4 },
			{ created: 2, refusedNoNumber: 1, refusedNoCode: 0, peakLive: 3 },
		]);
		expect(minutes[0]!.beganMs - minutes[1]!.beganMs).toBe(58 * 60_000);
		expect(minutes[1]!.ago - minutes[0]!.ago).toBe(58);
		expect(await readDay(database, group)).toEqual({
			created: 15,
			refusedNoNumber: 3,
			refusedNoCode: 0,
			highestOfHour: { live: 4, numbers: 4 },
			highestOfDay: { live: 9, numbers: 9 },
			// 62 minutes ago. The busiest minute of all, 23 hours ago, refused nobody.
			askedInBusiestRefusedMinute: 6,
			// The counts of 62 and 58 minutes ago. The last sixty minutes have only 4.
			askedInBusiestHour: 9,
		});
	});

	test("minutes become hours after two days, and hours go after sixty (clean-up)", async () => {
		const group = await insertGroupWith(database, "cleaned up", someNumbers(1, 230));
		const hours = 60;
		const days = 24 * hours;
		await insertMinute(group, 2 * days - 2, 1);
		for (const ago of [2 * days + 2 * hours, 2 * days + 2 * hours + 1, 2 * days + 3 * hours])
			await insertMinute(group, ago, 10, 1, ago - 2 * days);
		await insertMinute(group, 59 * days, 100);
		await insertMinute(group, 60 * days + 2, 1000);
		const figures = async () =>
			(await listTraffic(database, group, "week")).map(({ ago, ...step }) => step);
		const week = await figures();
		for (const time of ["once", "again"]) {
			await cleanUp(database.service, KEPT);
			expect(await figures(), time).toEqual(week);
		}
		const rows = await database.query<{ created: number; hourly: boolean }>(
			`select created, minute = date_trunc('hour', minute, 'UTC') as hourly
			from group_minutes where group_id = $1::uuid order by minute`,
			[group],
		);
		const [oldest, ...others] = rows;
		expect(oldest).toMatchObject({ created: 100 });
		expect(others.at(-1)).toMatchObject({ created: 1 });
		const folded = others.slice(0, -1);
		expect(folded.every(({ hourly }) => hourly)).toBe(true);
		expect(folded.reduce((sum, { created }) => sum + created, 0)).toBe(30);
	});

	test("a number's live codes are too dense past 1 in 1,000 of the possible ones, those of other groups included (C10)", async () => {
		const numbers = someNumbers(2, 240);
		const four = { accessCodeLength: 4, expirySeconds: 600 };
		const group = await insertGroupWith(database, "dense", numbers, four);
		await insertGroupWith(database, "dense too", [numbers[0]!], four);
		const unconcerned = await insertGroupWith(database, "unconcerned", someNumbers(1, 250), four);
		const densest = () => findDensestCodes(database, group, CODES_PER_LIVE_CODE);
		for (let index = 0; index < 9; index += 1)
			await reserve(database, { groupName: "dense too", apiKey });
		expect(await densest()).toBeNull();
		await reserve(database, { groupName: "dense too", apiKey });
		expect(await densest()).toEqual({ number: numbers[0], length: 4, live: 10 });
		expect(await findDensestCodes(database, unconcerned, CODES_PER_LIVE_CODE)).toBeNull();
		await letTimePass(database, 600);
		expect(await densest()).toBeNull();
	});
});
