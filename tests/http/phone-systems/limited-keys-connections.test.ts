import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type ConnectionsSite,
	failure,
	openConnectionsSite,
	UNKNOWN,
} from "../../support/connections-api.ts";
import { insertKey } from "../../support/groups.ts";
import type { Sent } from "../../support/provisioning.ts";

let site: ConnectionsSite;
let keys = 0;
beforeAll(async () => {
	site = await openConnectionsSite();
});
afterAll(() => site.close());

/** The name of a new key that is limited to these groups. */
async function limitedTo(...groupIds: string[]): Promise<string> {
	keys += 1;
	const secret = `limited ${keys}`;
	await insertKey(site.database, { secret, scopes: ["provision"], groupIds });
	return secret;
}
const group = () => site.group(site.numbers(1));
const listedFor = async (key: string): Promise<string[]> => {
	const { data } = (await site.ask("?pageSize=500", { key })).body;
	expect(data.total).toBe(data.connections.length);
	return data.connections.map(({ id }: { id: string }) => id);
};
/** Every call of one connection, at any version. */
const callsOf = (id: string, own: string): [string, Sent][] => [
	[`/${id}`, {}],
	[`/${id}/calls`, {}],
	[`/${id}`, { method: "PATCH", match: "*", body: { target: "+14155550132" } }],
	[`/${id}`, { method: "PATCH", match: "*", body: { groupIds: [own] } }],
	[`/${id}/paused`, { method: "PUT", match: "*", body: { paused: true } }],
	[`/${id}/secrets`, { match: "*", body: { oldSecretSeconds: 0 } }],
	[`/${id}/secrets/old`, { method: "DELETE", match: "*" }],
	[`/${id}/destinations/${own}`, { method: "PUT", match: "*", body: { target: "+14155550132" } }],
	[`/${id}/destinations/${own}`, { method: "DELETE", match: "*" }],
	[`/${id}`, { method: "DELETE", match: "*" }],
];

describe("a key that is limited to groups, and connections (C11, P1)", () => {
	test("sees and changes none that serves another group, all groups, or nobody: each call is answered as for an unknown one", async () => {
		const [own, other] = [await group(), await group()];
		const gone = await group();
		const key = await limitedTo(own, gone);
		const hidden = [
			await site.make(),
			await site.make({ groupIds: [other] }),
			await site.make({ groupIds: [own, other] }),
		];
		// A group that no longer exists still has live requests (G10).
		const ofDeleted = await site.make({ groupIds: [gone] });
		const ofDeletedOther = await site.make({ groupIds: [own, other] });
		await site.database.query("delete from groups where id in ($1::uuid, $2::uuid)", [gone, other]);
		hidden.push(ofDeleted, ofDeletedOther);
		const unknown = await Promise.all(
			callsOf(UNKNOWN, own).map(([path, sent]) => site.ask(path, { ...sent, key })),
		);
		for (const { id, name } of hidden) {
			for (const [index, [path, sent]] of callsOf(id, own).entries()) {
				const answer = await site.ask(path, { ...sent, key });
				expect(answer).toMatchObject(failure("connection-gone"));
				expect(answer.body.status.message).toBe(unknown[index]?.body.status.message);
			}
			expect((await site.ask(`?name=${encodeURIComponent(name)}`, { key })).body.data.total).toBe(
				0,
			);
			expect(await site.audit(id)).toHaveLength(1);
		}
		expect(await listedFor(key)).toEqual([]);
	});

	test("makes connections for its own groups, and does with them what the page can", async () => {
		const [own, second] = [await group(), await group()];
		const key = await limitedTo(own, second);
		const made = await site.make({ groupIds: [own] }, key);
		expect(await listedFor(key)).toEqual([made.id]);
		expect(await site.asProxy(made.id, made.secret)).toBe(404);
		const { id } = made;
		for (const [path, sent] of [
			[`/${id}`, {}],
			[`/${id}/calls`, {}],
			[`/${id}`, { method: "PATCH", match: "*", body: { groupIds: [own, second] } }],
			[`/${id}/paused`, { method: "PUT", match: "*", body: { paused: true } }],
			[`/${id}/secrets`, { match: "*", body: {} }],
			[`/${id}/secrets/old`, { method: "DELETE", match: "*" }],
			[
				`/${id}/destinations/${second}`,
				{ method: "PUT", match: "*", body: { target: "+14155550132" } },
			],
			[`/${id}/destinations/${second}`, { method: "DELETE", match: "*" }],
			[`/${id}`, { method: "DELETE", match: "*" }],
		] as [string, Sent][])
			expect(await site.ask(path, { ...sent, key }), path).toMatchObject({ status: 200 });
	});

	test("gives a connection no group that it may not see, and not all groups: nothing is made or changed", async () => {
		const [own, other] = [await group(), await group()];
		const key = await limitedTo(own);
		const mine = await site.make({ groupIds: [own] }, key);
		const plain = { name: "Never made", kind: "sip-proxy" };
		for (const groupIds of [[other], [own, other], [UNKNOWN]]) {
			const says = new RegExp(`may not use: ${groupIds.at(-1)}\\.$`);
			expect(await site.ask("", { key, body: { ...plain, groupIds } })).toMatchObject(
				failure("fields-wrong", says),
			);
			expect(
				await site.ask(`/${mine.id}`, { key, method: "PATCH", match: "*", body: { groupIds } }),
			).toMatchObject(failure("fields-wrong", says));
		}
		for (const all of [{}, { limitedToGroups: false }])
			expect(await site.ask("", { key, body: { ...plain, ...all } })).toMatchObject(
				failure("key-limited", /Name groups in groupIds/),
			);
		const opened = { key, method: "PATCH", match: "*", body: { limitedToGroups: false } };
		expect(await site.ask(`/${mine.id}`, opened)).toMatchObject(failure("key-limited"));
		const destination = { key, method: "PUT", match: "*", body: { target: "+14155550132" } };
		for (const id of [other, UNKNOWN])
			expect(await site.ask(`/${mine.id}/destinations/${id}`, destination)).toMatchObject(
				failure("group-gone", /serves no such group/),
			);
		expect(await listedFor(key)).toEqual([mine.id]);
		expect((await site.ask(`/${mine.id}`)).body.data.etag).toBe('"c1"');
		expect((await site.ask("?name=Never%20made")).body.data.total).toBe(0);
	});

	test("loses sight of a connection when somebody else gives it another group, also with an ETag that was right", async () => {
		const [own, other] = [await group(), await group()];
		const key = await limitedTo(own);
		const { id, etag } = await site.make({ groupIds: [own] }, key);
		await site.change(`/${id}`, "PATCH", etag, { groupIds: [own, other] });
		for (const match of [etag, '"c2"', "*"])
			expect(
				await site.ask(`/${id}`, { key, method: "PATCH", match, body: { target: "+14155550132" } }),
			).toMatchObject(failure("connection-gone"));
	});

	test("is not told of destinations that other groups had on its connection", async () => {
		const [own, other] = [await group(), await group()];
		const key = await limitedTo(own);
		const { id } = await site.make({ groupIds: [own, other] });
		await site.change(`/${id}/destinations/${other}`, "PUT", "*", { target: "+14155550132" });
		await site.change(`/${id}`, "PATCH", "*", { groupIds: [own] });
		expect((await site.ask(`/${id}`)).body.data.destinations).toHaveLength(1);
		expect((await site.ask(`/${id}`, { key })).body.data.destinations).toEqual([]);
	});

	test("makes and changes at once with somebody who opens the connection: the key never opens it itself", async () => {
		const [own, other] = [await group(), await group()];
		const key = await limitedTo(own);
		for (let round = 0; round < 5; round += 1) {
			const { id, etag } = await site.make({ groupIds: [own] }, key);
			const [opened, retargeted] = await Promise.all([
				site.change(`/${id}`, "PATCH", etag, { groupIds: [own, other] }),
				site.ask(`/${id}`, { key, method: "PATCH", match: "*", body: { target: "+14155550132" } }),
			]);
			const { groupIds, target } = (await site.ask(`/${id}`)).body.data;
			// Whoever came second saw the other's change, and was refused.
			if (opened.status === 200) {
				expect([404, 412]).toContain(retargeted.status);
				expect([groupIds.length, target]).toEqual([2, undefined]);
			} else {
				expect([opened.status, retargeted.status]).toEqual([412, 200]);
				expect([groupIds.length, target]).toEqual([1, "+14155550132"]);
			}
		}
	});
});
