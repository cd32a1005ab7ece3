import type { Db } from "../../../db/connection/database.ts";
import { listExistingFor } from "../../../db/groups/groups.ts";
import type { ApiKey } from "../../../db/keys/api-keys.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import { FIELD_CODES } from "../contract/field-error.ts";

const words = texts.messages.api;

/**
 * Refuses groups that a key may not give to a connection: ones that it may not see, and for a key
 * limited to groups all of them (null) (C11). An unknown group gets the same answer as one that the
 * key may not see.
 */
export async function refuseGroups(
	db: Db,
	apiKey: ApiKey,
	groupIds: readonly string[] | null,
): Promise<ReturnType<typeof fail> | null> {
	if (groupIds === null)
		return apiKey.limitedToGroups ? fail("key-limited", { message: words.connectionForAll }) : null;
	const known = await listExistingFor(db, apiKey, groupIds);
	const unknown = groupIds.filter((id) => !known.has(id));
	if (unknown.length === 0) return null;
	const ids = unknown.slice(0, NAMED_MAX);
	const message = words.fields.groupsUnknown({ ids });
	return fail("fields-wrong", {
		detail: `groupIds ${message}.`,
		errors: [{ field: "groupIds", code: FIELD_CODES.unknown, message }],
	});
}

const NAMED_MAX = 5;
