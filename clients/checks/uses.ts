// Calls by generated clients: it compiles only if their types have all that the API takes and gives.
import createClient from "openapi-fetch";
import { client as heyClient } from "./work/hey/client.gen.ts";
import * as hey from "./work/hey/index.ts";
import type { paths } from "./work/openapi-typescript/schema.d.ts";
import * as orval from "./work/orval/client.ts";
import * as checks from "./work/orval/zod.ts";

const [origin = "", key = ""] = process.argv.slice(2);
const baseUrl = `${origin}/engagement/v3`;
const headers = { "x-api-key": key };
const userData = { customerId: "C-1", nested: { deep: [1] } };
const groupName = "auto_insurance";

function expectEqual(what: string, given: unknown, wanted: unknown): void {
	if (JSON.stringify(given) !== JSON.stringify(wanted))
		throw new Error(`${what}: ${JSON.stringify(given)} instead of ${JSON.stringify(wanted)}`);
	console.log(`  ${what}: right`);
}

const typed = createClient<paths>({ baseUrl, headers });
const made = await typed.POST("/call-in/requests/create", { body: { groupName, userData } });
if (made.data === undefined) throw new Error(made.error.status.message);
const { id, accessCode, toPhoneNumber } = made.data.data;
const call = { toPhoneNumber, accessCode, callId: "checks of clients" };
const matched = await typed.POST("/call-in/requests/match", { body: call });
expectEqual("openapi-fetch: user data", matched.data?.data.request?.userData, userData);
const wrong = await typed.POST("/call-in/requests/create", { body: { groupName: "" } });
expectEqual("openapi-fetch: field at fault", wrong.error?.status.errors?.[0]?.field, "groupName");

heyClient.setConfig({ baseUrl, headers });
const read = await hey.retrieveCallInRequest({ body: { id } });
expectEqual("hey-api: state", read.data?.data.state, "Matched");
const listed = await hey.listCallInRequests({ body: { groupName, pageSize: 1 } });
expectEqual("hey-api: newest request", listed.data?.data.requests[0]?.id, id);

const { status } = await orval.readMyKey({ headers });
expectEqual("orval: a key's status", status, 200);
const body = checks.createCallInRequestBody.parse({ groupName, userData });
expectEqual("zod: user data is kept", body.userData, userData);
expectEqual("zod: fields of match are kept", checks.matchCallBody.parse(call), call);
const name = "Ünï 中 👩‍👩‍👧";
const number = "+18005555554";
expectEqual("zod: names", checks.createGroupBody.parse({ name, number }), { name, number });
checks.readMyKeyResponse.parse((await typed.GET("/keys/me")).data);
