import { z } from "zod";
import { GROUP_NAME_MAX } from "../../domain/groups/group.ts";
import { GROUP_SETTINGS } from "../../domain/groups/group-settings.ts";
import { comparedReadings, readCaller } from "../../domain/numbers/caller.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import type { WithoutPlus } from "../../domain/numbers/readings.ts";
import type { UserDataError } from "../../domain/requests/call-in.ts";
import {
	parseUserData,
	retryAfterSeconds,
	USER_DATA_BYTES_MAX,
	USER_DATA_DEPTH_MAX,
} from "../../domain/requests/call-in.ts";
import { countOutcome, createOnce } from "../../operations/requests/count-creates.ts";
import { createCallInRequest } from "../../operations/requests/create-call-in-request.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiErrorName } from "../contract/error-codes.ts";
import type { ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { FIELD_CODES } from "../contract/field-error.ts";
import { failFields, inOneLine } from "../contract/field-errors.ts";
import { missingOr, uuid } from "../contract/fields.ts";
import { idempotent } from "../contract/idempotent.ts";
import { callInRequestData, describeRequest, waitSecondsMax } from "./describe-request.ts";

const words = texts.messages.api.fields;

const figure = (n: number): string => n.toLocaleString("en-US");

function userDataMessage(error: UserDataError): string {
	switch (error.code) {
		case "user-data-not-an-object":
			return words.userDataNotAnObject;
		case "user-data-too-deep":
			return words.userDataTooDeep(error);
		case "user-data-too-large":
			return words.userDataTooLarge(error);
	}
}

const callerNumberOf = (withoutPlus: WithoutPlus) =>
	z.string(words.mustBeString).transform((value, context) => {
		const country = getEnv().DEFAULT_COUNTRY as CountryCode;
		const caller = readCaller(value, { country, withoutPlus });
		if (caller.kind === "number") return caller.readings;
		if (caller.kind === "withheld") return null;
		context.addIssue({
			code: "custom",
			message: words.mustBePhoneNumber,
		});
		return z.NEVER;
	});

const callerNumber = callerNumberOf("any");

const userData = z.unknown().transform((value, context) => {
	if (value === null) return null;
	const parsed = parseUserData(value);
	if (parsed.ok) return parsed.value;
	context.addIssue({ code: "custom", message: userDataMessage(parsed.error) });
	return z.NEVER;
});

const expiry = GROUP_SETTINGS.expirySeconds;
const EXPIRY_RANGE = words.mustBeInRange(expiry);

/** Test keys alone may let a request expire at once (C17). */
const expirySecondsOf = ({ isTest }: { isTest: boolean }) =>
	z
		.int(EXPIRY_RANGE)
		.min(0, EXPIRY_RANGE)
		.max(expiry.max, EXPIRY_RANGE)
		.refine((seconds) => seconds >= expiry.min || (isTest && seconds === 0), {
			message: EXPIRY_RANGE,
			params: { code: FIELD_CODES.outOfRange },
		})
		.nullish();

/**
 * The body of a create call. Unknown fields are ignored. Null counts as absent, since generated
 * clients send it (C1).
 */
export const createBody = z.object({
	groupName: z
		.string(missingOr(words.mustBeString))
		.regex(/\S/, words.mustNotBeEmpty)
		.meta({
			description:
				`The name of the group that gives the number: at most ${GROUP_NAME_MAX} characters. ` +
				"Upper and lower case count as the same, and spaces around the name are ignored.",
		}),
	fromPhoneNumber: callerNumber.nullish().meta({
		description:
			"The number that the customer will call from (ANI), in any format that `match` reads. " +
			"Stored and returned as E.164. A withheld number, such as `anonymous`, counts as absent. " +
			"Required if the group has no access codes and its `callerId` is not `any`.",
	}),
	userData: userData.optional().meta({
		description:
			"What the agent should know about the customer: an object, or a string that holds a JSON " +
			`object. At most ${figure(USER_DATA_BYTES_MAX)} bytes as compact JSON and ` +
			`${USER_DATA_DEPTH_MAX} levels deep. Keys that are not JavaScript identifiers are ` +
			"ignored.",
		anyOf: [{ type: "object", additionalProperties: true }, { type: "string" }, { type: "null" }],
		"x-unit": "bytes",
	}),
	callbackServiceId: uuid
		.nullish()
		.meta({ description: "The callback that this call-in completes: a UUID." }),
	expirySeconds: expirySecondsOf({ isTest: false }).meta({
		description:
			`For a shorter reservation than the group's: whole seconds from ${expiry.min} to the ` +
			"group's own expiry, which holds if this is absent. With a test key also 0, which lets " +
			"the request expire at once.",
		"x-unit": "seconds",
	}),
});

/** The same for a key whose numbers without a plus are always international (N2). */
const internationalBody = createBody.extend({
	fromPhoneNumber: callerNumberOf("international").nullish(),
});

const ofTests = { expirySeconds: expirySecondsOf({ isTest: true }) };
/** By whether it is a test key's, then by how the key writes numbers. */
const BODIES = {
	live: { any: createBody, international: internationalBody },
	test: { any: createBody.extend(ofTests), international: internationalBody.extend(ofTests) },
};

/** POST …/create: reserves a number, and a code if the group uses codes (C1 to C6). */
async function answerCreate({ service, apiKey, corrId, body }: ApiCall): Promise<JsonAnswer> {
	const bodies = BODIES[service.isTest ? "test" : "live"];
	const parsed = bodies[apiKey.numbersWithoutPlus].safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	const { groupName, fromPhoneNumber, userData, callbackServiceId, expirySeconds } = parsed.data;
	const made = await createCallInRequest(service, {
		groupName,
		fromPhoneNumber: fromPhoneNumber?.[0] ?? null,
		fromCompared: fromPhoneNumber ? comparedReadings(fromPhoneNumber) : undefined,
		userData: userData ?? null,
		callbackServiceId: callbackServiceId ?? null,
		expirySeconds,
		apiKey,
		corrId,
	});
	if (made.ok) return { ok: true, data: describeRequest(made.value, service) };
	if ("waitMs" in made.error) {
		const seconds = retryAfterSeconds(made.error.waitMs, waitSecondsMax(service));
		return fail(made.error.code, { retryAfterSeconds: seconds });
	}
	if (made.error.code === "expiry-too-long") return failExpiry(made.error.maxSeconds);
	return fail(made.error.code);
}

/** The group's own expiry is shorter, or has been made shorter meanwhile. */
function failExpiry(max: number): ReturnType<typeof fail> {
	const message = words.expiryWithinGroups({ max });
	const { outOfRange: code } = FIELD_CODES;
	const errors = [{ field: "expirySeconds", code, message, suggestion: String(max) }];
	return fail("fields-wrong", { detail: inOneLine(errors), errors });
}

const answerOnce = idempotent("create", answerCreate, { once: createOnce });

/** Refusals before the operation runs. The operation counts all others. */
const REFUSED_HERE = new Set<ApiErrorName>(["fields-wrong", "idempotency-key-wrong"]);

/** Counts calls that never reached the operation, each once, however often answerOnce tries it. */
async function answerAndCount(call: ApiCall): Promise<JsonAnswer> {
	const answer = await answerOnce(call);
	if (!answer.ok && REFUSED_HERE.has(answer.failure.error))
		countOutcome(call.service, answer.failure.error);
	return answer;
}

export const createCallInRequestEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/create",
	scopes: ["create"],
	tag: "Call-in requests",
	operationId: "createCallInRequest",
	summary: "Ask for a number to dial",
	description:
		"Picks a number of the group and reserves it for the group's expiry time, or a shorter one. " +
		"If the group generates access codes, the request gets one. The customer dials " +
		"`toPhoneNumber` before `expirationTime`, and enters `accessCode`. Unknown fields are " +
		"ignored, and null means absent.",
	headers: ["Idempotency-Key"],
	takes: { schema: createBody },
	gives: { schema: callInRequestData },
	testKeys: "requests",
	failures: ["no-such-group", "caller-number-required", "no-number-free", "no-code-free"],
	examples: [
		{
			name: "everything",
			summary: "A known customer of an app, completing a callback",
			body: {
				groupName: "auto_insurance",
				fromPhoneNumber: "+14155550132",
				userData: { customerId: "C-1029", topic: "claim" },
				callbackServiceId: "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55",
			},
			gives: {
				id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
				toPhoneNumber: "+18005555554",
				groupName: "auto_insurance",
				expirationTime: 1795300000000,
				accessCode: 481920,
				fromPhoneNumber: "+14155550132",
				callbackServiceId: "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55",
			},
		},
		{
			name: "least",
			summary: "An unknown visitor, and a group without access codes",
			body: { groupName: "roadside" },
			gives: {
				id: "0190c2a8-8a11-7c02-a5d1-0b1f6a4f2f8f",
				toPhoneNumber: "+18005555555",
				groupName: "roadside",
				expirationTime: 1795300000000,
			},
		},
	],
	answer: answerAndCount,
};
