import { z } from "zod";
import { readAvailability } from "../../../db/groups/availability.ts";
import { GROUP_NAME_MAX, groupNameKey } from "../../domain/groups/group.ts";
import { retryAfterSeconds } from "../../domain/requests/call-in.ts";
import { searchText } from "../../domain/text.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { missingOr } from "../contract/fields.ts";
import { waitSecondsMax } from "./describe-request.ts";

const words = texts.messages.api.fields;

const body = z.object({
	groupName: z
		.string(missingOr(words.mustBeString))
		.regex(/\S/, words.mustNotBeEmpty)
		.meta({ description: "The group's name. Upper and lower case count as the same." }),
});

const data = z.object({
	groupName: z
		.string()
		.meta({ description: "The group's name.", minLength: 1, maxLength: GROUP_NAME_MAX }),
	numbers: z
		.int()
		.min(0)
		.meta({ description: "How many numbers the group gives: all that are not draining." }),
	free: z
		.int()
		.min(0)
		.meta({
			description:
				"How many of them can be given now. Another client may take them before you do. Without " +
				"unique DNIS, a number with live requests can be given again.",
		}),
	nextFreeInSeconds: z.int().min(1).optional().meta({
		description: "If none is free: whole seconds until one will be, if nothing changes before.",
		"x-unit": "seconds",
	}),
});

/** POST …/requests/availability: whether to show the button; reserves nothing (C15). */
async function answerAvailability({ service, apiKey, body: sent }: ApiCall): Promise<ApiAnswer> {
	const parsed = body.safeParse(sent);
	if (!parsed.success) return failFields(parsed.error);
	const nameKey = groupNameKey(searchText(parsed.data.groupName));
	const found = await readAvailability(service.db, nameKey, apiKey);
	if (found === null) return fail("no-such-group");
	const { waitMs, ...figures } = found;
	const seconds = waitMs === null ? undefined : retryAfterSeconds(waitMs, waitSecondsMax(service));
	return {
		ok: true,
		data: { ...figures, nextFreeInSeconds: seconds } satisfies z.infer<typeof data>,
	};
}

export const readAvailabilityEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/availability",
	scopes: ["create", "read"],
	tag: "Call-in requests",
	operationId: "readAvailability",
	summary: "Ask whether a number is free",
	description:
		"Says how many numbers of a group can be given now and, if none, when the next can be: for " +
		"deciding whether to show the button. Nothing is reserved.",
	takes: { schema: body },
	gives: { schema: data },
	testKeys: "requests",
	failures: ["json-flawed", "no-such-group"],
	examples: [
		{
			name: "free",
			summary: "Show the button",
			body: { groupName: "auto_insurance" },
			gives: { groupName: "auto_insurance", numbers: 10000, free: 9991 },
		},
		{
			name: "busy",
			summary: "All numbers are in use",
			body: { groupName: "roadside" },
			gives: { groupName: "roadside", numbers: 2, free: 0, nextFreeInSeconds: 12 },
		},
	],
	isStrict: true,
	answer: answerAvailability,
};
