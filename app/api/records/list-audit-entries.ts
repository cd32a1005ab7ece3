import { z } from "zod";
import { listAuditRecords } from "../../../db/audit/audit-records.ts";
import { isUuid } from "../../../db/groups/groups.ts";
import { searchedActions } from "../../domain/audit/audit-action.ts";
import { texts } from "../../texts/texts.ts";
import {
	cursorAfter,
	cursorFields,
	nextCursor,
	PAGE_SIZE_DEFAULT,
	timeField,
} from "../contract/cursor.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFieldRule, failFields } from "../contract/field-errors.ts";

const words = texts.messages.api;
const LONGEST = 200;
const ACTORS = ["user", "api-key", "shell", "system", "nobody"] as const;

const text = (description: string) =>
	z
		.string(words.fields.mustBeString)
		.max(LONGEST, words.fields.mustHaveAtMost({ characters: LONGEST }))
		// No name has control characters, and no database accepts all of them.
		.transform((typed) => typed.replace(/[\p{Cc}\p{Surrogate}]/gu, " ").trim())
		.nullish()
		.meta({ description });

const body = z.object({
	who: text("Entries of actors whose name begins with this; case does not matter."),
	what: text("Entries of an action, such as `group.create`, or of an area, such as `keys`."),
	object: text("Entries about what has a name that begins with this, or has this ID."),
	from: timeField("Entries of then or later."),
	to: timeField("Entries of then or earlier."),
	...cursorFields,
});

const data = z.object({
	entries: z
		.array(
			z
				.object({
					id: z.guid().meta({ description: "The entry's ID, a UUID." }),
					time: z.int().positive().meta({
						description: "When it happened.",
						"x-unit": "milliseconds since 1970",
					}),
					actorKind: z.enum(ACTORS).meta({ description: "What kind of actor did it." }),
					actorId: z.guid().optional().meta({ description: "Its ID, if it has one." }),
					actorName: z.string().meta({ description: "Its name then." }),
					action: z.string().meta({ description: "A noun and a verb, such as `group.create`." }),
					objectId: z.string().optional().meta({ description: "The ID of what was changed." }),
					objectName: z.string().meta({ description: "Its name then." }),
					before: z
						.unknown()
						.optional()
						.meta({ description: "What was before; absent if nothing was." }),
					after: z
						.unknown()
						.optional()
						.meta({ description: "What is after; absent if nothing is." }),
					hasRows: z.boolean().meta({ description: "Whether the page has its changed rows." }),
				})
				.meta({ id: "AuditEntry", description: "An entry of the audit log." }),
		)
		.meta({ description: "The page's entries, the newest first." }),
	nextCursor,
});

/** POST …/audit/list: the audit log, the newest entry first (O5). */
async function answerList({ service, apiKey, body: sent }: ApiCall): Promise<ApiAnswer> {
	const parsed = body.safeParse(sent);
	if (!parsed.success) return failFields(parsed.error);
	if (apiKey.limitedToGroups) return fail("key-limited", { message: words.details.limitedRead });
	const { who, what, object, from, to, cursor, pageSize } = parsed.data;
	const actions = searchedActions(what ?? "");
	if (what && actions === null)
		return failFieldRule(["what"], words.fields.auditAction, "not-allowed");
	const isId = isUuid(object ?? "");
	const found = await listAuditRecords(
		service.db,
		{
			...{ who: who || null, actions, from: from ?? null, to: to ?? null },
			...{ object: isId ? null : object || null, objectId: isId ? (object ?? null) : null },
		},
		cursor ?? null,
		pageSize ?? PAGE_SIZE_DEFAULT,
	);
	const last = found.rows.at(-1);
	return {
		ok: true,
		data: {
			entries: found.rows.map((row) => ({
				...{ id: row.id, time: row.at.getTime(), actorKind: row.actorKind },
				...{ actorId: row.actorId ?? undefined, actorName: row.actorName, action: row.action },
				...{ objectId: row.subjectId ?? undefined, objectName: row.subjectName },
				...{ before: row.before ?? undefined, after: row.after ?? undefined },
				hasRows: row.hasAttachment,
			})),
			nextCursor: found.hasNext && last ? cursorAfter(last) : undefined,
		} satisfies z.infer<typeof data>,
	};
}

export const listAuditEntriesEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/audit/list",
	scopes: ["read"],
	tag: "Records",
	operationId: "listAuditEntries",
	summary: "List the audit log",
	description:
		"Returns entries of the audit log, the newest first, as the page does. A key that is limited " +
		"to groups cannot use this call (403).",
	takes: { schema: body },
	gives: { schema: data },
	failures: ["key-limited", "json-flawed"],
	examples: [
		{
			name: "keys",
			summary: "Changes of API keys",
			body: { what: "keys", pageSize: 10 },
			gives: {
				entries: [
					{
						...{ id: "0190c2a8-9b22-7d03-b6e2-1c2f7b5f3f9f", time: 1795300000000 },
						...{ actorKind: "user", actorName: "ann@example.com", action: "api-key.set-limit" },
						...{ objectName: "Mobile app, production", hasRows: false },
						...{ before: { requestsPerMinute: null }, after: { requestsPerMinute: 600 } },
					},
				],
			},
		},
	],
	...{ isStrict: true, isLong: true },
	answer: answerList,
};
