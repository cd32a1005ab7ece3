import { z } from "zod";
import { actorOfKey } from "../../domain/audit/actor.ts";
import {
	changeConnection,
	deleteConnection,
	pauseConnection,
} from "../../operations/phone-systems/change-connection.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFieldRule, failFields } from "../contract/field-errors.ts";
import { hasChange } from "../provisioning/group-fields.ts";
import {
	ANY_COUNTRY,
	askedGroups,
	changedConnectionBody,
	pausedBody,
	storedDestination,
} from "./connection-body.ts";
import {
	answerChanged,
	answerConnection,
	failConnection,
	findConnectionAsRead,
} from "./connection-failures.ts";
import { refuseGroups } from "./connection-groups.ts";
import {
	CONNECTION,
	CONNECTION_PAUSED,
	connectionParams,
	EXAMPLE_CONNECTION_ID,
} from "./connection-paths.ts";
import { EXAMPLE_WHOLE_CONNECTION, wholeConnectionData } from "./describe-connection.ts";

const params = { connectionId: EXAMPLE_CONNECTION_ID };
const shared = {
	scopes: ["provision"],
	tag: "Phone systems",
	params: connectionParams,
	isStrict: true,
} satisfies Partial<Endpoint>;
const gives = { schema: wholeConnectionData, headers: ["ETag"] } satisfies Endpoint["gives"];
const changed = { updatedBy: "Deployment", etag: '"c2"' };

export const readConnectionEndpoint: Endpoint = {
	...shared,
	method: "GET",
	path: CONNECTION,
	operationId: "readConnection",
	summary: "Read a connection",
	description:
		"Returns a connection with the destinations of its groups, and with its secrets without " +
		"their values. The ETag is the version of all these.",
	gives,
	failures: ["fields-wrong", "connection-gone"],
	examples: [
		{ name: "connection", summary: "A connection", params, gives: EXAMPLE_WHOLE_CONNECTION },
	],
	answer: (call) => answerConnection(call),
};

/** PATCH …/connections/{connectionId}: changes the given settings. */
async function answerChange(call: ApiCall): Promise<ApiAnswer> {
	const schema = changedConnectionBody(getEnv().DEFAULT_COUNTRY);
	const parsed = schema.safeParse(call.body);
	if (!parsed.success) return failFields(parsed.error);
	if (!hasChange(parsed.data)) {
		const names = Object.keys(schema.shape);
		return failFieldRule(names, texts.messages.api.fields.atLeastOne({ names }));
	}
	const found = await findConnectionAsRead(call);
	if (!found.ok) return found;
	const { value: before } = found;
	const given = parsed.data;
	const asked = askedGroups(given);
	if (asked === undefined && given.limitedToGroups && before.groupIds === null) {
		const detail = `groupIds: ${texts.messages.phoneSystems.groupsMissing}`;
		return fail("fields-wrong", { detail });
	}
	const refused =
		asked === undefined ? null : await refuseGroups(call.service.db, call.apiKey, asked);
	if (refused) return refused;
	const saved = await changeConnection(
		call.service,
		before.id,
		{
			version: before.version,
			name: given.name ?? before.name,
			groupIds: asked === undefined ? before.groupIds : asked,
			numbersWithoutPlus: given.numbersWithoutPlus ?? before.numbersWithoutPlus,
			releasesOnAnswer: given.releasesOnAnswer ?? before.releasesOnAnswer,
			target: storedDestination(given.target, before.target),
			secondTarget: storedDestination(given.secondTarget, before.secondTarget),
			fallback: storedDestination(given.fallback, before.fallback),
			userDataKeys: given.userDataKeys ?? before.userDataKeys,
			language: given.language ?? before.language,
		},
		actorOfKey(call.apiKey),
	);
	return saved.ok ? answerConnection(call) : failConnection(saved.error);
}

export const changeConnectionEndpoint: Endpoint = {
	...shared,
	method: "PATCH",
	path: CONNECTION,
	operationId: "changeConnection",
	summary: "Change a connection",
	description:
		"Changes the given settings, at least one, and leaves the others as they are. An empty text " +
		"removes a destination. Every process uses the new settings within 5 seconds.",
	headers: ["If-Match"],
	takes: { schema: changedConnectionBody(ANY_COUNTRY) },
	gives,
	failures: ["connection-gone", "key-limited", "json-flawed", "connection-name-taken"],
	examples: [
		{
			name: "target",
			summary: "Another destination",
			params,
			body: { target: "sip:night@pbx.example.com" },
			gives: { ...EXAMPLE_WHOLE_CONNECTION, ...changed, target: "sip:night@pbx.example.com" },
		},
	],
	answer: answerChange,
};

/** PUT …/paused: pauses the connection, or lets it work again. */
async function answerPause(call: ApiCall): Promise<ApiAnswer> {
	const parsed = pausedBody.safeParse(call.body);
	if (!parsed.success) return failFields(parsed.error);
	return answerChanged(call, ({ id, version }) =>
		pauseConnection(call.service, id, parsed.data.paused, actorOfKey(call.apiKey), version),
	);
}

export const pauseConnectionEndpoint: Endpoint = {
	...shared,
	method: "PUT",
	path: CONNECTION_PAUSED,
	operationId: "pauseConnection",
	summary: "Pause or resume a connection",
	description:
		"Lets a connection refuse its calls, or work again, within 5 seconds. Send `*` in `If-Match` " +
		"to do so whatever else has changed.",
	headers: ["If-Match"],
	takes: { schema: pausedBody },
	gives,
	failures: ["connection-gone", "json-flawed"],
	examples: [
		{
			name: "paused",
			summary: "A connection that refuses its calls",
			params,
			body: { paused: true },
			gives: { ...EXAMPLE_WHOLE_CONNECTION, ...changed, paused: true },
		},
	],
	answer: answerPause,
};

const deletedData = z.object({
	id: z.guid().meta({ description: "The ID of the connection that was deleted." }),
	name: z.string().meta({ description: "Its name, which is free again." }),
});

/** DELETE …/connections/{connectionId}: deletes it with all that depends on it. */
async function answerDelete(call: ApiCall): Promise<ApiAnswer> {
	const found = await findConnectionAsRead(call);
	if (!found.ok) return found;
	const { id, version } = found.value;
	const deleted = await deleteConnection(call.service, id, actorOfKey(call.apiKey), version);
	if (!deleted.ok) return failConnection(deleted.error);
	return { ok: true, data: { id, name: deleted.value } satisfies z.infer<typeof deletedData> };
}

export const deleteConnectionEndpoint: Endpoint = {
	...shared,
	method: "DELETE",
	path: CONNECTION,
	operationId: "deleteConnection",
	summary: "Delete a connection",
	description:
		"Deletes a connection with its secrets, the destinations of its groups and its last calls. " +
		"Its calls then get 404. Records keep its name.",
	headers: ["If-Match"],
	gives: { schema: deletedData },
	failures: ["fields-wrong", "connection-gone"],
	examples: [
		{
			name: "deleted",
			summary: "A connection that is no longer needed",
			params,
			gives: { id: EXAMPLE_CONNECTION_ID, name: "Kamailio, Frankfurt" },
		},
	],
	answer: answerDelete,
};
