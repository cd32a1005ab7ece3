import { EXPIRY_SECONDS_MAX } from "../../domain/groups/group-settings.ts";
import { changeOnce } from "../../operations/requests/change-once.ts";
import { extendCallInRequest } from "../../operations/requests/extend-request.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { idempotent } from "../contract/idempotent.ts";
import { describeStored, storedRequestData } from "./describe-request.ts";
import { requestIdBody } from "./retrieve-call-in-request.ts";

const words = texts.messages.api.details;

/** POST …/extend: adds a live request's own expiry once more (C16). */
async function answerExtend({ service, apiKey, body }: ApiCall): Promise<JsonAnswer> {
	const parsed = requestIdBody.safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	const extended = await extendCallInRequest(service, { id: parsed.data.id, apiKey });
	if (extended.ok) return { ok: true, data: describeStored(extended.value, service) };
	const { error } = extended;
	if (error.code !== "request-ended") return fail(error.code);
	return fail(error.code, { detail: words.requestState(error) });
}

const ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

export const extendCallInRequestEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/extend",
	scopes: ["create"],
	tag: "Call-in requests",
	operationId: "extendCallInRequest",
	summary: "Keep a number longer",
	description:
		"Adds the request's own expiry, as it was made with, to its `expirationTime`: call it while " +
		"your app still shows the number. Each call adds it once more, but never beyond " +
		`${EXPIRY_SECONDS_MAX} seconds after the request was made; from then on the time stays. The ` +
		"number and the access code stay the same. A request that has ended gets 409, since its " +
		"number may be another caller's by now. So does a request on a number that an Administrator " +
		"drains. Repeat a call with the same `Idempotency-Key`, so " +
		"that it adds nothing twice.",
	headers: ["Idempotency-Key"],
	takes: { schema: requestIdBody },
	gives: { schema: storedRequestData },
	testKeys: "requests",
	failures: ["no-such-request", "request-ended", "number-draining"],
	examples: [
		{
			name: "extended",
			summary: "The customer still looks at the number",
			body: { id: ID },
			gives: {
				id: ID,
				toPhoneNumber: "+18005555554",
				groupName: "auto_insurance",
				expirationTime: 1795300030000,
				accessCode: 481920,
				state: "Active",
			},
		},
	],
	answer: idempotent("extend", answerExtend, { once: changeOnce }),
};
