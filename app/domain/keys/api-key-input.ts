import { z } from "zod";
import { figure } from "../../texts/wording.ts";
import { API_SCOPES } from "../people/roles.ts";
import { checkText } from "../text.ts";
import { REQUESTS_PER_MINUTE_MAX } from "./request-limit.ts";

export const API_KEY_NAME_MAX = 64;

const name = z
	.string()
	.optional()
	.transform((typed, context) => {
		const text = checkText((typed ?? "").trim(), API_KEY_NAME_MAX);
		if (text.ok && text.value !== "") return text.value;
		const message = text.ok
			? "Enter a name that says who uses the key."
			: text.error.code === "text-too-long"
				? `The name has ${text.error.length} characters; at most ${text.error.limit} are allowed.`
				: "The name has a character in it that cannot be seen. Use letters, digits, punctuation, symbols and plain spaces.";
		context.addIssue({ code: "custom", message });
		return z.NEVER;
	});

/** A list that comes as nothing, one value or several, as browsers send boxes of one name. */
const several = z
	.union([z.string(), z.array(z.string())])
	.optional()
	.transform((sent) => (sent === undefined ? [] : typeof sent === "string" ? [sent] : sent));

const scopes = several.transform((sent, context) => {
	const known = API_SCOPES.filter((scope) => sent.includes(scope));
	if (known.length === 0)
		context.addIssue({ code: "custom", message: "Choose at least one: what may the key do?" });
	return known;
});

const groupIds = several.transform((sent) => sent.filter((id) => z.uuid().safeParse(id).success));

/** Calls a minute; nothing typed is no limit. */
const requestsPerMinute = z
	.string()
	.optional()
	.transform((typed, context) => {
		const digits = (typed ?? "").trim();
		if (digits === "") return null;
		const limit = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
		if (limit >= 1 && limit <= REQUESTS_PER_MINUTE_MAX) return limit;
		const message = `Enter a whole number from 1 to ${figure(REQUESTS_PER_MINUTE_MAX)}, or nothing for no limit.`;
		context.addIssue({ code: "custom", message });
		return z.NEVER;
	});

/** "Change Limit" of a key (C11). */
export const apiKeyLimitForm = z.object({ apiKeyId: z.uuid(), requestsPerMinute });

/**
 * "Create API Key" (C11). `requestId` is made with the form, so that a form sent twice makes one
 * key. `groupIds` null is all groups.
 */
export const apiKeyForm = z
	.object({
		requestId: z.uuid(),
		name,
		scopes,
		limit: z.enum(["all", "some"]).default("all"),
		groupIds,
		requestsPerMinute,
	})
	.refine((sent) => sent.limit !== "some" || (sent.groupIds?.length ?? 0) > 0, {
		path: ["groupIds"],
		message: "Choose the groups, or let the key use all.",
		// Also when other fields are wrong: all that is wrong is told at once.
		when: () => true,
	})
	.transform(({ limit, groupIds: ids, ...rest }) => ({
		...rest,
		groupIds: limit === "some" ? ids : null,
	}));
