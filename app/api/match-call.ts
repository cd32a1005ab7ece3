import { z } from "zod";
import { readAccessCode, readAni, readDialedNumber } from "../domain/inbound-call.ts";
import { getEnv } from "../env.server.ts";
import { type MatchAnswer, matchCall } from "../operations/match-call.ts";
import { describeUserData } from "./describe-request.ts";
import { fail } from "./envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "./exchange.ts";
import { describeIssues } from "./fields.ts";

const CALL_ID_CHARACTERS_MAX = 128;
const UNDER_WAY_RETRY_SECONDS = 1;
const CALL_ID = `must be a string of at most ${CALL_ID_CHARACTERS_MAX} characters, without control characters`;

/** Whatever is written in it: formats never make a 400 (C9). */
const textOrNumber = z.union([z.string(), z.number()], "must be a string").nullish();

/** The body of a match call; unknown fields are ignored, and null is the same as absent (C1). */
export const matchBody = z
	.object({
		toPhoneNumber: textOrNumber,
		fromPhoneNumber: textOrNumber,
		accessCode: textOrNumber,
		callId: z
			.string(CALL_ID)
			.refine((text) => [...text].length <= CALL_ID_CHARACTERS_MAX && !/[\p{Cc}\p{Surrogate}]/u.test(text), CALL_ID)
			.nullish(),
		release: z.boolean("must be true or false").nullish(),
	})
	.refine((body) => (body.toPhoneNumber ?? body.fromPhoneNumber ?? body.accessCode ?? null) !== null, {
		path: ["toPhoneNumber"],
		message: "or fromPhoneNumber or accessCode must be given",
	});

/** POST …/match: whose call this is (C9, C10). */
async function answerMatch({ database, apiKey, corrId, body }: ApiCall): Promise<ApiAnswer> {
	const parsed = matchBody.safeParse(body);
	if (!parsed.success) return fail("fields-wrong", { detail: describeIssues(parsed.error) });
	const { toPhoneNumber, fromPhoneNumber, accessCode, callId, release } = parsed.data;
	const country = getEnv().DEFAULT_COUNTRY as Parameters<typeof readAni>[1];
	const dialed = String(toPhoneNumber ?? "").trim();
	const found = await matchCall(database, {
		accessCode: readAccessCode(accessCode ?? ""),
		fromNumber: readAni(String(fromPhoneNumber ?? ""), country),
		dialed: dialed === "" ? null : readDialedNumber(dialed, country),
		callId: callId === "" ? null : (callId ?? null),
		release: release ?? false,
		apiKey,
		corrId,
	});
	if (!found.ok) return fail(found.error.code, { retryAfterSeconds: UNDER_WAY_RETRY_SECONDS });
	return { ok: true, data: describeAnswer(found.value) };
}

const describeAnswer = ({ outcome, matched, request }: MatchAnswer): Record<string, unknown> => ({
	admitted: outcome === "MATCHED",
	outcome,
	matched,
	request: request === null ? undefined : describeAdmitted(request),
});

const describeAdmitted = (request: NonNullable<MatchAnswer["request"]>): Record<string, unknown> => ({
	id: request.id,
	groupName: request.groupName,
	toPhoneNumber: request.toPhoneNumber,
	fromPhoneNumber: request.fromPhoneNumber ?? undefined,
	expirationTime: request.expirationTime,
	userData: describeUserData(request.userData),
	callbackServiceId: request.callbackServiceId ?? undefined,
});

export const matchCallEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/match",
	scopes: ["match"],
	answer: answerMatch,
};
