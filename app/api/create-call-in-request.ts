import { z } from "zod";
import type { UserDataError } from "../domain/call-in.ts";
import { parseUserData, retryAfterSeconds } from "../domain/call-in.ts";
import { parseCallerNumber } from "../domain/phone-number.ts";
import { getEnv } from "../env.server.ts";
import { createCallInRequest } from "../operations/create-call-in-request.ts";
import { noteTraffic } from "../operations/note-traffic.ts";
import { describeRequest } from "./describe-request.ts";
import { fail } from "./envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "./exchange.ts";
import { describeIssues, uuid } from "./fields.ts";
import { idempotent } from "./idempotent.ts";

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
	const number = parseCallerNumber(value, getEnv().DEFAULT_COUNTRY as Parameters<typeof parseCallerNumber>[1]);
	if (number !== null) return number;
	context.addIssue({ code: "custom", message: "must be a phone number: international, such as +14155550132, or national with area code" });
	return z.NEVER;
});

const userData = z.unknown().transform((value, context) => {
	const parsed = parseUserData(value);
	if (parsed.ok) return parsed.value;
	context.addIssue({ code: "custom", message: userDataMessage(parsed.error) });
	return z.NEVER;
});

/** The body of a create call; unknown fields are ignored, and null, which generated clients send, is the same as absent (C1). */
export const createBody = z.object({
	groupName: z
		.string({ error: ({ input }) => (input === undefined || input === null ? "is missing" : "must be a string") })
		.refine((name) => name.trim() !== "", "must not be empty"),
	fromPhoneNumber: callerNumber.nullish(),
	userData: userData.nullish(),
	callbackServiceId: uuid.nullish(),
});

/** POST …/create: reserves a number, and perhaps a code (C1 to C6). */
async function answerCreate({ database, apiKey, corrId, body }: ApiCall): Promise<ApiAnswer> {
	const parsed = createBody.safeParse(body);
	if (!parsed.success) return fail("fields-wrong", { detail: describeIssues(parsed.error) });
	const { groupName, fromPhoneNumber, userData, callbackServiceId } = parsed.data;
	const made = await createCallInRequest(database, {
		groupName,
		fromPhoneNumber: fromPhoneNumber ?? null,
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

/** Counts what was given and what was refused for want of a number or code. Out here, where a repeated answer is known as one. */
async function answerAndCount(call: ApiCall): Promise<ApiAnswer> {
	const answer = await createOnce(call);
	if (answer.ok) {
		if (answer.replayOf === undefined) noteTraffic(call.database, String(answer.data.groupName), "created");
	} else if (answer.failure.error === "no-number-free") noteTraffic(call.database, String(call.body.groupName), "refusedNoNumber");
	else if (answer.failure.error === "no-code-free") noteTraffic(call.database, String(call.body.groupName), "refusedNoCode");
	return answer;
}

export const createCallInRequestEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/create",
	scopes: ["create"],
	answer: answerAndCount,
};
