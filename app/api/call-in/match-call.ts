import { z } from "zod";
import { ATTEMPT_OUTCOMES } from "../../domain/match/attempt.ts";
import {
	CALL_ID,
	CALL_ID_CHARACTERS_MAX,
	readInboundCall,
} from "../../domain/match/inbound-call.ts";
import { EXPIRED_TOLD_SECONDS } from "../../domain/match/match.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import { matchCall } from "../../operations/match/match-call.ts";
import type { MatchAnswer } from "../../operations/match/repeat-call.ts";
import { getEnv } from "../../platform/env.server.ts";
import { noteMatch } from "../../platform/metrics.server.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { describeIssues } from "../contract/fields.ts";
import { describeUserData, REQUEST_FIELDS, userDataField } from "./describe-request.ts";
import { MATCH_EXAMPLES } from "./match-examples.ts";

const UNDER_WAY_RETRY_SECONDS = 1;
const CALL_ID_WRONG = `must be a string or a number of at most ${CALL_ID_CHARACTERS_MAX} characters`;
const CRITERIA = ["toPhoneNumber", "fromPhoneNumber", "accessCode"] as const;

/** Whatever is written in it: formats never make a 400 (C9). */
const textOrNumber = z.union([z.string(), z.number()], "must be a string").nullish();

/** The body of a match call; unknown fields are ignored, and null is the same as absent (C1). */
export const matchBody = z
	.object({
		toPhoneNumber: textOrNumber.meta({
			description:
				"The number that was dialed (DNIS), in any writing: E.164 with or without `+`, national, or a `tel:` or `sip:` address.",
		}),
		fromPhoneNumber: textOrNumber.meta({
			description:
				"The number that the call comes from (ANI), in any writing. What is withheld, or no number, counts as not given.",
		}),
		accessCode: textOrNumber.meta({
			description:
				"What the caller keyed in: 4 to 12 digits. Spaces and `#` do not count. A text without a digit counts as not given.",
		}),
		callId: z
			.union([z.string(), z.number()], CALL_ID_WRONG)
			.refine((callId) => CALL_ID.test(String(callId)), CALL_ID_WRONG)
			.nullish()
			.meta({
				maxLength: CALL_ID_CHARACTERS_MAX,
				description: `The phone system's own ID of the call, up to ${CALL_ID_CHARACTERS_MAX} characters. The same ID with the same criteria gets the same answer for ten minutes, and counts and releases nothing twice.`,
			}),
		release: z.boolean("must be true or false").nullish().meta({
			description:
				"`true` ends the request when it is matched, so that its number is free at once. Otherwise it stays live to its expiry.",
		}),
	})
	.refine((body) => CRITERIA.some((field) => (body[field] ?? null) !== null), {
		path: ["toPhoneNumber"],
		message: "or fromPhoneNumber or accessCode must be given",
	})
	.meta({
		anyOf: CRITERIA.map((field) => ({
			required: [field],
			properties: { [field]: { type: ["string", "number"] } },
		})),
	});

const flag = (of: string) =>
	z.boolean().meta({ description: `Whether the ${of} equals the request's.` });

/** `data` of a match call (C9). */
const matchData = z.object({
	admitted: z
		.boolean()
		.meta({ description: "Whether to put the call through: `true` for `MATCHED` alone." }),
	outcome: z.enum(ATTEMPT_OUTCOMES).meta({
		description: [
			"`MATCHED`: it is this request's call.",
			"`AMBIGUOUS`: several requests fit, or one that is not certainly the caller's.",
			"`WRONG_CODE`: no live request has this code.",
			"`CODE_REQUIRED`: an access code must be keyed in.",
			"`ANI_MISMATCH`: the request is for a call from another number.",
			`\`EXPIRED\`: the call comes up to ${EXPIRED_TOLD_SECONDS} seconds too late for its request.`,
			"`NOTHING_MATCHED`: no live request fits.",
			"`LOCKED`: too many wrong codes; ten minutes must pass.",
		].join(" "),
	}),
	matched: z
		.object({
			accessCode: flag("access code"),
			fromPhoneNumber: flag("ANI"),
			toPhoneNumber: flag("dialed number"),
		})
		.meta({
			description:
				"What of the call equals the admitted request, else the live one that fits best. For the phone system, not for the caller.",
		}),
	codeLength: z.int().min(4).max(12).optional().meta({
		description:
			"How many digits to ask for: with `CODE_REQUIRED` and `WRONG_CODE`, where the codes of all candidates have one length.",
	}),
	expiresInSeconds: z.int().min(0).optional().meta({
		description:
			"Whole seconds until the admitted request expires; there when `admitted` is `true`.",
		"x-unit": "seconds",
	}),
	request: z
		.object({ ...REQUEST_FIELDS, userData: userDataField })
		.optional()
		.meta({ description: "The admitted request; there exactly when `admitted` is `true`." }),
});

/** POST …/match: whose call this is (C9, C10). */
async function answerMatch({ database, apiKey, corrId, body }: ApiCall): Promise<ApiAnswer> {
	const parsed = matchBody.safeParse(body);
	if (!parsed.success) return fail("fields-wrong", { detail: describeIssues(parsed.error) });
	const country = getEnv().DEFAULT_COUNTRY as CountryCode;
	const found = await matchCall(database, {
		release: parsed.data.release ?? false,
		apiKey,
		corrId,
		...readInboundCall(parsed.data, { country }),
	});
	if (!found.ok) return fail(found.error.code, { retryAfterSeconds: UNDER_WAY_RETRY_SECONDS });
	noteMatch(found.value.outcome);
	return { ok: true, data: describeAnswer(found.value) };
}

const describeAnswer = ({
	outcome,
	matched,
	codeLength,
	request,
}: MatchAnswer): z.infer<typeof matchData> => ({
	admitted: outcome === "MATCHED",
	outcome,
	matched,
	codeLength: codeLength ?? undefined,
	expiresInSeconds: request?.expiresInSeconds,
	request: request === null ? undefined : describeAdmitted(request),
});

const describeAdmitted = (
	request: NonNullable<MatchAnswer["request"]>,
): z.infer<typeof matchData>["request"] => ({
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
	tag: "Call-in requests",
	operationId: "matchCall",
	summary: "Ask whose call this is",
	description:
		"For the phone system, when a call comes in: decides which live request the call belongs to, from the number dialed, the ANI and the access code, of which at least one must be given. Formats never make an error. A wrong code is counted for each pair of ANI and dialed number: the fifth in ten minutes locks the pair for ten minutes. The caller's own old code, and digits that no live request could have, do not count.",
	takes: { schema: matchBody },
	gives: { schema: matchData },
	failures: ["still-under-way"],
	examples: MATCH_EXAMPLES,
	answer: answerMatch,
};
