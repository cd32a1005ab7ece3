import { z } from "zod";
import type { GroupRef } from "../../domain/groups/errors.ts";
import { GROUP_NAME_MAX, type Group } from "../../domain/groups/group.ts";
import { bySetting, DEFAULT_GROUP_SETTINGS } from "../../domain/groups/group-settings.ts";
import type { NumberState } from "../../domain/groups/number-state.ts";
import { listNumberWarnings } from "../../domain/groups/number-warnings.ts";
import {
	DESCRIPTION_MAX,
	POOL_SIZE_MAX,
	POOL_SIZE_MIN,
	type PoolEntry,
} from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { describeState, stateShape } from "./describe-state.ts";
import { entryEtag, groupEtag } from "./if-match.ts";
import { EXAMPLE_ENTRY_ID, EXAMPLE_GROUP_ID } from "./paths.ts";

const time = z.iso.datetime();
const changed = {
	updatedAt: time.meta({ description: "When it was last changed, in ISO 8601, UTC." }),
	updatedBy: z
		.string()
		.meta({ description: "Who changed it last: a user's e-mail address, or an API key's name." }),
};
const etag = (header: string) =>
	z.string().meta({
		description: `Its version, the same as the header ETag when it is read alone: ${header}.`,
	});

/** Warnings in the pages' words. */
export const warningsData = z.array(z.string().meta({ description: "A sentence." })).meta({
	description:
		"Warnings about the number, a sentence each: no phone company uses its range, or other " +
		"groups have it. Empty if there are none.",
});

/** A group's settings, all of them. */
const settingsShape = bySetting({
	switch: ({ words }) => z.boolean().meta({ description: texts.groupSettings[words].gives }),
	count: ({ min, max, unit, words }) =>
		z
			.int()
			.min(min)
			.max(max)
			.meta({ description: texts.groupSettings[words].gives, "x-unit": unit }),
	choice: ({ values, words }) =>
		z.enum(values).meta({ description: texts.groupSettings[words].gives }),
});
const settings = {
	description: "The settings for every number of the group.",
	id: "GroupSettings",
};
export const settingsData = z.object(settingsShape).meta(settings);

/** A group in a list. */
const groupShape = {
	id: z.guid().meta({ description: "The group's ID, a UUID." }),
	name: z
		.string()
		.meta({ description: "The group's name.", minLength: 1, maxLength: GROUP_NAME_MAX }),
	settings: settingsData,
	poolSize: z
		.int()
		.min(POOL_SIZE_MIN)
		.max(POOL_SIZE_MAX)
		.meta({ description: "How many DNIS numbers it has." }),
	draining: z
		.int()
		.min(0)
		.meta({ description: "How many of them are draining: they are not given any more." }),
	createdAt: time.meta({ description: "When it was made, in ISO 8601, UTC." }),
	...changed,
	etag: etag("what deleting the group needs in `If-Match`"),
};
export const groupData = z.object(groupShape).meta({ description: "A group.", id: "Group" });

/** A single group. */
export const wholeGroupData = z.object({
	...groupShape,
	liveRequests: z
		.int()
		.min(0)
		.meta({ description: "Its live requests now. They stay valid when the group is deleted." }),
});

/** An entry of a pool. */
export const entryData = z
	.object({
		id: z.guid().meta({ description: "The entry's ID, a UUID." }),
		number: z
			.string()
			.regex(/^\+[1-9][0-9]{0,14}$/)
			.meta({ description: "The DNIS, E.164 with `+`.", maxLength: 16 }),
		description: z.string().meta({
			description: "Its description. Empty if it has none.",
			maxLength: DESCRIPTION_MAX,
		}),
		warnings: warningsData,
		...stateShape,
		...changed,
		etag: etag("what changing or deleting the entry needs in `If-Match`"),
	})
	.meta({ description: "An entry of a pool.", id: "PoolEntry" });

export const describeGroup = (group: Group): z.infer<typeof groupData> => ({
	id: group.id,
	name: group.name,
	settings: group.settings,
	poolSize: group.poolSize,
	draining: group.drainingSize,
	createdAt: group.createdAt.toISOString(),
	updatedAt: group.updatedAt.toISOString(),
	updatedBy: group.updatedBy,
	etag: groupEtag(group),
});

/** `others` are the other groups with the number. Their names are redacted for the key. */
export const describeEntry = (
	entry: PoolEntry,
	others: GroupRef[],
	state: NumberState | undefined,
	showsRequests: boolean,
): z.infer<typeof entryData> => ({
	id: entry.id,
	number: entry.number,
	description: entry.description,
	warnings: listNumberWarnings(entry.number, others),
	...describeState(entry, state, showsRequests),
	updatedAt: entry.updatedAt.toISOString(),
	updatedBy: entry.updatedBy,
	etag: entryEtag(entry),
});

export const EXAMPLE_GROUP: z.infer<typeof groupData> = {
	id: EXAMPLE_GROUP_ID,
	name: "auto_insurance",
	settings: DEFAULT_GROUP_SETTINGS,
	poolSize: 2,
	draining: 0,
	createdAt: "2026-11-22T21:43:29.123Z",
	updatedAt: "2026-11-22T21:43:29.123Z",
	updatedBy: "ann@example.com",
	etag: '"g1-2"',
};

export const EXAMPLE_ENTRY: z.infer<typeof entryData> = {
	id: EXAMPLE_ENTRY_ID,
	number: "+18005555554",
	description: "Main line",
	warnings: [],
	...{ drain: "none", state: "free", liveRequests: 0, givenLastDay: 12 },
	lastUsedAt: "2026-11-22T21:40:00.000Z",
	updatedAt: "2026-11-22T21:43:29.123Z",
	updatedBy: "ann@example.com",
	etag: '"e1"',
};
