import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import { CALL_ID, CALL_ID_CHARACTERS_MAX } from "./inbound-call.ts";

const words = texts.messages.match;
const text = z.string().optional();
const box = z.literal("on").optional();

/**
 * "Simulate Call": what a phone system would tell of a call, in any writing, and as which key;
 * empty is every group (C9, C13).
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
	})
	.refine(
		(call) =>
			[call.toPhoneNumber, call.fromPhoneNumber, call.accessCode].some(
				(given) => given !== undefined,
			),
		{
			path: ["toPhoneNumber"],
			message: words.criteriaMissing,
			// Also when other fields are wrong: all errors are shown at once.
			when: () => true,
		},
	)
	.transform(({ forReal, release, ...call }) => ({
		...call,
		forReal: forReal === "on",
		release: release === "on",
	}));
