import type { Db } from "../../../db/connection/database.ts";
import { findKnownNumbers } from "../../../db/groups/known-numbers.ts";
import type { DnisContext } from "../../domain/numbers/dnis-question.ts";
import { searchedNumbers } from "../../domain/numbers/pasted-text.ts";
import { getEnv } from "../../platform/env.server.ts";

/**
 * The context in which a typed DNIS is read: the default country, and which of the numbers that it
 * can mean are in the group's pool, or known from any pool (G4, N6). `groupId` is null for a group
 * that does not exist yet. A value that is no text has no known numbers.
 */
export async function readDnisContext(
	db: Db,
	groupId: string | null,
	typed: unknown,
): Promise<DnisContext> {
	const country = getEnv().DEFAULT_COUNTRY;
	const numbers = typeof typed === "string" ? searchedNumbers(typed, { country }) : null;
	const { inPool, known } = await findKnownNumbers(db, groupId, numbers ?? []);
	return {
		country,
		isInPool: (number) => inPool.has(number),
		isKnown: (number) => known.has(number),
	};
}
