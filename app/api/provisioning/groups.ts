import { z } from "zod";
import { findGroupFor, listGroups } from "../../../db/groups/groups.ts";
import { findGroupsWithNumber } from "../../../db/groups/pool-entries.ts";
import { countLiveRequestsOfGroup } from "../../../db/requests/requests.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import { DEFAULT_GROUP_SETTINGS } from "../../domain/groups/group-settings.ts";
import { listNumberWarnings } from "../../domain/groups/number-warnings.ts";
import type { DnisContext } from "../../domain/numbers/dnis-question.ts";
import { searchText } from "../../domain/text.ts";
import { createGroup } from "../../operations/groups/create-group.ts";
import { readDnisContext } from "../../operations/groups/read-dnis-context.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { idempotent } from "../contract/idempotent.ts";
import { readQuery } from "../contract/query.ts";
import {
	describeGroup,
	EXAMPLE_GROUP,
	groupData,
	warningsData,
	wholeGroupData,
} from "./describe.ts";
import { failRule } from "./failures.ts";
import {
	ANY_CONTEXT,
	descriptionField,
	mergeSettings,
	nameField,
	numberField,
	pageFields,
	sentNumber,
	settingsFields,
} from "./group-fields.ts";
import { groupEtag } from "./if-match.ts";
import { GROUPS } from "./paths.ts";

/** Filter of the list. */
const listQuery = z.object({
	q: z
		.string()
		.optional()
		.meta({
			description: "Only groups with this in their name; upper and lower case are the same.",
			examples: ["insurance"],
		}),
	name: z
		.string()
		.optional()
		.describe("Only the group with this name, whole; upper and lower case are the same."),
	...pageFields,
});

const listData = z.object({
	groups: z
		.array(groupData)
		.meta({ description: "The page's groups, in the order of their names." }),
	page: z.int().min(1).meta({ description: "The page." }),
	pageSize: z.int().min(1).meta({ description: "How many a page has at most." }),
	total: z.int().min(0).meta({ description: "How many were found in all." }),
});

/** GET …/groups: the groups visible to the key. */
async function answerList({ service, apiKey, query }: ApiCall): Promise<ApiAnswer> {
	const asked = readQuery(listQuery, query);
	if (!asked.ok) return asked;
	const { q, name, page, pageSize } = asked.value;
	const { groups, total } = await listGroups(service.db, {
		search: groupNameKey(searchText(q ?? "")),
		...(name === undefined ? {} : { nameKey: groupNameKey(searchText(name)) }),
		for: apiKey,
		limit: pageSize,
		offset: (page - 1) * pageSize,
	});
	return {
		ok: true,
		data: { groups: groups.map(describeGroup), page, pageSize, total } satisfies z.infer<
			typeof listData
		>,
	};
}

export const listGroupsEndpoint: Endpoint = {
	method: "GET",
	path: GROUPS,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "listGroups",
	summary: "List groups",
	description:
		"Returns the groups in the order of their names, one page at a time. A key that is " +
		"limited to groups sees only those groups.",
	query: listQuery,
	gives: { schema: listData },
	failures: ["fields-wrong"],
	examples: [
		{
			name: "byName",
			summary: "The ID of a group whose name is known",
			query: { name: "auto_insurance" },
			gives: { groups: [EXAMPLE_GROUP], page: 1, pageSize: 50, total: 1 },
		},
	],
	answer: answerList,
};

/** The body of a new group (G1). */
const createBody = (context: DnisContext) =>
	z.object({
		name: nameField,
		number: numberField(context),
		description: descriptionField.nullish(),
		settings: settingsFields.nullish().meta({
			description: "The settings for every number of the group. An absent setting has its default.",
		}),
	});

const createData = wholeGroupData.extend({ warnings: warningsData });

/** POST …/groups: creates a group, its first number and its settings together. */
async function answerCreate({ service, apiKey, body }: ApiCall): Promise<JsonAnswer> {
	// A limited key could not see its own new group.
	if (apiKey.limitedToGroups) return fail("key-limited");
	const { db } = service;
	const parsed = createBody(await readDnisContext(db, null, sentNumber(body))).safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	const { name, number, description, settings } = parsed.data;
	const input = {
		name,
		number,
		description: description ?? "",
		settings: mergeSettings(DEFAULT_GROUP_SETTINGS, settings ?? {}),
	};
	const created = await createGroup(db, input, actorOfKey(apiKey));
	if (!created.ok) return failRule({ db, apiKey }, created.error);
	const group = await findGroupFor(db, apiKey, created.value);
	if (!group) return fail("group-gone");
	const warnings = listNumberWarnings(number, await findGroupsWithNumber(db, number, group.id));
	const liveRequests = await countLiveRequestsOfGroup(db, group.id);
	const data = { ...describeGroup(group), liveRequests, warnings } satisfies z.infer<
		typeof createData
	>;
	return { ok: true, data, etag: groupEtag(group) };
}

export const createGroupEndpoint: Endpoint = {
	method: "POST",
	path: GROUPS,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "createGroup",
	summary: "Create a group",
	description:
		"Creates a group with its settings and the first number of its pool. Add more numbers one " +
		"by one, or import them. A key that is limited to groups cannot create any (403).",
	headers: ["Idempotency-Key"],
	takes: { schema: createBody(ANY_CONTEXT) },
	gives: { schema: createData, headers: ["ETag"] },
	failures: [
		"key-limited",
		"json-flawed",
		"name-taken",
		"number-exclusive-elsewhere",
		"number-not-exclusive",
	],
	examples: [
		{
			name: "unique",
			summary: "A group whose numbers are each given to one live request at a time",
			body: {
				name: "roadside",
				number: "+18005555556",
				settings: { uniqueDnis: true, expirySeconds: 60 },
			},
			gives: {
				...EXAMPLE_GROUP,
				name: "roadside",
				settings: { ...DEFAULT_GROUP_SETTINGS, uniqueDnis: true, expirySeconds: 60 },
				poolSize: 1,
				updatedBy: "Deployment",
				etag: '"g1-1"',
				liveRequests: 0,
				warnings: [],
			},
		},
	],
	isStrict: true,
	answer: idempotent("createGroup", answerCreate),
};
