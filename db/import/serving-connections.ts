import { groupNameKey } from "../../app/domain/groups/group.ts";
import type {
	PlacesOfGroup,
	ServingConnection,
} from "../../app/domain/import/all-groups/connections-plan.ts";
import { type Db, PATIENT } from "../connection/database.ts";

type Own = PlacesOfGroup & { groupId: string };

/** All connections by the key of their names, with the groups that they serve. */
export async function readServingConnections(db: Db): Promise<Map<string, ServingConnection>> {
	const rows = await db.query<{
		id: string;
		name: string;
		limited: boolean;
		group_ids: string;
		own: string;
	}>(
		`select c.id, c.name, k.limited_to_groups as limited,
			(select coalesce(json_agg(g.group_id), '[]')::text from api_key_groups g
				where g.api_key_id = c.id) as group_ids,
			(select coalesce(json_agg(json_build_object('groupId', d.group_id, 'target', d.target,
				'secondTarget', d.second_target, 'fallback', d.fallback, 'language', d.language)),
				'[]')::text from connection_destinations d
				where d.connection_id = c.id) as own
		from connections c join api_keys k on k.id = c.id order by c.name_key`,
		[],
		PATIENT,
	);
	return new Map(
		rows.map(({ id, name, limited, group_ids, own }) => [
			groupNameKey(name),
			{
				...{ id, name },
				groupIds: limited ? new Set(JSON.parse(group_ids) as string[]) : null,
				destinations: new Map(
					(JSON.parse(own) as Own[]).map(({ groupId, ...places }) => [groupId, places]),
				),
			},
		]),
	);
}

/** No other transaction changes a connection until this one ends. */
export async function lockAllConnections(tx: Db): Promise<void> {
	await tx.query("select 1 from connections order by id for update", [], PATIENT);
}

/** The connections that groups of a review name, and whether they are left out. */
export async function listNamedConnections(
	db: Db,
	reviewId: string,
): Promise<{ name: string; leftOut: boolean }[]> {
	return db.query(
		`select distinct c->>'name' as name, coalesce((c->>'leftOut')::boolean, false) as "leftOut"
		from group_import_groups g,
			json_array_elements(coalesce(g.settings::json->'connections', '[]')) c
		where g.review_id = $1::uuid and not g.left_out
			and coalesce(g.outcome, '') <> 'skipped' order by 1`,
		[reviewId],
		PATIENT,
	);
}

/** Stores the settings and connections of one group of a review, as JSON. */
export async function updateReviewedSettings(
	tx: Db,
	reviewId: string,
	index: number,
	settings: string,
): Promise<void> {
	await tx.query(
		`update group_import_groups set settings = $3::text
		where review_id = $1::uuid and index = $2::integer`,
		[reviewId, index, settings],
	);
}
