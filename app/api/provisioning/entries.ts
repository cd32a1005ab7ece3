import { z } from "zod";
import { listEntries } from "../../../db/groups/found-entries.ts";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { readNumberStates } from "../../../db/groups/number-states.ts";
import { findEntry, findOtherGroups } from "../../../db/groups/pool-entries.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { STATE_FILTERS } from "../../domain/groups/number-state.ts";
import { POOL_SORTS } from "../../domain/groups/pool.ts";
import type { DnisContext } from "../../domain/numbers/dnis-question.ts";
import { numberSearch } from "../../domain/numbers/pasted-text.ts";
import { searchText } from "../../domain/text.ts";
import { addEntry } from "../../operations/groups/change-pool.ts";
import { readDnisContext } from "../../operations/groups/read-dnis-context.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { idempotent } from "../contract/idempotent.ts";
import { readQuery } from "../contract/query.ts";
import { describeEntry, EXAMPLE_ENTRY, entryData } from "./describe.ts";
import { failRule, namesFor } from "./failures.ts";
import {
	ANY_CONTEXT,
	descriptionField,
	numberField,
	pageFields,
	sentNumber,
} from "./group-fields.ts";
import { entryEtag, poolEtag } from "./if-match.ts";
import { ENTRIES, EXAMPLE_GROUP_ID, groupParams } from "./paths.ts";

/** Only numbers in a state (G15). */
export const stateField = z
	.enum(STATE_FILTERS, texts.messages.api.fields.mustBeOneOf({ values: STATE_FILTERS }))
	.optional()
	.meta({
		description:
			"Only numbers in this state, or those that are draining. `free` has none that is draining.",
	});

/** Filter of the list, as on the group's page. */
const listQuery = z.object({
	q: z
		.string()
		.optional()
		.describe(
			"Only entries with this in their description or in their number. A number may be written " +
				"in any usual way, complete or in part.",
		),
	sort: z
		.enum(POOL_SORTS, texts.messages.api.fields.mustBeOneOf({ values: POOL_SORTS }))
		.optional()
		.meta({
			description:
				"The order, reversed by a leading `-`. `added` is the time when the number was added, " +
				"`used` when it was last given, `given` how often in 24 hours; `state` has numbers in " +
				"use first.",
			default: "number",
		}),
	state: stateField,
	...pageFields,
});

const listData = z.object({
	entries: z.array(entryData).meta({ description: "The page's entries." }),
	page: z.int().min(1).meta({ description: "The page." }),
	pageSize: z.int().min(1).meta({ description: "How many a page has at most." }),
	total: z.int().min(0).meta({ description: "How many were found in all." }),
});

/** GET …/entries: a page of a pool. */
async function answerList({ service: { db }, apiKey, params, query }: ApiCall): Promise<ApiAnswer> {
	const asked = readQuery(listQuery, query);
	if (!asked.ok) return asked;
	const { page, pageSize, sort, state } = asked.value;
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	const text = searchText(asked.value.q ?? "");
	const { entries, found } = await listEntries(db, group.id, {
		text,
		number: numberSearch(text, { country: getEnv().DEFAULT_COUNTRY }),
		state: state ?? null,
		limitedKey: limitsOf(apiKey),
		sort: sort ?? "number",
		limit: pageSize,
		offset: (page - 1) * pageSize,
	});
	const numbers = entries.map((entry) => entry.number);
	const others = await findOtherGroups(db, group.id, numbers);
	const names = await namesFor(db, apiKey, [...others.values()].flat());
	const states = await readNumberStates(db, numbers, limitsOf(apiKey));
	const described = entries.map((entry) =>
		describeEntry(
			entry,
			names(others.get(entry.number) ?? []),
			states.get(entry.number),
			showsRequests(apiKey),
		),
	);
	const data = {
		entries: described,
		page,
		pageSize,
		total: found ?? group.poolSize,
	} satisfies z.infer<typeof listData>;
	return { ok: true, data, etag: poolEtag(group) };
}

export const listEntriesEndpoint: Endpoint = {
	method: "GET",
	path: ENTRIES,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "listPoolEntries",
	summary: "List a group's numbers",
	description:
		"Returns the entries of a group's pool, searched and sorted, one page at a time. The ETag " +
		"is the whole pool's: if two pages have different ETags, the pool changed in between. The " +
		"export has all entries at once.",
	params: groupParams,
	query: listQuery,
	gives: { schema: listData, headers: ["ETag"] },
	failures: ["fields-wrong", "group-gone"],
	examples: [
		{
			name: "search",
			summary: "A number, written as people write it",
			params: { groupId: EXAMPLE_GROUP_ID },
			query: { q: "(800) 555-5554" },
			gives: { entries: [EXAMPLE_ENTRY], page: 1, pageSize: 50, total: 1 },
		},
	],
	answer: answerList,
};

/** The body of a new entry. */
const addBody = (context: DnisContext) =>
	z.object({ number: numberField(context), description: descriptionField.nullish() });

/** POST …/entries: adds a number (G3, G4, G6). */
async function answerAdd({ service: { db }, apiKey, params, body }: ApiCall): Promise<JsonAnswer> {
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	const context = await readDnisContext(db, group?.id ?? null, sentNumber(body));
	const parsed = addBody(context).safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	if (!group) return fail("group-gone");
	const { number, description } = parsed.data;
	const added = await addEntry(
		db,
		group.id,
		{ number, description: description ?? "" },
		actorOfKey(apiKey),
	);
	if (!added.ok) return failRule({ db, apiKey }, added.error);
	return answerEntry({ db, apiKey }, group.id, added.value);
}

/** The key, if it is limited to groups: it knows of their requests alone (G6). */
export const limitsOf = ({ id, limitedToGroups }: ApiCall["apiKey"]): string | null =>
	limitedToGroups ? id : null;

const showsRequests = ({ scopes }: ApiCall["apiKey"]): boolean => scopes.includes("read");

/** The current state of an entry, with its version and warnings. */
export async function answerEntry(
	{ db, apiKey }: { db: ApiCall["service"]["db"]; apiKey: ApiCall["apiKey"] },
	groupId: string,
	entryId: string,
): Promise<JsonAnswer> {
	const entry = await findEntry(db, groupId, entryId);
	if (!entry) return fail("entry-gone");
	const others = (await findOtherGroups(db, groupId, [entry.number])).get(entry.number) ?? [];
	const names = await namesFor(db, apiKey, others);
	const states = await readNumberStates(db, [entry.number], limitsOf(apiKey));
	const state = states.get(entry.number);
	const data = describeEntry(entry, names(others), state, showsRequests(apiKey));
	return { ok: true, data, etag: entryEtag(entry) };
}

export const addEntryEndpoint: Endpoint = {
	method: "POST",
	path: ENTRIES,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "addPoolEntry",
	summary: "Add a number",
	description: "Adds a number to a group's pool. To add many at once, import them.",
	params: groupParams,
	headers: ["Idempotency-Key"],
	takes: { schema: addBody(ANY_CONTEXT) },
	gives: { schema: entryData, headers: ["ETag"] },
	failures: [
		"group-gone",
		"json-flawed",
		"number-in-pool",
		"pool-full",
		"number-exclusive-elsewhere",
		"number-not-exclusive",
		"number-not-available",
	],
	examples: [
		{
			name: "added",
			summary: "One number more",
			params: { groupId: EXAMPLE_GROUP_ID },
			body: { number: "+18005555554", description: "Main line" },
			gives: EXAMPLE_ENTRY,
		},
	],
	isStrict: true,
	answer: idempotent("addPoolEntry", answerAdd),
};
