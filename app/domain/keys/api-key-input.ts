import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import { WITHOUT_PLUS } from "../numbers/readings.ts";
import { API_SCOPES } from "../people/roles.ts";
import { checkText } from "../text.ts";
import { REQUESTS_PER_MINUTE_MAX } from "./request-limit.ts";

export const API_KEY_NAME_MAX = 64;

const words = texts.messages.keys;

const name = z
	.string()
	.optional()
	.transform((typed, context) => {
		const text = checkText((typed ?? "").trim(), API_KEY_NAME_MAX);
		if (text.ok && text.value !== "") return text.value;
		const message = text.ok
			? words.nameMissing
			: text.error.code === "text-too-long"
				? words.nameTooLong(text.error)
				: words.nameInvisible;
		context.addIssue({ code: "custom", message });
		return z.NEVER;
	});

/** A list from nothing, one value or several, as browsers send checkboxes with one name. */
const several = z
	.union([z.string(), z.array(z.string())])
	.optional()
	.transform((sent) => (sent === undefined ? [] : typeof sent === "string" ? [sent] : sent));

const scopes = several.transform((sent, context) => {
	const known = API_SCOPES.filter((scope) => sent.includes(scope));
	if (known.length === 0) context.addIssue({ code: "custom", message: words.scopesMissing });
	return known;
});

const groupIds = several.transform((sent) => sent.filter((id) => z.uuid().safeParse(id).success));

/** Calls a minute; empty means no limit. */
const requestsPerMinute = z
	.string()
	.optional()
	.transform((typed, context) => {
		const digits = (typed ?? "").trim();
		if (digits === "") return null;
		const limit = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
		if (limit >= 1 && limit <= REQUESTS_PER_MINUTE_MAX) return limit;
		const message = words.requestsPerMinute({ max: REQUESTS_PER_MINUTE_MAX });
		context.addIssue({ code: "custom", message });
		return z.NEVER;
	});

/** How its calls write numbers without a plus sign (N2). */
const numbersWithoutPlus = z.enum(WITHOUT_PLUS, words.numbersWithoutPlus);

/** "Numbers" of a key (N2). */
export const apiKeyNumbersForm = z.object({ apiKeyId: z.uuid(), numbersWithoutPlus });

/** "Change Limit" of a key (C11). */
export const apiKeyLimitForm = z.object({ apiKeyId: z.uuid(), requestsPerMinute });

/**
 * "Create API Key" (C11). `requestId` is the form's idempotency key, so a form sent twice makes one
 * key. `groupIds` null means all groups.
 */
export const apiKeyForm = z
	.object({
		requestId: z.uuid(),
		name,
		scopes,
		limit: z.enum(["all", "some"]).default("all"),
		groupIds,
		requestsPerMinute,
		numbersWithoutPlus: numbersWithoutPlus.default("any"),
	})
	.refine((sent) => sent.limit !== "some" || (sent.groupIds?.length ?? 0) > 0, {
		path: ["groupIds"],
		message: words.groupsMissing,
		// Runs even if other fields are wrong, so that all errors appear at once.
		when: () => true,
	})
	.transform(({ limit, groupIds: ids, ...rest }) => ({
		...rest,
		groupIds: limit === "some" ? ids : null,
	}));
