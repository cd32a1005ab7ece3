import { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { countLiveRequestsOfGroup } from "../../../db/requests/requests.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { deleteGroup } from "../../operations/groups/change-group.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { describeGroup, EXAMPLE_GROUP, wholeGroupData } from "./describe.ts";
import { failRule } from "./failures.ts";
import { failStale, groupEtag, requireIfMatch } from "./if-match.ts";
import { EXAMPLE_GROUP_ID, GROUP, groupParams } from "./paths.ts";

/** GET …/groups/{groupId}. */
async function answerRead({ service: { db }, apiKey, params }: ApiCall): Promise<ApiAnswer> {
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	const liveRequests = await countLiveRequestsOfGroup(db, group.id);
	return {
		ok: true,
		data: { ...describeGroup(group), liveRequests } satisfies z.infer<typeof wholeGroupData>,
		etag: groupEtag(group),
	};
}

export const readGroupEndpoint: Endpoint = {
	method: "GET",
	path: GROUP,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "readGroup",
	summary: "Read a group",
	description:
		"Returns a group, its settings, the size of its pool and its live requests. The ETag is " +
		"the version of all these except the live requests.",
	params: groupParams,
	gives: { schema: wholeGroupData, headers: ["ETag"] },
	failures: ["fields-wrong", "group-gone"],
	examples: [
		{
			name: "group",
			summary: "A group",
			params: { groupId: EXAMPLE_GROUP_ID },
			gives: { ...EXAMPLE_GROUP, liveRequests: 3 },
		},
	],
	isStrict: true,
	answer: answerRead,
};

const deletedData = z.object({
	id: z.guid().meta({ description: "The ID of the group that was deleted." }),
	name: z.string().meta({ description: "Its name, which is free again." }),
	poolSize: z.int().min(1).meta({ description: "How many numbers it had." }),
});

/**
 * DELETE …/groups/{groupId}: deletes the group and its pool at the version that the client has read
 * (G9). Live requests stay valid (G10).
 */
async function answerDelete({
	service: { db },
	apiKey,
	params,
	ifMatch,
}: ApiCall): Promise<ApiAnswer> {
	const asked = requireIfMatch(ifMatch);
	if (!asked.ok) return asked;
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	if (!asked.value.matches(groupEtag(group))) return failStale();
	const deleted = await deleteGroup(db, group.id, group, actorOfKey(apiKey));
	if (!deleted.ok) return failRule({ db, apiKey }, deleted.error);
	const { id, name, poolSize } = deleted.value;
	return { ok: true, data: { id, name, poolSize } satisfies z.infer<typeof deletedData> };
}

export const deleteGroupEndpoint: Endpoint = {
	method: "DELETE",
	path: GROUP,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "deleteGroup",
	summary: "Delete a group",
	description:
		"Deletes a group with its settings and its pool. Send the group's ETag in `If-Match`: any " +
		"change of a setting or a number makes it stale. Live requests stay valid until they " +
		"expire.",
	params: groupParams,
	headers: ["If-Match"],
	gives: { schema: deletedData },
	failures: ["fields-wrong", "group-gone"],
	examples: [
		{
			name: "deleted",
			summary: "A group that is no longer needed",
			params: { groupId: EXAMPLE_GROUP_ID },
			gives: { id: EXAMPLE_GROUP_ID, name: "auto_insurance", poolSize: 2 },
		},
	],
	isStrict: true,
	answer: answerDelete,
};
