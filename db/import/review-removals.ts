import { type Db, PATIENT } from "../connection/database.ts";

/** A group of a review whose import removes numbers. */
export type LosingGroup = { index: number; name: string; removed: number };

const LOSES = `g.review_id = $1::uuid and g.outcome = 'changed'
	and (g.figures::json->>'removed')::integer > 0`;

/** The groups of a review that lose numbers, most numbers first, and how many groups these are. */
export async function listLosingGroups(
	db: Db,
	reviewId: string,
	limit: number,
): Promise<{ groups: LosingGroup[]; found: number }> {
	const rows = await db.query<LosingGroup & { found: number }>(
		`select g.index, g.name, (g.figures::json->>'removed')::integer as removed,
			count(*) over ()::integer as found
		from group_import_groups g where ${LOSES} order by 3 desc, 1 limit $2::integer`,
		[reviewId, limit],
		PATIENT,
	);
	return {
		groups: rows.map(({ index, name, removed }) => ({ index, name, removed })),
		found: rows[0]?.found ?? 0,
	};
}

/** The groups of a review that lose numbers while some number of their pools has live requests. */
export async function listLosingLiveGroups(
	db: Db,
	reviewId: string,
): Promise<{ index: number; groupId: string }[]> {
	return db.query(
		`select g.index, g.target_id as "groupId" from group_import_groups g
		where ${LOSES} and exists (
			select 1 from pool_entries p join requests r on r.to_number = p.number
			where p.group_id = g.target_id and r.expires_at > now() and r.ended_at is null
		) order by 1`,
		[reviewId],
		PATIENT,
	);
}
