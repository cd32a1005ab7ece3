import type { ListedImport } from "../../app/domain/import/listed-import.ts";
import { type Db, PATIENT } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";
import { CAN_BE_UNDONE } from "./groups-undo.ts";

const iso = (column: string) =>
	`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const TIMES = (of: string) =>
	`${of}.created_by as "createdBy", ${iso(`${of}.created_at`)} as "createdAt",
	${of}.applied_by as "appliedBy", ${iso(`${of}.applied_at`)} as "appliedAt",
	${of}.undone_by as "undoneBy", ${iso(`${of}.undone_at`)} as "undoneAt",
	coalesce(${of}.applied_at, ${of}.created_at) as at`;

const OF_POOL = `select p.id, p.group_id as "groupId", p.file_name as "fileName", p.mode, p.state,
		p.state = 'applied' and p.pool_before is not null and exists (
			select 1 from groups o where o.id = p.group_id and o.pool_version = p.applied_pool_version
		) as "canUndo",
		p.rows_in_error as "inError", p.summary as figures, ${TIMES("p")}
	from import_reviews p where p.group_id = $1::uuid`;

const OF_GROUPS = `r.id, null::uuid as "groupId", r.file_name as "fileName", r.existing as mode,
		case when r.undone_at is null then r.state else 'undone' end as state,
		${CAN_BE_UNDONE} as "canUndo"`;

/** Files of all groups, as far as they made or changed this group. */
const OF_ONE_GROUP = `select ${OF_GROUPS}, null::integer as "inError", one.figures, ${TIMES("r")}
	from group_import_groups one join group_import_reviews r on r.id = one.review_id
	where one.target_id = $1::uuid and one.outcome in ('new', 'changed') and r.state = 'applied'`;

const groupsOf = (outcome: string) =>
	`(select count(*) from group_import_groups c
		where c.review_id = r.id and c.outcome = '${outcome}')::integer`;

const OF_ALL_GROUPS = `select ${OF_GROUPS},
		case when r.planned_for is null then null else ${groupsOf("error")} end as "inError",
		case when r.state = 'applied' then json_build_object(
			'newGroups', ${groupsOf("new")}, 'changedGroups', ${groupsOf("changed")}
		)::text end as figures, ${TIMES("r")}
	from group_import_reviews r where r.state <> 'checking' and $1::uuid is null`;

const sourceOf = (groupId: string | null): string =>
	groupId === null ? OF_ALL_GROUPS : `${OF_POOL} union all ${OF_ONE_GROUP}`;

type Row = Omit<ListedImport, "figures"> & { figures: string | null };

const toListed = ({ figures, ...row }: Row): ListedImport => ({
	...row,
	figures: row.state === "open" || figures === null ? null : JSON.parse(figures),
});

/**
 * A page of the imports of a group, or (null) of all files of all groups: the newest first. A
 * group's list has the files of all groups that made or changed it.
 */
export async function listImports(
	db: Db,
	groupId: string | null,
	{ limit, offset }: { limit: number; offset: number },
): Promise<{ imports: ListedImport[]; total: number }> {
	if (groupId !== null && !isUuid(groupId)) return { imports: [], total: 0 };
	const rows = await db.query<Row>(
		`select * from (${sourceOf(groupId)}) listed order by at desc, id desc
		limit $2::integer offset $3::integer`,
		[groupId, limit, offset],
		PATIENT,
	);
	const [counted] = await db.query<{ total: number }>(
		`select count(*)::integer as total from (${sourceOf(groupId)}) listed`,
		[groupId],
		PATIENT,
	);
	return { imports: rows.map(toListed), total: counted?.total ?? 0 };
}

/** The same, but only open reviews and imports that can still be undone (I10). */
export async function listPendingImports(
	db: Db,
	groupId: string | null,
	limit: number,
): Promise<ListedImport[]> {
	const rows = await db.query<Row>(
		`select * from (${sourceOf(groupId)}) listed where state = 'open' or "canUndo"
		order by state = 'open' desc, at desc, id desc limit $2::integer`,
		[groupId, limit],
		PATIENT,
	);
	return rows.map(toListed);
}

/** An open review of a pool's file, or (`group` null) of a file of all groups. */
export type OpenReview = {
	id: string;
	group: { id: string; name: string } | null;
	fileName: string;
	createdBy: string;
	createdAt: string;
};

/** The open reviews of all groups, the newest first (I10). */
export async function listOpenReviews(db: Db, limit: number): Promise<OpenReview[]> {
	const rows = await db.query<Omit<OpenReview, "group"> & { groupId: string; name: string }>(
		`select p.id, g.id as "groupId", g.name, p.file_name as "fileName",
			p.created_by as "createdBy", ${iso("p.created_at")} as "createdAt"
		from import_reviews p join groups g on g.id = p.group_id where p.state = 'open'
		union all
		select r.id, null, null, r.file_name, r.created_by, ${iso("r.created_at")}
		from group_import_reviews r where r.state = 'open'
		order by "createdAt" desc, id desc limit $1::integer`,
		[limit],
	);
	return rows.map(({ groupId, name, ...review }) => ({
		...review,
		group: groupId === null ? null : { id: groupId, name },
	}));
}

/** Where the page of an import is: of a group's pool, or (null) of all groups. */
export async function findImportPlace(
	db: Db,
	importId: string,
): Promise<{ groupId: string | null } | null> {
	const [row] = await db.query<{ groupId: string | null }>(
		`select group_id as "groupId" from import_reviews where id = $1::uuid
		union all select null from group_import_reviews where id = $1::uuid and state <> 'checking'`,
		[importId],
	);
	return row ?? null;
}
