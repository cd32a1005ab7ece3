import { z } from "zod";
import { HEARD_LANGUAGES } from "../../conversation/heard-language.ts";
import { bySetting, type GroupSettings } from "../../groups/group-settings.ts";
import { DRAINS, type ListedEntry, POOL_SIZE_MAX } from "../../groups/pool.ts";
import type { PlacesOfGroup } from "./connections-plan.ts";

/**
 * The format's name in a file of all groups (I7). docs/groups-file.md describes the format for
 * people.
 */
export const GROUPS_FILE_FORMAT = "click-to-call-in-groups";
export const GROUPS_FILE_VERSION = 1;
/** Limits of an imported file: bytes, and groups in it. */
export const GROUPS_FILE_BYTES_MAX = 50 * 1024 * 1024;
export const GROUPS_FILE_GROUPS_MAX = 10_000;

/** A group's settings in a file. A missing setting has its default (G7). */
export const fileSettingsSchema = z.object(
	bySetting({
		switch: (row) => z.boolean().default(row.default),
		count: (row) => z.int().min(row.min).max(row.max).default(row.default),
		choice: (row) => z.enum(row.values).default(row.default),
	}),
);

/**
 * A number in a file. A missing or null description is empty. `drain`: the number is draining
 * (G15); a number that the pool already has keeps its own drain.
 */
export const fileNumberSchema = z.object({
	number: z.string(),
	description: z.string().nullish(),
	drain: z.enum(DRAINS).nullish(),
});

/** A connection that serves a group, in a file: by its name, with the group's own destinations. */
export const fileConnectionSchema = z.object({
	name: z.string(),
	target: z.string().nullish(),
	secondTarget: z.string().nullish(),
	fallback: z.string().nullish(),
	language: z.enum(HEARD_LANGUAGES).nullish(),
});

/**
 * The shape of a complete file (I7), without the rules for names, numbers and descriptions (G1, G4
 * to G6): the review checks those one by one. Unknown fields are ignored.
 */
export const groupsFileSchema = z.object({
	format: z.literal(GROUPS_FILE_FORMAT),
	version: z.literal(GROUPS_FILE_VERSION),
	exportedAt: z.iso.datetime({ offset: true }).optional(),
	groups: z
		.array(
			z.object({
				name: z.string(),
				settings: fileSettingsSchema.optional(),
				connections: z.array(fileConnectionSchema).optional(),
				numbers: z.array(fileNumberSchema).min(1).max(POOL_SIZE_MAX),
			}),
		)
		.max(GROUPS_FILE_GROUPS_MAX),
});

/** A group as it is exported. */
export type ExportedGroup = {
	name: string;
	settings: GroupSettings;
	connections: (PlacesOfGroup & { name: string })[];
	numbers: ListedEntry[];
};

/**
 * The text of a file in pieces: its beginning, each group after the previous one, its end. One
 * number on each line, so that two files can be compared.
 */
export const groupsFileBeginning = (exportedAt: string): string =>
	[
		"{",
		`"format": ${JSON.stringify(GROUPS_FILE_FORMAT)},`,
		`"version": ${GROUPS_FILE_VERSION},`,
		`"exportedAt": ${JSON.stringify(exportedAt)},`,
		'"groups": [',
	].join("\n");

export function groupsFileGroup(
	{ name, settings, connections, numbers }: ExportedGroup,
	isFirst: boolean,
): string {
	const lines = numbers.map(({ number, description, drain }) =>
		JSON.stringify({ number, description, drain }),
	);
	const beginning = `{"name": ${JSON.stringify(name)}, "settings": ${JSON.stringify(settings)}`;
	const serving = connections.map(({ name, target, secondTarget, fallback, language }) =>
		JSON.stringify({
			...{ name, target: target ?? undefined },
			// Null, and not left out: what a file leaves out stays as it is.
			...{ secondTarget, fallback: fallback ?? undefined, language },
		}),
	);
	const served = serving.length === 0 ? "" : `, "connections": [\n${serving.join(",\n")}\n]`;
	return `${isFirst ? "" : ","}\n${beginning}${served}, "numbers": [\n${lines.join(",\n")}\n]}`;
}

export const GROUPS_FILE_END = "\n]\n}\n";
