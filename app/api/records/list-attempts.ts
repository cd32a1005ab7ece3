import { z } from "zod";
import { listAttemptsOfKey } from "../../../db/records/records-of-key.ts";
import { ATTESTATIONS } from "../../domain/match/attestation.ts";
import { CALL_ID, CALL_ID_CHARACTERS_MAX } from "../../domain/match/inbound-call.ts";
import { MATCH_OUTCOMES } from "../../domain/match/outcome.ts";
import { texts } from "../../texts/texts.ts";
import { cursorAfter, cursorFields, nextCursor, PAGE_SIZE_DEFAULT } from "../contract/cursor.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFieldRule, failFields } from "../contract/field-errors.ts";
import { uuid } from "../contract/fields.ts";

const words = texts.messages.api.fields;
const CALL_ID_WRONG = words.callId({ limit: CALL_ID_CHARACTERS_MAX });

const body = z
	.object({
		requestId: uuid.nullish().meta({ description: "Attempts that belong to this request." }),
		callId: z
			.union([z.string(), z.number()], CALL_ID_WRONG)
			.refine((callId) => CALL_ID.test(String(callId)), CALL_ID_WRONG)
			.transform(String)
			.nullish()
			.meta({
				maxLength: CALL_ID_CHARACTERS_MAX,
				description: "Attempts of this call: the `callId` that the phone system sent.",
			}),
		...cursorFields,
	})
	.meta({ description: "`requestId` or `callId` is needed.", minProperties: 1 });

const data = z.object({
	attempts: z
		.array(
			z
				.object({
					id: z.guid().meta({ description: "The attempt's ID, a UUID." }),
					time: z.int().positive().meta({
						description: "When the call was matched or refused.",
						"x-unit": "milliseconds since 1970",
					}),
					outcome: z.enum(MATCH_OUTCOMES).meta({ description: "What came of it." }),
					requestId: z.guid().optional().meta({
						description: "The request that it certainly belongs to; absent if none is certain.",
					}),
					callId: z.string().optional().meta({ description: "The phone system's ID of the call." }),
					toPhoneNumber: z.string().optional().meta({ description: "The dialed number." }),
					fromPhoneNumber: z.string().optional().meta({ description: "The ANI." }),
					attestation: z
						.enum(ATTESTATIONS)
						.optional()
						.meta({ description: "How far the network vouched for the ANI." }),
					released: z.boolean().meta({ description: "Whether it ended the request." }),
				})
				.meta({ id: "Attempt", description: "A call of match, without the code that was tried." }),
		)
		.meta({ description: "The page's attempts, the newest first." }),
	nextCursor,
});

/** POST …/requests/attempts: calls of match by request or call (C15). */
async function answerList({ service, apiKey, body: sent }: ApiCall): Promise<ApiAnswer> {
	const parsed = body.safeParse(sent);
	if (!parsed.success) return failFields(parsed.error);
	const { requestId = null, callId = null, cursor = null, pageSize } = parsed.data;
	if (requestId === null && callId === null)
		return failFieldRule(["requestId", "callId"], words.requestOrCall);
	// A stored call ID has U+FFFD in place of what no database takes.
	const stored = callId?.replace(/[\0\p{Surrogate}]/gu, "\ufffd") ?? null;
	const page = { place: cursor, limit: pageSize ?? PAGE_SIZE_DEFAULT };
	const found = await service.db.transaction((tx) =>
		listAttemptsOfKey(tx, apiKey, { id: requestId, callId: stored }, page),
	);
	const last = found.rows.at(-1);
	return {
		ok: true,
		data: {
			attempts: found.rows.map(({ at, fromNumber, toNumber, ...row }) => ({
				...{ id: row.id, time: at.getTime(), outcome: row.outcome },
				requestId: row.requestId ?? undefined,
				callId: row.callId ?? undefined,
				toPhoneNumber: toNumber ?? undefined,
				fromPhoneNumber: fromNumber ?? undefined,
				attestation: row.attestation ?? undefined,
				released: row.released,
			})),
			nextCursor: found.hasNext && last ? cursorAfter(last) : undefined,
		} satisfies z.infer<typeof data>,
	};
}

export const listAttemptsEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/attempts",
	scopes: ["read"],
	tag: "Records",
	operationId: "listAttempts",
	summary: "List attempts to match a call",
	description:
		"Returns the calls of `match` for a request or a `callId`, the newest first. The code that " +
		"was tried is never stored. A key that is limited to groups sees attempts of their " +
		"requests, and its own.",
	takes: { schema: body },
	gives: { schema: data },
	testKeys: "requests",
	failures: ["json-flawed"],
	examples: [
		{
			name: "ofARequest",
			summary: "Why a customer was not put through at first",
			body: { requestId: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11" },
			gives: {
				attempts: [
					{
						...{ id: "0190c2a8-8a11-7c02-a5d1-0b1f6a4f2f8f", time: 1795299990000 },
						...{ outcome: "MATCHED", requestId: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11" },
						...{ callId: "a84b4c76e66710", toPhoneNumber: "+18005555554", released: true },
					},
				],
			},
		},
	],
	...{ isStrict: true, isLong: true },
	answer: answerList,
};
