import { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import type { HeardLanguage } from "../../domain/conversation/heard-language.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import { type Destinations, NO_DESTINATIONS } from "../../domain/phone-systems/call-destination.ts";
import { changeGroupDestination } from "../../operations/phone-systems/change-connection.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { EXAMPLE_GROUP_ID } from "../provisioning/paths.ts";
import {
	ANY_COUNTRY,
	destinationFields,
	languageField,
	storedDestination,
} from "./connection-body.ts";
import { answerConnection, failConnection, findConnectionAsRead } from "./connection-failures.ts";
import {
	EXAMPLE_CONNECTION_ID,
	GROUP_DESTINATION,
	groupDestinationParams,
} from "./connection-paths.ts";
import { EXAMPLE_WHOLE_CONNECTION, wholeConnectionData } from "./describe-connection.ts";

/** The body of a group's own destinations and language: at least one of them. */
const groupDestinationBody = (country: CountryCode) =>
	z
		.object({
			...destinationFields(country),
			language: languageField.meta({ description: "The language of the group's callers." }),
		})
		.refine((given) => Object.values(given).some((value) => !!value), {
			path: ["target"],
			message: texts.messages.api.fields.mustNotBeBoth,
		});

const params = { connectionId: EXAMPLE_CONNECTION_ID, groupId: EXAMPLE_GROUP_ID };
const changed = { updatedBy: "Deployment", etag: '"c2"' };
const shared = {
	path: GROUP_DESTINATION,
	scopes: ["provision"],
	tag: "Phone systems",
	params: groupDestinationParams,
	headers: ["If-Match"],
	gives: { schema: wholeConnectionData, headers: ["ETag"] },
	isStrict: true,
} satisfies Partial<Endpoint>;

/** Sets a group's own destinations on the connection of the call's path. */
async function answerSet(
	call: ApiCall,
	destinations: Destinations & { language?: HeardLanguage | null },
): Promise<ApiAnswer> {
	const found = await findConnectionAsRead(call);
	if (!found.ok) return found;
	const { service, apiKey, params } = call;
	const group = await findGroupFor(service.db, apiKey, params.groupId ?? "");
	const unserved = fail("group-gone", { message: texts.messages.api.unservedGroup });
	if (!group) return unserved;
	const set = await changeGroupDestination(
		service,
		found.value.id,
		{ groupId: group.id, ...destinations },
		actorOfKey(apiKey),
		found.value.version,
	);
	if (!set.ok) return failConnection(set.error);
	return set.value === null ? unserved : answerConnection(call);
}

/** PUT …/destinations/{groupId}. */
async function answerPut(call: ApiCall): Promise<ApiAnswer> {
	const parsed = groupDestinationBody(getEnv().DEFAULT_COUNTRY).safeParse(call.body);
	if (!parsed.success) return failFields(parsed.error);
	return answerSet(call, {
		target: storedDestination(parsed.data.target, null),
		secondTarget: storedDestination(parsed.data.secondTarget, null),
		fallback: storedDestination(parsed.data.fallback, null),
		language: parsed.data.language ?? null,
	});
}

export const setGroupDestinationEndpoint: Endpoint = {
	...shared,
	method: "PUT",
	operationId: "setGroupDestination",
	summary: "Set a group's own destinations on a connection",
	description:
		"Sets where calls for one group go, and the language of its callers. At least one is needed; " +
		"for the others, the connection's own counts. The connection must serve the group.",
	takes: { schema: groupDestinationBody(ANY_COUNTRY) },
	failures: ["connection-gone", "group-gone", "json-flawed"],
	examples: [
		{
			name: "target",
			summary: "A group with agents of its own",
			params,
			body: { target: "sip:claims@pbx.example.com" },
			gives: {
				...EXAMPLE_WHOLE_CONNECTION,
				...changed,
				destinations: [
					{
						groupId: EXAMPLE_GROUP_ID,
						groupName: "auto_insurance",
						target: "sip:claims@pbx.example.com",
					},
				],
			},
		},
	],
	answer: answerPut,
};

export const removeGroupDestinationEndpoint: Endpoint = {
	...shared,
	method: "DELETE",
	operationId: "removeGroupDestination",
	summary: "Remove a group's own destinations on a connection",
	description: "Calls for the group go where those of the connection go again.",
	failures: ["fields-wrong", "connection-gone", "group-gone"],
	examples: [
		{
			name: "removed",
			summary: "A group that has the agents of all",
			params,
			gives: { ...EXAMPLE_WHOLE_CONNECTION, ...changed },
		},
	],
	answer: (call) => answerSet(call, NO_DESTINATIONS),
};
