import { z } from "zod";
import { retrieveCallInRequest } from "../../operations/requests/retrieve-call-in-request.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { requiredUuid } from "../contract/fields.ts";
import {
	describeStored,
	describeUserData,
	storedRequestData,
	userDataField,
} from "./describe-request.ts";

/** The body of a retrieve or cancel call. */
export const requestIdBody = z.object({
	id: requiredUuid.meta({ description: "The request's `id`, as create returned it: a UUID." }),
});

const data = storedRequestData.extend({ userData: userDataField });

/**
 * POST …/retrieve: one request and its state. Only keys of phone systems get user data (C8, C11).
 */
async function answerRetrieve({ service, apiKey, body }: ApiCall): Promise<ApiAnswer> {
	const parsed = requestIdBody.safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	const found = await retrieveCallInRequest(service.db, { id: parsed.data.id, apiKey });
	if (!found.ok) return fail("no-such-request");
	const userData = apiKey.scopes.includes("match")
		? describeUserData(found.value.userData)
		: undefined;
	return {
		ok: true,
		data: { ...describeStored(found.value, service), userData } satisfies z.infer<typeof data>,
	};
}

const ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

export const retrieveCallInRequestEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/retrieve",
	scopes: ["create", "match"],
	tag: "Call-in requests",
	operationId: "retrieveCallInRequest",
	summary: "Read a request and its state",
	description:
		"Returns what create returned, and the request's state. With the scope `match`, it also " +
		"returns the user data. An unknown request and a request of a group that the key may not " +
		"use both get 404.",
	takes: { schema: requestIdBody },
	gives: { schema: data },
	testKeys: "requests",
	failures: ["no-such-request"],
	examples: [
		{
			name: "matched",
			summary: "A request that was matched, read by the phone system",
			body: { id: ID },
			gives: {
				id: ID,
				toPhoneNumber: "+18005555554",
				groupName: "auto_insurance",
				expirationTime: 1795300000000,
				accessCode: 481920,
				fromPhoneNumber: "+14155550132",
				state: "Matched",
				userData: { customerId: "C-1029" },
			},
		},
	],
	answer: answerRetrieve,
};
