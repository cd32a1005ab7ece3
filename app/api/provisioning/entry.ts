import { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { findEntry } from "../../../db/groups/pool-entries.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import type { Drain } from "../../domain/groups/pool.ts";
import type { DnisContext } from "../../domain/numbers/dnis-question.ts";
import { deleteEntry, editEntry } from "../../operations/groups/change-pool.ts";
import { readDnisContext } from "../../operations/groups/read-dnis-context.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFieldRule, failFields } from "../contract/field-errors.ts";
import { readQuery, wholeNumber } from "../contract/query.ts";
import { EXAMPLE_ENTRY, entryData } from "./describe.ts";
import { API_DRAINS, DRAIN_WORDS } from "./describe-state.ts";
import { answerEntry } from "./entries.ts";
import { failRule } from "./failures.ts";
import {
	ANY_CONTEXT,
	descriptionField,
	hasChange,
	numberField,
	sentNumber,
} from "./group-fields.ts";
import { entryEtag, failStale, requireIfMatch } from "./if-match.ts";
import { ENTRY, EXAMPLE_ENTRY_ID, EXAMPLE_GROUP_ID, entryParams } from "./paths.ts";

const params = { groupId: EXAMPLE_GROUP_ID, entryId: EXAMPLE_ENTRY_ID };

/** GET …/entries/{entryId}. */
async function answerRead({ service: { db }, apiKey, params }: ApiCall): Promise<ApiAnswer> {
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	return group ? answerEntry({ db, apiKey }, group.id, params.entryId ?? "") : fail("group-gone");
}

export const readEntryEndpoint: Endpoint = {
	method: "GET",
	path: ENTRY,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "readPoolEntry",
	summary: "Read a number",
	description: "Returns one entry of a group's pool.",
	params: entryParams,
	gives: { schema: entryData, headers: ["ETag"] },
	failures: ["fields-wrong", "group-gone", "entry-gone"],
	examples: [{ name: "entry", summary: "An entry", params, gives: EXAMPLE_ENTRY }],
	isStrict: true,
	answer: answerRead,
};

const words = texts.messages.api.fields;
export const LIVE_REQUESTS_MAX = 999_999_999;

/** For calls that take a number out of the pool. */
const liveQuery = z.object({
	acceptedLiveRequests: wholeNumber(0, LIVE_REQUESTS_MAX, 0).describe(
		"How many live requests the number may have. If it has more, nothing is done. Live " +
			"requests stay valid until they expire.",
	),
});

/** The entry in the call's path, at the version that the client has read. */
async function findAsRead({ service: { db }, apiKey, params, ifMatch }: ApiCall) {
	const asked = requireIfMatch(ifMatch);
	if (!asked.ok) return asked;
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	const entry = await findEntry(db, group.id, params.entryId ?? "");
	if (!entry) return fail("entry-gone");
	if (!asked.value.matches(entryEtag(entry)))
		return failStale({ by: entry.updatedBy, at: entry.updatedAt });
	return { ok: true as const, value: entry };
}

const changeBody = (context: DnisContext) =>
	z.object({
		number: numberField(context).nullish(),
		description: descriptionField.nullish(),
		drain: z
			.enum(API_DRAINS, words.mustBeOneOf({ values: API_DRAINS }))
			.nullish()
			.meta({ description: `Drains the number, or lifts its drain. ${DRAIN_WORDS}` }),
	});

const drainOf = (asked: (typeof API_DRAINS)[number] | null | undefined, before: Drain | null) =>
	asked === "none" ? null : (asked ?? before);

/**
 * PATCH …/entries/{entryId}: changes the given fields. A new number in place of one with live
 * requests needs a confirmation, as deleting it does (G8).
 */
async function answerChange(call: ApiCall): Promise<ApiAnswer> {
	const asked = readQuery(liveQuery, call.query);
	if (!asked.ok) return asked;
	const about = { db: call.service.db, apiKey: call.apiKey };
	const group = await findGroupFor(about.db, call.apiKey, call.params.groupId ?? "");
	const context = await readDnisContext(about.db, group?.id ?? null, sentNumber(call.body));
	const parsed = changeBody(context).safeParse(call.body);
	if (!parsed.success) return failFields(parsed.error);
	if (!hasChange(parsed.data))
		return failFieldRule(["number", "description", "drain"], words.numberOrDescription);
	const found = await findAsRead(call);
	if (!found.ok) return found;
	const { id: entryId, groupId, version, ...before } = found.value;
	const input = {
		entryId,
		version,
		number: parsed.data.number ?? before.number,
		description: parsed.data.description ?? before.description,
		drain: drainOf(parsed.data.drain, before.drain),
		...asked.value,
	};
	const edited = await editEntry(about.db, groupId, input, actorOfKey(call.apiKey));
	return edited.ok ? answerEntry(about, groupId, entryId) : failRule(about, edited.error);
}

export const changeEntryEndpoint: Endpoint = {
	method: "PATCH",
	path: ENTRY,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "changePoolEntry",
	summary: "Change a number, its description or its drain",
	description:
		"Changes the number, the description, the drain or several. What is not given stays as it " +
		"is. An empty description removes it. A draining number is not given any more; its live " +
		"requests stay valid. A group keeps one that is not draining. Another number takes the old " +
		"one out of the pool: if that has live requests, confirm it with `acceptedLiveRequests`, as " +
		"for deleting it.",
	params: entryParams,
	query: liveQuery,
	headers: ["If-Match"],
	takes: { schema: changeBody(ANY_CONTEXT) },
	gives: { schema: entryData, headers: ["ETag"] },
	failures: [
		"group-gone",
		"entry-gone",
		"json-flawed",
		"pool-all-draining",
		"number-live",
		"number-in-pool",
		"number-exclusive-elsewhere",
		"number-not-exclusive",
		"number-not-available",
	],
	examples: [
		{
			name: "described",
			summary: "Another description",
			params,
			body: { description: "Claims" },
			gives: { ...EXAMPLE_ENTRY, description: "Claims", updatedBy: "Deployment", etag: '"e2"' },
		},
		{
			name: "drained",
			summary: "Not given any more, and removed once it is free",
			params,
			body: { drain: "remove" },
			gives: { ...EXAMPLE_ENTRY, drain: "remove", updatedBy: "Deployment", etag: '"e2"' },
		},
	],
	isStrict: true,
	answer: answerChange,
};

const deletedData = z.object({
	id: z.guid().meta({ description: "The ID of the entry that was deleted." }),
	number: z.string().meta({ description: "Its number." }),
});

/**
 * DELETE …/entries/{entryId}: never the last entry. An entry with live requests needs a
 * confirmation (G8).
 */
async function answerDelete(call: ApiCall): Promise<ApiAnswer> {
	const asked = readQuery(liveQuery, call.query);
	if (!asked.ok) return asked;
	const found = await findAsRead(call);
	if (!found.ok) return found;
	const { id, groupId, version, number } = found.value;
	const about = { db: call.service.db, apiKey: call.apiKey };
	const deleted = await deleteEntry(
		about.db,
		groupId,
		{ entryId: id, version, ...asked.value },
		actorOfKey(call.apiKey),
	);
	if (!deleted.ok) return failRule(about, deleted.error);
	return { ok: true, data: { id, number } satisfies z.infer<typeof deletedData> };
}

export const deleteEntryEndpoint: Endpoint = {
	method: "DELETE",
	path: ENTRY,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "deletePoolEntry",
	summary: "Delete a number",
	description:
		"Removes a number from a group's pool. The last one cannot be deleted, nor the last that is " +
		"not draining. Live requests stay valid until they expire.",
	params: entryParams,
	query: liveQuery,
	headers: ["If-Match"],
	gives: { schema: deletedData },
	failures: [
		"fields-wrong",
		"group-gone",
		"entry-gone",
		"pool-last-number",
		"pool-all-draining",
		"number-live",
	],
	examples: [
		{
			name: "deleted",
			summary: "A number that is no longer needed",
			params,
			gives: { id: EXAMPLE_ENTRY_ID, number: "+18005555554" },
		},
	],
	answer: answerDelete,
};
