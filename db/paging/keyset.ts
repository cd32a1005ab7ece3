import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Place } from "../../app/domain/records/record-view.ts";

/** A page of a list in a fixed order, and whether there is more on either side. */
export type KeysetPage<Row> = { rows: Row[]; hasPrevious: boolean; hasNext: boolean };

type Keyset<Row> = {
	at: AnyPgColumn;
	id: AnyPgColumn;
	isDescending: boolean;
	limit: number;
	read: (where: SQL | undefined, order: SQL, limit: number) => Promise<Row[]>;
};

/**
 * Reads a page by the time and ID of the record next to it, both from an index: as fast a million
 * records away as at the beginning, and records that come in meanwhile move nothing. A page before
 * the first full one is the first.
 */
export async function readKeysetPage<Row>(
	place: Place,
	keyset: Keyset<Row>,
): Promise<KeysetPage<Row>> {
	const { at, id, isDescending, limit, read } = keyset;
	const isBackward = place?.way === "before";
	const goesDown = isDescending !== isBackward;
	const beyond =
		place &&
		sql`(${at}, ${id}) ${sql.raw(goesDown ? "<" : ">")}
			(${place.at.toISOString()}::timestamptz, ${place.id}::uuid)`;
	const direction = sql.raw(goesDown ? "desc" : "asc");
	const found = await read(
		beyond ?? undefined,
		sql`${at} ${direction}, ${id} ${direction}`,
		limit + 1,
	);
	const rows = found.slice(0, limit);
	const hasMore = found.length > limit;
	if (!isBackward) return { rows, hasPrevious: place !== null, hasNext: hasMore };
	if (rows.length < limit) return readKeysetPage(null, keyset);
	return { rows: rows.reverse(), hasPrevious: hasMore, hasNext: true };
}
