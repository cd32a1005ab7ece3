import { z } from "zod";

export const PROVISIONING = "/engagement/v3/provisioning";
/** Path of the groups (C12), and of the imports of files of all groups. */
export const GROUPS = `${PROVISIONING}/groups`;
export const IMPORTS = `${PROVISIONING}/imports`;
export const GROUP = `${GROUPS}/{groupId}`;
export const ENTRIES = `${GROUP}/entries`;
export const GROUP_IMPORT = `${GROUP}/imports/{importId}`;
export const POOL_CHANGES = `${GROUP}/changes`;
export const ENTRY = `${ENTRIES}/{entryId}`;

/** Any text is accepted in a path: an invalid ID matches nothing. */
const id = (of: string) =>
	z.string().meta({ description: `The ${of}'s \`id\`, a UUID.`, format: "uuid" });

export const groupParams = z.object({ groupId: id("group") });
export const entryParams = z.object({ groupId: id("group"), entryId: id("entry") });

export const importParams = z.object({ importId: id("import") });
export const changeParams = z.object({ groupId: id("group"), changeId: id("change") });
export const groupImportParams = z.object({ groupId: id("group"), importId: id("import") });

/** The group ID of the examples. */
export const EXAMPLE_GROUP_ID = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";
export const EXAMPLE_ENTRY_ID = "0190c2a8-8a11-7c02-a5d1-0b1f6a4f2f8f";
export const EXAMPLE_CHANGE_ID = "0190c2a8-9c33-7d04-b7f3-2c3f8b6f4fa0";
export const EXAMPLE_IMPORT_ID = "0190c2a8-9b22-7d03-b6e2-1c2f7b5f3f9f";
