import { afterAll, beforeAll, expect, test } from "vitest";
import { type CallInError, createClient } from "../../clients/typescript/client.ts";
import { insertKey } from "../support/groups.ts";
import { openProvisioningSite, type ProvisioningSite } from "../support/provisioning.ts";

let site: ProvisioningSite;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
	site = await openProvisioningSite();
	const scopes = ["create", "match", "provision", "read"];
	await insertKey(site.database, { secret: "a client's", scopes });
	client = createClient({ origin: site.server.origin, apiKey: "a client's" });
});
afterAll(() => site.close());

const caught = (call: Promise<unknown>): Promise<CallInError> =>
	call.then(
		() => Promise.reject(new Error("It was not refused.")),
		(error) => error,
	);

test("the generated client makes a group, reserves, matches, lists and deletes (C13)", async () => {
	const [number] = site.numbers(1) as [string];
	const group = await client.createGroup({ body: { name: "of a client", number } });
	const userData = { customerId: "C-1", nested: { deep: [1] } };
	const made = await client.createCallInRequest({ body: { groupName: "of a client", userData } });
	expect(made.toPhoneNumber).toBe(number);
	const { accessCode, toPhoneNumber } = made;
	const call = { accessCode, toPhoneNumber, callId: "call 1" };
	const matched = await client.matchCall({ body: call });
	expect(matched).toMatchObject({ outcome: "MATCHED", request: { id: made.id, userData } });
	const listed = await client.listCallInRequests({ body: { groupName: "of a client" } });
	expect(listed.requests.map(({ id, state }) => [id, state])).toEqual([[made.id, "Matched"]]);
	const path = { groupId: group.id };
	const file = await client.exportPool({ path, query: { columns: "number" } });
	expect(file).toContain(number);
	const csv = `${number},Claims\r\n`;
	const imported = await client.importPool({ path, query: { dryRun: "true" }, body: csv });
	expect(imported.counts).toMatchObject({ changed: 1 });
	const { etag } = await client.readGroup({ path });
	const deleted = await client.deleteGroup({ path, header: { "If-Match": etag } });
	expect(deleted.name).toBe("of a client");
});

test("its errors have the code, the fields at fault and the correlation ID (C14)", async () => {
	const wrong = await caught(client.createCallInRequest({ body: { groupName: "" } }));
	expect(wrong).toMatchObject({ httpStatus: 400, code: 40002, errors: [{ field: "groupName" }] });
	expect(wrong.corrId).toMatch(/^[0-9a-f-]{36}$/);
	const stranger = createClient({ origin: site.server.origin, apiKey: "nobody's" });
	expect(await caught(stranger.readMyKey({}))).toMatchObject({ httpStatus: 401, code: 40102 });
});
