import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import { ATTESTATIONS } from "./attestation.ts";
import { CALL_ID, CALL_ID_CHARACTERS_MAX } from "./inbound-call.ts";

const words = texts.messages.match;
const text = z.string().optional();
const box = z.literal("on").optional();

/**
 * "Simulate Call": a phone system's data about a call, in any writing, and the API key to use;
 * empty means every group (C9, C13).
 */
export const simulatedCallForm = z
	.object({
		toPhoneNumber: text,
		fromPhoneNumber: text,
		accessCode: text,
		callId: z
			.string()
			.regex(CALL_ID, words.callIdWrong({ limit: CALL_ID_CHARACTERS_MAX }))
			.optional(),
		apiKeyId: z.uuid(words.keyUnknown).optional(),
		forReal: box,
		release: box,
		attestation: z.enum(ATTESTATIONS).optional().catch(undefined),
	})
	.refine(
		(call) =>
			[call.toPhoneNumber, call.fromPhoneNumber, call.accessCode].some(
				(given) => given !== undefined,
			),
		{
			path: ["toPhoneNumber"],
			message: words.criteriaMissing,
			// Runs even if other fields are wrong, so that all errors appear at once.
			when: () => true,
		},
	)
	.transform(({ forReal, release, ...call }) => ({
		...call,
		forReal: forReal === "on",
		release: release === "on",
	}));
