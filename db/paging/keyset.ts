import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Place } from "../../app/domain/records/record-view.ts";

/** A page of a list in a fixed order, and whether there are pages on either side. */
export type KeysetPage<Row> = { rows: Row[]; hasPrevious: boolean; hasNext: boolean };

type Keyset<Row> = {
	at: AnyPgColumn;
	id: AnyPgColumn;
	isDescending: boolean;
	limit: number;
	read: (where: SQL | undefined, order: SQL, limit: number) => Promise<Row[]>;
};

/**
 * Keyset pagination by the time and ID of the neighbouring record, both from an index: a million
 * records away is as fast as the start, and new records shift nothing. A page before the first full
 * page is the first page.
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
