import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyGroupsImport } from "../../../app/operations/import/apply-groups-import.ts";
import { leaveConnectionsOut } from "../../../app/operations/import/correct-groups-import.ts";
import {
	findMissingConnections,
	listGroupsOfReview,
	readGroupsReview,
	readReviewedGroup,
} from "../../../app/operations/import/read-groups-review.ts";
import {
	changeConnection,
	changeGroupDestination,
	deleteConnection,
	pauseConnection,
} from "../../../app/operations/phone-systems/change-connection.ts";
import { createConnection } from "../../../app/operations/phone-systems/create-connection.ts";
import { findStoredConnection } from "../../../db/phone-systems/connections.ts";
import { listGroupDestinations } from "../../../db/phone-systems/group-destinations.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { insertGroupWith, someNumbers } from "../../support/groups.ts";
import { ADA, apply, exported, groupsIn, outcomes, upload } from "../../support/groups-import.ts";

const all = { outcome: null, search: "", limit: 100, offset: 0 };
const [ONE, TWO] = someNumbers(2) as [string, string];
const AGENTS = "sip:agents@pbx.example.com";
const group = (name: string, number: string, connections?: object[]) => ({
	...{ name, numbers: [{ number, description: "" }] },
	...(connections && { connections }),
});

describe.each(ENGINES)("a file of groups carries their connections (P3, I7) (%s)", (engine) => {
	let database: TestDatabase;
	let cars: string;
	let homes: string;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		for (const table of ["groups", "group_import_reviews", "connections", "api_key_groups"])
			await database.query(`delete from ${table}`, []);
		await database.query("delete from api_keys", []);
		cars = await insertGroupWith(database, "cars", [ONE]);
		homes = await insertGroupWith(database, "homes", [TWO]);
	});

	async function make(name: string, groupIds: string[] | null): Promise<string> {
		const made = await createConnection(
			database.service,
			{
				...{ requestId: randomUUID(), kind: "sip-proxy", secret: null, name, groupIds },
				...{ numbersWithoutPlus: "any", releasesOnAnswer: true },
				...{ target: null, secondTarget: null, fallback: null, userDataKeys: [] },
			},
			{ hasPublicUrl: false },
			ADA,
		);
		if (!made.ok) throw new Error(made.error.code);
		return made.value.id;
	}
	const setOwn = (id: string, groupId: string, target: string | null, fallback: string | null) =>
		changeGroupDestination(database.service, id, { groupId, target, fallback }, ADA);
	const served = async (id: string) => {
		const found = await findStoredConnection(database, id);
		return { groups: found?.groups, version: found?.version };
	};
	const ownOf = async (id: string) =>
		(await listGroupDestinations(database, id)).map((one) => [
			...[one.groupName, one.target, one.fallback],
		]);
	const auditOf = async (id: string) =>
		(
			await database.query<{ action: string; after: string }>(
				"select action, after from audit_entries where subject_id = $1 order by at, id",
				[id],
			)
		).map(({ action, after }) => [action, JSON.parse(after ?? "null")]);

	test("the export names those that serve a group, with its own destinations, and imports again without a change", async () => {
		const limited = await make("Limited", [cars]);
		await make("For all", null);
		const own = { target: AGENTS, secondTarget: "+14155550133", fallback: "+14155550132" };
		const spoken = { ...own, language: "de" as const };
		await changeGroupDestination(database.service, limited, { groupId: cars, ...spoken }, ADA);
		const file = await exported(database);
		const inFile = Object.fromEntries(groupsIn(file).map((one) => [one.name, one.connections]));
		expect(inFile).toEqual({
			cars: [
				{ name: "For all", secondTarget: null, language: null },
				{ name: "Limited", ...spoken },
			],
			homes: [{ name: "For all", secondTarget: null, language: null }],
		});
		expect(file).not.toMatch(/ctp_|secret/);
		const before = await served(limited);
		const id = await upload(database, file);
		expect(await outcomes(database, id)).toEqual({ unchanged: 2 });
		await apply(database, id);
		expect(await served(limited)).toEqual(before);
		expect(groupsIn(await exported(database))).toEqual(groupsIn(file));
		// Another language and second destination come back with an import of this file.
		await changeGroupDestination(
			database.service,
			limited,
			{ groupId: cars, ...own, secondTarget: null, language: "ja" },
			ADA,
		);
		const again = await upload(database, file);
		expect(await outcomes(database, again)).toEqual({ changed: 1, unchanged: 1 });
		await apply(database, again);
		expect(groupsIn(await exported(database))).toEqual(groupsIn(file));
	});

	test("the export without connections has none, for people who may not see them (R)", async () => {
		await make("For all", null);
		expect(await exported(database, false)).not.toContain("For all");
	});

	test("a file without connections changes none, and so does a connection that the file does not name", async () => {
		const [named, other] = [await make("Named", [cars]), await make("Other", [cars])];
		await setOwn(other, cars, AGENTS, null);
		const before = [await served(named), await served(other), await ownOf(other)];
		await apply(database, await upload(database, [group("cars", ONE)]));
		await apply(database, await upload(database, [group("cars", ONE, [{ name: "named" }])]));
		expect([await served(named), await served(other), await ownOf(other)]).toEqual(before);
	});

	test("the review shows what happens on connections; applying it does that, once, with the page's audit entries", async () => {
		const proxy = await make("Proxy", [homes]);
		await setOwn(proxy, homes, AGENTS, null);
		const id = await upload(database, [
			group("cars", ONE, [{ name: "PROXY", target: "+14155550132" }]),
			group("homes", TWO, [{ name: "Proxy" }]),
			group("boats", someNumbers(1, 9)[0] as string, [{ name: "Proxy", fallback: AGENTS }]),
		]);
		expect(await outcomes(database, id)).toEqual({ changed: 2, new: 1 });
		const { groups } = await listGroupsOfReview(database, id, all);
		expect(groups.map(({ figures }) => figures.connections)).toEqual([1, 1, 1]);
		expect((await readReviewedGroup(database, id, 0))?.steps).toMatchObject([
			{ name: "Proxy", isServedAnew: true, destinations: { after: { target: "+14155550132" } } },
		]);
		expect(await served(proxy)).toEqual({ groups: ["homes"], version: 2 });
		expect(await apply(database, id)).toEqual({ ok: true, value: null });
		expect(await served(proxy)).toEqual({ groups: ["boats", "cars", "homes"], version: 3 });
		expect(await ownOf(proxy)).toEqual([
			["boats", null, AGENTS],
			["cars", "+14155550132", null],
		]);
		const entries = (await auditOf(proxy)).slice(2);
		expect(entries).toHaveLength(4);
		expect(entries).toEqual(
			expect.arrayContaining([
				["connection.change", expect.objectContaining({ groups: ["boats", "cars", "homes"] })],
				[
					"connection.set-destination",
					{
						...{ group: "homes", target: null, secondTarget: null },
						...{ fallback: null, language: null },
					},
				],
			]),
		);
	});

	test("a connection that does not exist is an error at its place; made, it is known; left out, the rest is imported, and it can be taken in again", async () => {
		const file = [
			group("cars", ONE, [{ name: "Twilio", target: AGENTS }, { name: "Known" }]),
			group("homes", TWO, [{ name: "twilio" }, { name: "Nowhere" }]),
		];
		await make("Known", []);
		const id = await upload(database, file);
		expect(await outcomes(database, id)).toEqual({ error: 2 });
		expect((await apply(database, id)).ok).toBe(false);
		const { groups } = await listGroupsOfReview(database, id, all);
		expect(groups.map(({ planProblem }) => planProblem)).toEqual([
			{ code: "connections-unknown", connections: [{ index: 0, name: "Twilio" }] },
			{
				code: "connections-unknown",
				connections: [
					{ index: 0, name: "twilio" },
					{ index: 1, name: "Nowhere" },
				],
			},
		]);
		expect(await findMissingConnections(database, id)).toMatchObject({
			unknown: [expect.stringMatching(/nowhere/i), expect.stringMatching(/twilio/i)],
			leftOut: [],
		});
		const twilio = await make("Twilio", []);
		expect(await outcomes(database, id)).toEqual({ changed: 1, error: 1 });
		expect(await leaveConnectionsOut(database, id, true)).toEqual({ ok: true, value: 1 });
		expect(await outcomes(database, id)).toEqual({ changed: 2 });
		expect((await findMissingConnections(database, id)).leftOut).toEqual(["Nowhere"]);
		expect(await leaveConnectionsOut(database, id, false)).toEqual({ ok: true, value: 1 });
		expect(await outcomes(database, id)).toEqual({ changed: 1, error: 1 });
		await leaveConnectionsOut(database, id, true);
		await apply(database, id);
		expect((await served(twilio)).groups).toEqual(["cars", "homes"]);
		expect(await ownOf(twilio)).toEqual([["cars", AGENTS, null]]);
		expect(await leaveConnectionsOut(database, id, true)).toMatchObject({ ok: false });
	});

	test("a review is not applied as shown if a connection has changed what would happen; pausing one changes nothing", async () => {
		const proxy = await make("Proxy", [homes]);
		const id = await upload(database, [group("cars", ONE, [{ name: "Proxy" }])]);
		const seen = await readGroupsReview(database, id);
		const asSeen = { version: seen?.review.version ?? 0, plan: seen?.plan ?? "" };
		await pauseConnection(database.service, proxy, true, ADA);
		expect((await readGroupsReview(database, id))?.plan).toBe(asSeen.plan);
		await deleteConnection(database.service, proxy, ADA);
		expect(await applyGroupsImport(database, id, asSeen, ADA)).toEqual({
			ok: false,
			error: { code: "import-changed", by: "groups" },
		});
		const again = await make("Proxy", [homes]);
		const stored = await findStoredConnection(database, again);
		if (!stored) throw new Error("not made");
		await changeConnection(database.service, again, { ...stored, groupIds: [cars, homes] }, ADA);
		expect(await outcomes(database, id)).toEqual({ unchanged: 1 });
	});

	test("a skipped and a left-out group change no connection, and ask for none", async () => {
		await make("Proxy", [homes]);
		const id = await upload(
			database,
			[group("cars", ONE, [{ name: "Proxy" }, { name: "Nowhere" }])],
			"skip",
		);
		expect(await outcomes(database, id)).toEqual({ skipped: 1 });
		expect(await findMissingConnections(database, id)).toEqual({ unknown: [], leftOut: [] });
	});
});
