import { z } from "zod";
import { findEntryIds, findEntryIdsByNumber } from "../../../db/groups/found-entries.ts";
import { findGroupFor } from "../../../db/groups/groups.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { type GroupGone, messageOf } from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import type { PoolChange } from "../../domain/groups/pool-change.ts";
import { numberSearch } from "../../domain/numbers/pasted-text.ts";
import { searchText } from "../../domain/text.ts";
import {
	changeManyNumbers,
	type LiveOnNumbers,
	type PoolNotChanged,
	planChange,
} from "../../operations/groups/change-many-numbers.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFieldRule, failFields } from "../contract/field-errors.ts";
import { idempotent } from "../contract/idempotent.ts";
import { flag, readQuery, wholeNumber } from "../contract/query.ts";
import { changeBody, changedData } from "./change-fields.ts";
import { limitsOf } from "./entries.ts";
import { LIVE_REQUESTS_MAX } from "./entry.ts";
import { failStale, poolEtag, readIfMatch, requireIfMatch } from "./if-match.ts";
import { EXAMPLE_CHANGE_ID, EXAMPLE_GROUP_ID, groupParams, POOL_CHANGES } from "./paths.ts";

const words = texts.messages.api.fields;
const { many } = texts.messages.groups;

const changeQuery = z.object({
	dryRun: flag.describe("`true`: shows what the change would do, and changes nothing."),
	acceptedLiveRequests: wholeNumber(0, LIVE_REQUESTS_MAX, 0).describe(
		"How many live requests the deleted numbers may have together. If they have more, nothing " +
			"is done. Live requests stay valid until they expire.",
	),
});

const BODY_BYTES_MAX = 512 * 1024;

type Body = z.output<typeof changeBody>;

function changeOf({ action, drain, description }: Body): PoolChange | null {
	switch (action) {
		case "drain":
			return { action, drain: drain ?? "keep" };
		case "describe":
			return description === undefined || description === null ? null : { action, description };
		default:
			return { action };
	}
}

const NAMED = 5;

/** The entries that a body means, or what is wrong with it. */
async function select(
	{ service: { db }, apiKey }: ApiCall,
	group: Group,
	{ numbers, found }: Body,
): Promise<{ ok: true; value: Set<string> } | ReturnType<typeof fail>> {
	if (numbers && !found) {
		const ids = await findEntryIdsByNumber(db, group.id, numbers);
		const unknown = numbers.filter((number) => !ids.has(number));
		if (unknown.length === 0) return { ok: true, value: new Set(ids.values()) };
		const named = { numbers: unknown.slice(0, NAMED), more: Math.max(0, unknown.length - NAMED) };
		return failFieldRule(["numbers"], words.notInPool(named), "entry-gone");
	}
	if (!found || numbers) return failFieldRule(["numbers", "found"], words.numbersOrFound);
	const text = searchText(found.q ?? "");
	const ids = await findEntryIds(db, group.id, {
		...{ text, number: numberSearch(text, { country: getEnv().DEFAULT_COUNTRY }) },
		...{ state: found.state ?? null, limitedKey: limitsOf(apiKey) },
	});
	if (ids.size === found.count) return { ok: true, value: ids };
	const counts = { count: found.count, found: ids.size };
	return failFieldRule(["found.count"], words.foundOthers(counts), "changed-meanwhile");
}

/** POST …/groups/{groupId}/changes: a dry run, or a change of many numbers (G16). */
async function answerChange(call: ApiCall): Promise<ApiAnswer> {
	const asked = readQuery(changeQuery, call.query);
	if (!asked.ok) return asked;
	if (!asked.value.dryRun) {
		const ifMatch = requireIfMatch(call.ifMatch);
		return ifMatch.ok ? changeOnce(call) : ifMatch;
	}
	const read = await readAsked(call);
	if (!read.ok) return read;
	const { group, change, entryIds } = read.value;
	const actor = actorOfKey(call.apiKey);
	const { plan, live } = await planChange(call.service.db, group.id, entryIds, change, actor);
	const refused = plan.problem && failChange(plan.problem);
	return refused ?? { ok: true, data: figuresOf(plan, live, null, false), etag: poolEtag(group) };
}

/** What the call asks for, of the pool that the client has read. */
async function readAsked(call: ApiCall) {
	const parsed = changeBody.safeParse(call.body);
	if (!parsed.success) return failFields(parsed.error);
	const change = changeOf(parsed.data);
	if (change === null) return failFieldRule(["description"], words.descriptionForDescribe);
	const ifMatch = readIfMatch(call.ifMatch);
	if (!ifMatch.ok) return ifMatch;
	const group = await findGroupFor(call.service.db, call.apiKey, call.params.groupId ?? "");
	if (!group) return fail("group-gone");
	if (ifMatch.value && !ifMatch.value.matches(poolEtag(group))) return failStale();
	const entryIds = await select(call, group, parsed.data);
	if (!entryIds.ok) return entryIds;
	return { ok: true as const, value: { group, change, entryIds: entryIds.value } };
}

const changeOnce = idempotent("changePool", async (call): Promise<JsonAnswer> => {
	const { service, apiKey, query } = call;
	const asked = readQuery(changeQuery, query);
	if (!asked.ok) return asked;
	const read = await readAsked(call);
	if (!read.ok) return read;
	const { group, change, entryIds } = read.value;
	const { acceptedLiveRequests } = asked.value;
	const input = { entryIds, change, poolVersion: group.poolVersion, acceptedLiveRequests };
	const done = await changeManyNumbers(service.db, group.id, input, actorOfKey(apiKey));
	if (!done.ok) return failChange(done.error);
	const { changeId, live, ...plan } = done.value;
	const after = await findGroupFor(service.db, apiKey, group.id);
	const etag = after ? poolEtag(after) : undefined;
	return { ok: true, data: figuresOf(plan, live, changeId, true), etag };
});

const figuresOf = (
	plan: { changed: unknown[]; unchanged: unknown[]; size: number; draining: number },
	{ liveRequests }: LiveOnNumbers,
	changeId: string | null,
	applied: boolean,
): z.infer<typeof changedData> => ({
	applied,
	changeId: changeId ?? undefined,
	changed: plan.changed.length,
	unchanged: plan.unchanged.length,
	liveRequests,
	poolSize: plan.size,
	draining: plan.draining,
});

function failChange(refusal: PoolNotChanged | GroupGone) {
	switch (refusal.code) {
		case "group-gone":
			return fail("group-gone");
		case "pool-changed":
			return failStale();
		case "pool-none-left":
			return fail("pool-last-number", { message: many.noneLeft });
		case "pool-all-draining":
			return fail("pool-all-draining", { message: messageOf(refusal) });
		case "numbers-live": {
			const { liveRequests } = refusal;
			const confirm = texts.messages.api.details.acceptLiveRequests({ liveRequests });
			const field = { field: "acceptedLiveRequests", code: "number-live", message: confirm };
			return fail("number-live", {
				message: many.live(refusal),
				detail: confirm,
				errors: [{ ...field, suggestion: String(liveRequests) }],
			});
		}
	}
}

export const changePoolEndpoint: Endpoint = {
	method: "POST",
	path: POOL_CHANGES,
	scopes: ["provision"],
	tag: "Provisioning",
	operationId: "changePool",
	summary: "Change many numbers",
	description:
		"Drains, describes or deletes many numbers of a pool, all or nothing: those of a list, or " +
		"all that a search finds. Send the pool's ETag in `If-Match`, as the list of numbers gives " +
		"it. With `dryRun=true`, nothing changes: the answer tells the figures, and its ETag is the " +
		"pool's. A group keeps a number that is not draining. The change can be undone for a day. " +
		"`Idempotency-Key` means nothing to a dry run.",
	params: groupParams,
	query: changeQuery,
	headers: ["If-Match-Where-Known", "Idempotency-Key"],
	takes: { schema: changeBody },
	gives: { schema: changedData, headers: ["ETag"] },
	failures: [
		"fields-wrong",
		"json-flawed",
		"group-gone",
		"number-live",
		"pool-last-number",
		"pool-all-draining",
	],
	examples: [
		{
			name: "drain",
			summary: "Two numbers are not given any more, and removed once they are free",
			params: { groupId: EXAMPLE_GROUP_ID },
			body: {
				...{ action: "drain", drain: "remove" },
				numbers: ["+18005555554", "+18005555555"],
			},
			gives: {
				...{ applied: true, changeId: EXAMPLE_CHANGE_ID, changed: 2, unchanged: 0 },
				...{ liveRequests: 1, poolSize: 50, draining: 2 },
			},
		},
	],
	isStrict: true,
	bodyBytesMax: BODY_BYTES_MAX,
	answer: answerChange,
};
