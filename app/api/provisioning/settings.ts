import type { z } from "zod";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { saveSettings } from "../../operations/groups/change-group.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFieldRule, failFields } from "../contract/field-errors.ts";
import { EXAMPLE_GROUP, settingsData } from "./describe.ts";
import { failRule } from "./failures.ts";
import { hasChange, mergeSettings, settingsFields } from "./group-fields.ts";
import { failStale, requireIfMatch, settingsEtag } from "./if-match.ts";
import { EXAMPLE_GROUP_ID, GROUP, groupParams } from "./paths.ts";

const PATH = `${GROUP}/settings`;
const params = { groupId: EXAMPLE_GROUP_ID };

/** GET …/groups/{groupId}/settings. */
async function answerRead({ service: { db }, apiKey, params }: ApiCall): Promise<ApiAnswer> {
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	return {
		ok: true,
		data: group.settings satisfies z.infer<typeof settingsData>,
		etag: settingsEtag(group),
	};
}

export const readSettingsEndpoint: Endpoint = {
	method: "GET",
	path: PATH,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "readGroupSettings",
	summary: "Read a group's settings",
	description:
		"Returns the settings, which apply to every number of the group. They have their own " +
		"ETag, which changes of the pool do not affect.",
	params: groupParams,
	gives: { schema: settingsData, headers: ["ETag"] },
	failures: ["fields-wrong", "group-gone"],
	examples: [
		{ name: "settings", summary: "The settings of a group", params, gives: EXAMPLE_GROUP.settings },
	],
	isStrict: true,
	answer: answerRead,
};

/** PATCH …/groups/{groupId}/settings: changes the given settings, for new requests only (G7). */
async function answerChange({
	service: { db },
	apiKey,
	params,
	ifMatch,
	body,
}: ApiCall): Promise<ApiAnswer> {
	const asked = requireIfMatch(ifMatch);
	if (!asked.ok) return asked;
	const parsed = settingsFields.safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	if (!hasChange(parsed.data)) {
		const names = Object.keys(settingsFields.shape);
		return failFieldRule(names, texts.messages.api.fields.atLeastOne({ names }));
	}
	const group = await findGroupFor(db, apiKey, params.groupId ?? "");
	if (!group) return fail("group-gone");
	if (!asked.value.matches(settingsEtag(group)))
		return failStale({ by: group.updatedBy, at: group.updatedAt });
	const settings = mergeSettings(group.settings, parsed.data);
	const saved = await saveSettings(
		db,
		group.id,
		{ version: group.version, settings },
		actorOfKey(apiKey),
	);
	if (!saved.ok) return failRule({ db, apiKey }, saved.error);
	const { before, changed } = saved.value;
	return {
		ok: true,
		data: settings satisfies z.infer<typeof settingsData>,
		etag: settingsEtag({ version: before.version + (changed ? 1 : 0) }),
	};
}

export const changeSettingsEndpoint: Endpoint = {
	method: "PATCH",
	path: PATH,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "changeGroupSettings",
	summary: "Change a group's settings",
	description:
		"Changes the given settings, at least one, and leaves the others as they are. Changes " +
		"apply to new requests only. Returns all settings.",
	params: groupParams,
	headers: ["If-Match"],
	takes: { schema: settingsFields },
	gives: { schema: settingsData, headers: ["ETag"] },
	failures: ["group-gone", "json-flawed", "number-shared-elsewhere", "number-not-available"],
	examples: [
		{
			name: "expiry",
			summary: "A longer expiry time",
			params,
			body: { expirySeconds: 60 },
			gives: { ...EXAMPLE_GROUP.settings, expirySeconds: 60 },
		},
	],
	isStrict: true,
	answer: answerChange,
};
