import { z } from "zod";
import { CALL_ID, CALL_ID_CHARACTERS_MAX } from "./inbound-call.ts";

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
			.regex(
				CALL_ID,
				`The call ID has at most ${CALL_ID_CHARACTERS_MAX.toLocaleString("en-US")} characters.`,
			)
			.optional(),
		apiKeyId: z.uuid("Choose one of the keys.").optional(),
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
			message: "Enter a dialed number, an ANI or an access code: at least one.",
			// Told along with what else is wrong.
			when: () => true,
		},
	)
	.transform(({ forReal, release, ...call }) => ({
		...call,
		forReal: forReal === "on",
		release: release === "on",
	}));
