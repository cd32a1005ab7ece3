import { cancelCallInRequest } from "../../operations/requests/cancel-call-in-request.ts";
import { changeOnce } from "../../operations/requests/change-once.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { idempotent } from "../contract/idempotent.ts";
import { describeStored, storedRequestData } from "./describe-request.ts";
import { requestIdBody } from "./retrieve-call-in-request.ts";

/** POST …/cancel: ends a request early. For an ended request, the answer is its state (C8). */
async function answerCancel({ service, apiKey, body }: ApiCall): Promise<JsonAnswer> {
	const parsed = requestIdBody.safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	const cancelled = await cancelCallInRequest(service, { id: parsed.data.id, apiKey });
	if (!cancelled.ok) return fail("no-such-request");
	return { ok: true, data: describeStored(cancelled.value, service) };
}

const ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

export const cancelCallInRequestEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/cancel",
	scopes: ["create"],
	tag: "Call-in requests",
	operationId: "cancelCallInRequest",
	summary: "End a request early",
	description:
		"Ends a request before it expires. Its number is free at once, and no later call matches " +
		"it. A request that has already ended stays as it is, and the answer shows its state.",
	headers: ["Idempotency-Key"],
	takes: { schema: requestIdBody },
	gives: { schema: storedRequestData },
	testKeys: "requests",
	failures: ["no-such-request"],
	examples: [
		{
			name: "cancelled",
			summary: "The customer no longer wants to call",
			body: { id: ID },
			gives: {
				id: ID,
				toPhoneNumber: "+18005555554",
				groupName: "auto_insurance",
				expirationTime: 1795300000000,
				state: "Cancelled",
			},
		},
	],
	answer: idempotent("cancel", answerCancel, { once: changeOnce }),
};
