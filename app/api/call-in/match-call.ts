import { z } from "zod";
import { ATTESTATIONS } from "../../domain/match/attestation.ts";
import {
	CALL_ID,
	CALL_ID_CHARACTERS_MAX,
	readInboundCall,
} from "../../domain/match/inbound-call.ts";
import { EXPIRED_TOLD_SECONDS } from "../../domain/match/match.ts";
import { MATCH_OUTCOMES } from "../../domain/match/outcome.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import type { MatchAnswer } from "../../operations/match/match-answer.ts";
import { matchCall } from "../../operations/match/match-call.ts";
import { getEnv } from "../../platform/env.server.ts";
import type { Service } from "../../platform/service.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { FIELD_CODES } from "../contract/field-error.ts";
import { failFields } from "../contract/field-errors.ts";
import { describeUserData, REQUEST_FIELDS, testMark, userDataField } from "./describe-request.ts";
import { MATCH_EXAMPLES } from "./match-examples.ts";

const words = texts.messages.api.fields;

const UNDER_WAY_RETRY_SECONDS = 1;
const CALL_ID_WRONG = words.callId({ limit: CALL_ID_CHARACTERS_MAX });
const CRITERIA = ["toPhoneNumber", "fromPhoneNumber", "accessCode"] as const;

/** Any content is accepted: a format error is never a 400 (C9). */
const textOrNumber = z.union([z.string(), z.number()], words.mustBeStringOrNumber).nullish();

/** The body of a match call. Unknown fields are ignored, and null counts as absent (C1). */
export const matchBody = z
	.object({
		toPhoneNumber: textOrNumber.meta({
			description:
				"The number that was dialed (DNIS), in any format: E.164 with or without `+`, " +
				"national, or a `tel:` or `sip:` address.",
		}),
		fromPhoneNumber: textOrNumber.meta({
			description:
				"The number that the call comes from (ANI), in any format. A withheld number, and " +
				"anything that is not a number, counts as absent.",
		}),
		accessCode: textOrNumber.meta({
			description:
				"What the caller entered: 4 to 12 digits. Spaces and `#` are ignored. A text without " +
				"a digit counts as absent.",
		}),
		callId: z
			.union([z.string(), z.number()], CALL_ID_WRONG)
			.refine((callId) => CALL_ID.test(String(callId)), CALL_ID_WRONG)
			.nullish()
			.meta({
				maxLength: CALL_ID_CHARACTERS_MAX,
				description:
					`The phone system's own ID of the call, up to ${CALL_ID_CHARACTERS_MAX} characters. ` +
					"For ten minutes, the same ID with the same criteria gets the same answer. Nothing is " +
					"counted or released twice.",
			}),
		attestation: z
			.unknown()
			.optional()
			.meta({
				examples: [...ATTESTATIONS],
				description:
					"How far the caller's network vouches for the ANI (STIR/SHAKEN), by a trusted hop. " +
					"`A`: for the number. `B`, `C`: for less. `failed`: the signature is wrong. Anything " +
					"else counts as absent.",
			}),
		release: z
			.boolean(words.mustBeBoolean)
			.nullish()
			.meta({
				description:
					"`true` ends the request when it is matched, so its number is free at once. Otherwise " +
					"the request stays live until it expires.",
			}),
	})
	.refine((body) => CRITERIA.some((field) => (body[field] ?? null) !== null), {
		path: ["toPhoneNumber"],
		message: words.criteria,
		params: { code: FIELD_CODES.missing },
	})
	// Alternatives with `anyOf` would make parsers of generated clients drop the other fields.
	.meta({
		description: `At least one of ${CRITERIA.map((field) => `\`${field}\``).join(", ")} is needed.`,
		minProperties: 1,
	});

const flag = (of: string) =>
	z.boolean().meta({ description: `Whether the ${of} equals the request's.` });

/** `data` of a match call (C9). */
const matchData = z.object({
	admitted: z
		.boolean()
		.meta({ description: "Whether to put the call through: `true` for `MATCHED` alone." }),
	outcome: z.enum(MATCH_OUTCOMES).meta({
		description: [
			"`MATCHED`: it is this request's call.",
			"`AMBIGUOUS`: several requests fit, or one that is not certainly the caller's.",
			"`WRONG_CODE`: no live request has this code.",
			"`CODE_REQUIRED`: an access code must be keyed in.",
			"`ANI_MISMATCH`: the request is for a call from another number, or its Caller ID setting " +
				"asks for an ANI or an attestation that the call does not have.",
			`\`EXPIRED\`: the call came up to ${EXPIRED_TOLD_SECONDS} seconds too late.`,
			"`NOTHING_MATCHED`: no live request fits.",
			"`LOCKED`: too many wrong codes of this caller, or of all callers on a guarded number. " +
				"There, a right code is matched from its request’s own number. Both end after ten minutes.",
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
				"How the call compares with the admitted request, or else with the live request that " +
				"fits best. Do not tell the caller.",
		}),
	codeLength: z
		.int()
		.min(4)
		.max(12)
		.optional()
		.meta({
			description:
				"How many digits to ask for: with `CODE_REQUIRED` and `WRONG_CODE`, if the codes of all " +
				"candidates have one length.",
		}),
	expiresInSeconds: z.int().min(0).optional().meta({
		description:
			"Whole seconds until the admitted request expires; there when `admitted` is `true`.",
		"x-unit": "seconds",
	}),
	request: z
		.object({ ...REQUEST_FIELDS, userData: userDataField })
		.optional()
		.meta({ description: "The admitted request. Present only if `admitted` is `true`." }),
});

/** POST …/match: finds the request of a call (C9, C10). */
async function answerMatch({ service, apiKey, corrId, body }: ApiCall): Promise<ApiAnswer> {
	const parsed = matchBody.safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	const country = getEnv().DEFAULT_COUNTRY as CountryCode;
	const found = await matchCall(service, {
		release: parsed.data.release ?? false,
		apiKey,
		corrId,
		...readInboundCall(parsed.data, { country, withoutPlus: apiKey.numbersWithoutPlus }),
	});
	if (!found.ok) return fail(found.error.code, { retryAfterSeconds: UNDER_WAY_RETRY_SECONDS });
	return { ok: true, data: describeAnswer(found.value, service) };
}

const describeAnswer = (
	{ outcome, matched, codeLength, request }: MatchAnswer,
	service: Service,
): z.infer<typeof matchData> => ({
	admitted: outcome === "MATCHED",
	outcome,
	matched,
	codeLength: codeLength ?? undefined,
	expiresInSeconds: request?.expiresInSeconds,
	request: request === null ? undefined : describeAdmitted(request, service),
});

const describeAdmitted = (
	request: NonNullable<MatchAnswer["request"]>,
	service: Service,
): z.infer<typeof matchData>["request"] => ({
	id: request.id,
	groupName: request.groupName,
	toPhoneNumber: request.toPhoneNumber,
	fromPhoneNumber: request.fromPhoneNumber ?? undefined,
	expirationTime: request.expirationTime,
	userData: describeUserData(request.userData),
	callbackServiceId: request.callbackServiceId ?? undefined,
	isTest: testMark(service),
});

export const matchCallEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/match",
	scopes: ["match"],
	tag: "Call-in requests",
	operationId: "matchCall",
	summary: "Ask whose call this is",
	description:
		"The phone system asks this when a call comes in. The answer says which live request the " +
		"call belongs to, by the dialed number, the ANI and the access code. Give at least one of " +
		"them. Their formats never cause an error. Wrong codes are counted for each pair of ANI " +
		"and dialed number. The fifth in ten minutes locks the pair for ten minutes. The caller’s " +
		"own old code does not count, and neither do digits that no live request can have.",
	takes: { schema: matchBody },
	gives: { schema: matchData },
	testKeys: "requests",
	failures: ["still-under-way"],
	examples: MATCH_EXAMPLES,
	answer: answerMatch,
};
