import type { Db } from "../connection/database.ts";
import { denseCodes } from "../requests/live-codes.ts";

/** A number with too many live codes of one length, and the groups that have it. */
export type DenseNumber = {
	number: string;
	length: number;
	live: number;
	groups: { id: string; name: string }[];
};

/**
 * The numbers with too many live codes (C10), the densest first. A number that is in no pool is
 * left out.
 */
export async function listDenseCodes(
	db: Db,
	codesPerLiveCode: number,
	limit: number,
): Promise<DenseNumber[]> {
	const rows = await db.query<Omit<DenseNumber, "groups"> & { groups: string }>(
		`${denseCodes("$1::integer")}
		select d.number, d.length, d.live,
			json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name_key)::text as groups
		from dense d join pool_entries e on e.number = d.number join groups g on g.id = e.group_id
		group by d.number, d.length, d.live, d.part order by d.part desc, d.number limit $2::integer`,
		[codesPerLiveCode, limit],
	);
	return rows.map((row) => ({ ...row, groups: JSON.parse(row.groups) }));
}
