import { z } from "zod";
import { namesOfGroup } from "../../../db/records/found-groups.ts";
import { listRequestsOfKey } from "../../../db/records/records-of-key.ts";
import { comparedNumber } from "../../domain/numbers/two-writings.ts";
import { numbersMeant } from "../../domain/records/sought-number.ts";
import { REQUEST_STATES, requestState } from "../../domain/requests/request-state.ts";
import { searchText } from "../../domain/text.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { REQUEST_FIELDS, testMark } from "../call-in/describe-request.ts";
import {
	cursorAfter,
	cursorFields,
	nextCursor,
	PAGE_SIZE_DEFAULT,
	timeField,
} from "../contract/cursor.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { uuid } from "../contract/fields.ts";

const words = texts.messages.api.fields;
const GROUP_NAME_SENT_MAX = 200;

const soughtNumber = z
	.string(words.mustBeString)
	.transform((text, context) => {
		const numbers = numbersMeant(text, getEnv().DEFAULT_COUNTRY);
		if (numbers !== null) return numbers;
		context.addIssue({ code: "custom", message: words.mustBePhoneNumber });
		return z.NEVER;
	})
	.nullish();

/** The filter. All that is given must hold. */
const body = z.object({
	callbackServiceId: uuid.nullish().meta({ description: "Requests that complete this callback." }),
	fromPhoneNumber: soughtNumber.meta({
		description: "Requests for this ANI, in any format that `match` reads.",
	}),
	toPhoneNumber: soughtNumber.meta({ description: "Requests with this DNIS, in any format." }),
	groupName: z
		.string(words.mustBeString)
		.max(GROUP_NAME_SENT_MAX, words.mustHaveAtMost({ characters: GROUP_NAME_SENT_MAX }))
		.nullish()
		.meta({ description: "Requests of this group. Upper and lower case count as the same." }),
	state: z
		.enum(REQUEST_STATES, words.mustBeOneOf({ values: REQUEST_STATES }))
		.nullish()
		.meta({ description: "Requests in this state." }),
	createdFrom: timeField("Requests made then or later."),
	createdTo: timeField("Requests made then or earlier."),
	...cursorFields,
});

const time = (description: string) =>
	z.int().positive().meta({ description, "x-unit": "milliseconds since 1970" });

const data = z.object({
	requests: z
		.array(
			z
				.object({
					...REQUEST_FIELDS,
					state: z.enum(REQUEST_STATES).meta({ description: "Its state now." }),
					creationTime: time("When it was made."),
					matchTime: time("When a call was matched to it; absent until then.").optional(),
					endTime: time("When it was cancelled or released early; absent otherwise.").optional(),
				})
				.meta({ id: "ListedRequest", description: "A request, without its access code." }),
		)
		.meta({ description: "The page's requests, the newest first." }),
	nextCursor,
});

/** POST …/requests/list: requests that the key may see, the newest first (C15). */
async function answerList({ service, apiKey, body: sent }: ApiCall): Promise<ApiAnswer> {
	const parsed = body.safeParse(sent);
	if (!parsed.success) return failFields(parsed.error);
	const { fromPhoneNumber: ani, toPhoneNumber, groupName, state, ...given } = parsed.data;
	const filter = {
		...{ id: null, callbackServiceId: given.callbackServiceId ?? null, state: state ?? null },
		// Records of an earlier version have the number as given.
		ani: ani ? [...new Set([...ani, ...ani.map(comparedNumber)])] : null,
		dnis: toPhoneNumber ?? null,
		...{ from: given.createdFrom ?? null, to: given.createdTo ?? null, sort: "-created" as const },
	};
	const page = { place: given.cursor ?? null, limit: given.pageSize ?? PAGE_SIZE_DEFAULT };
	const found = await service.db.transaction(async (tx) => {
		const groups = groupName ? await namesOfGroup(tx, searchText(groupName)) : null;
		return listRequestsOfKey(tx, apiKey, { ...filter, groups }, page);
	});
	const last = found.rows.at(-1);
	return {
		ok: true,
		data: {
			requests: found.rows.map((row) => ({
				...{ id: row.id, toPhoneNumber: row.toNumber, groupName: row.groupName },
				expirationTime: row.expiresAt.getTime(),
				fromPhoneNumber: row.fromNumber ?? undefined,
				callbackServiceId: row.callbackServiceId ?? undefined,
				isTest: testMark(service),
				...{ state: requestState(row), creationTime: row.createdAt.getTime() },
				matchTime: row.matchedAt?.getTime(),
				endTime: row.endedAt?.getTime(),
			})),
			nextCursor:
				found.hasNext && last ? cursorAfter({ at: last.createdAt, id: last.id }) : undefined,
		} satisfies z.infer<typeof data>,
	};
}

export const listRequestsEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/list",
	scopes: ["read"],
	tag: "Records",
	operationId: "listCallInRequests",
	summary: "List requests",
	description:
		"Returns requests by callback, ANI, DNIS, group, state and time, the newest first. All that " +
		"is given must hold. A page is as quick a million requests away as at the beginning. Access " +
		"codes and user data are in no list. A key that is limited to groups sees their requests only.",
	takes: { schema: body },
	gives: { schema: data },
	testKeys: "requests",
	failures: ["json-flawed"],
	examples: [
		{
			name: "ofACaller",
			summary: "What a caller asked for",
			body: { fromPhoneNumber: "(415) 555-0132", pageSize: 1 },
			gives: {
				requests: [
					{
						id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
						...{ toPhoneNumber: "+18005555554", groupName: "auto_insurance" },
						...{ expirationTime: 1795300000000, fromPhoneNumber: "+14155550132" },
						...{ state: "Matched", creationTime: 1795299970000, matchTime: 1795299990000 },
					},
				],
				nextCursor: "bWkwbzBiZ2cuMDE5MGMyYTgtN2YzNS03YmQwLTlkMzMtMmYyZjBjNGQ4ZjEx",
			},
		},
	],
	...{ isStrict: true, isLong: true },
	answer: answerList,
};
