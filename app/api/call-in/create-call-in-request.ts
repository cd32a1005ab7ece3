import { z } from "zod";
import { GROUP_NAME_MAX } from "../../domain/groups/group.ts";
import { comparedReadings, readCaller } from "../../domain/numbers/caller.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import type { UserDataError } from "../../domain/requests/call-in.ts";
import {
	parseUserData,
	retryAfterSeconds,
	USER_DATA_BYTES_MAX,
	USER_DATA_DEPTH_MAX,
} from "../../domain/requests/call-in.ts";
import { createCallInRequest } from "../../operations/requests/create-call-in-request.ts";
import { noteTraffic } from "../../operations/traffic/note-traffic.ts";
import { getEnv } from "../../platform/env.server.ts";
import { noteReservation } from "../../platform/metrics.server.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { describeIssues, missingOr, uuid } from "../contract/fields.ts";
import { idempotent } from "../contract/idempotent.ts";
import { callInRequestData, describeRequest } from "./describe-request.ts";

const figure = (n: number): string => n.toLocaleString("en-US");

function userDataMessage(error: UserDataError): string {
	switch (error.code) {
		case "user-data-not-an-object":
			return "must be an object, or a string that holds a JSON object";
		case "user-data-too-deep":
			return `must not be nested more than ${figure(error.limit)} levels deep`;
		case "user-data-too-large":
			return `has ${figure(error.bytes)} bytes as JSON; at most ${figure(error.limit)} are allowed`;
	}
}

const callerNumber = z.string("must be a string").transform((value, context) => {
	const caller = readCaller(value, { country: getEnv().DEFAULT_COUNTRY as CountryCode });
	if (caller.kind === "number") return caller.readings;
	if (caller.kind === "withheld") return null;
	context.addIssue({
		code: "custom",
		message:
			"must be a phone number: international, such as +14155550132, or national with area code",
	});
	return z.NEVER;
});

const userData = z.unknown().transform((value, context) => {
	if (value === null) return null;
	const parsed = parseUserData(value);
	if (parsed.ok) return parsed.value;
	context.addIssue({ code: "custom", message: userDataMessage(parsed.error) });
	return z.NEVER;
});

/**
 * The body of a create call; unknown fields are ignored, and null, which generated clients send, is
 * the same as absent (C1).
 */
export const createBody = z.object({
	groupName: z
		.string(missingOr("must be a string"))
		.regex(/\S/, "must not be empty")
		.meta({
			description: `The group whose numbers are asked for, by its name: ${GROUP_NAME_MAX} characters at most, upper and lower case are the same. Spaces around it do not count.`,
		}),
	fromPhoneNumber: callerNumber.nullish().meta({
		description:
			"The number that the customer will call from (ANI): in any writing that `match` reads. Kept and given as E.164. A withheld number, such as `anonymous`, counts as not given.",
	}),
	userData: userData.optional().meta({
		description: `Whatever the agent should know of the customer: an object, or a string that holds a JSON object. At most ${figure(USER_DATA_BYTES_MAX)} bytes as compact JSON and ${USER_DATA_DEPTH_MAX} levels deep. Keys that are not JavaScript identifiers are ignored.`,
		type: ["object", "string", "null"],
		"x-unit": "bytes",
	}),
	callbackServiceId: uuid
		.nullish()
		.meta({ description: "The callback that this call-in completes: a UUID." }),
});

/** POST …/create: reserves a number, and perhaps a code (C1 to C6). */
async function answerCreate({ database, apiKey, corrId, body }: ApiCall): Promise<JsonAnswer> {
	const parsed = createBody.safeParse(body);
	if (!parsed.success) return fail("fields-wrong", { detail: describeIssues(parsed.error) });
	const { groupName, fromPhoneNumber, userData, callbackServiceId } = parsed.data;
	const made = await createCallInRequest(database, {
		groupName,
		fromPhoneNumber: fromPhoneNumber?.[0] ?? null,
		fromCompared: fromPhoneNumber ? comparedReadings(fromPhoneNumber) : undefined,
		userData: userData ?? null,
		callbackServiceId: callbackServiceId ?? null,
		apiKey,
		corrId,
	});
	if (made.ok) return { ok: true, data: describeRequest(made.value) };
	if (made.error.code === "no-such-group") return fail("no-such-group");
	return fail(made.error.code, { retryAfterSeconds: retryAfterSeconds(made.error.waitMs) });
}

const createOnce = idempotent("create", answerCreate);

/**
 * Counts what was given and what was refused for want of a number or code. Out here, where a
 * repeated answer is known as one.
 */
async function answerAndCount(call: ApiCall): Promise<JsonAnswer> {
	const answer = await createOnce(call);
	noteReservation(
		answer.ok ? (answer.replayOf === undefined ? "reserved" : "replayed") : answer.failure.error,
	);
	if (answer.ok) {
		if (answer.replayOf === undefined)
			noteTraffic(call.database, String(answer.data.groupName), "created");
	} else if (answer.failure.error === "no-number-free")
		noteTraffic(call.database, String(call.body.groupName), "refusedNoNumber");
	else if (answer.failure.error === "no-code-free")
		noteTraffic(call.database, String(call.body.groupName), "refusedNoCode");
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
		"Picks a number of the group, reserves it for the group's expiry time, and adds an access code where the group has them. The customer dials `toPhoneNumber` before `expirationTime`, and keys in `accessCode`. Unknown fields are ignored, and null is the same as absent.",
	headers: ["Idempotency-Key"],
	takes: { schema: createBody },
	gives: { schema: callInRequestData },
	failures: ["no-such-group", "no-number-free", "no-code-free"],
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
