import { z } from "zod";

/** Path of the groups (C12). */
export const GROUPS = "/engagement/v3/provisioning/groups";
export const GROUP = `${GROUPS}/{groupId}`;
export const ENTRIES = `${GROUP}/entries`;
export const ENTRY = `${ENTRIES}/{entryId}`;

/** Any text is accepted in a path: an invalid ID matches nothing. */
const id = (of: string) =>
	z.string().meta({ description: `The ${of}'s \`id\`, a UUID.`, format: "uuid" });

export const groupParams = z.object({ groupId: id("group") });
export const entryParams = z.object({ groupId: id("group"), entryId: id("entry") });

/** The group ID of the examples. */
export const EXAMPLE_GROUP_ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";
export const EXAMPLE_ENTRY_ID = "0190c2a8-8a11-7c02-a5d1-0b1f6a4f2f8f";
