import { eq } from "drizzle-orm";
import type { ConnectionStep } from "../../app/domain/import/all-groups/connections-plan.ts";
import type { GroupOutcome } from "../../app/domain/import/all-groups/groups-import-plan.ts";
import type { UndoState } from "../../app/domain/import/all-groups/undo-state.ts";
import { nowMs } from "../clock.ts";
import { type Db, PATIENT } from "../connection/database.ts";
import { groupImportGroups, groupImportReviews } from "../schema/import-tables.ts";

/** Stores what an undo needs of some groups of a review, in one statement. */
export async function saveUndoStates(
	tx: Db,
	reviewId: string,
	states: { index: number; state: UndoState; steps: readonly ConnectionStep[] }[],
): Promise<void> {
	if (states.length === 0) return;
	await tx.query(
		`update group_import_groups g set undo_state = s.state, applied_steps = s.steps
		from json_to_recordset($2::json) as s(index integer, state text, steps text)
		where g.review_id = $1::uuid and g.index = s.index`,
		[
			reviewId,
			JSON.stringify(
				states.map(({ index, state, steps }) => ({
					...{ index, state: JSON.stringify(state), steps: JSON.stringify(steps) },
				})),
			),
		],
		PATIENT,
	);
}

/** Erases what an undo needs of all groups of a review. */
export async function eraseUndoStates(tx: Db, reviewId: string): Promise<void> {
	await tx.query(
		`update group_import_groups set undo_state = null
		where review_id = $1::uuid and undo_state is not null`,
		[reviewId],
		PATIENT,
	);
}

/** What an undo needs of one group; null if it is erased, or if the import left it unchanged. */
export async function findUndoState(
	db: Db,
	reviewId: string,
	index: number,
): Promise<UndoState | null> {
	const [row] = await db.query<{ state: string | null }>(
		`select undo_state as state from group_import_groups
		where review_id = $1::uuid and index = $2::integer`,
		[reviewId, index],
		PATIENT,
	);
	return row?.state ? (JSON.parse(row.state) as UndoState) : null;
}

/** Stores which groups an import has made or changed, and their versions right after it. */
export async function markAppliedGroups(
	tx: Db,
	reviewId: string,
	applied: { index: number; id: string }[],
): Promise<void> {
	await tx.query(
		`update group_import_groups g set
			target_id = t.id, applied_version = t.version, applied_pool_version = t.pool_version
		from json_to_recordset($2::json) as a(index integer, id uuid)
		join groups t on t.id = a.id
		where g.review_id = $1::uuid and g.index = a.index`,
		[reviewId, JSON.stringify(applied)],
		PATIENT,
	);
}

/** `g` has still the versions from right after the import. */
const IS_AS_APPLIED = `exists (
		select 1 from groups t where t.id = g.target_id
		and t.version = g.applied_version and t.pool_version = g.applied_pool_version
	)`;

/**
 * Whether the groups of an applied review `r` are as it left them, and what an undo needs is there.
 * Connections are not compared.
 */
export const CAN_BE_UNDONE = `(r.state = 'applied' and r.undone_at is null
	and exists (
		select 1 from group_import_groups g where g.review_id = r.id and g.undo_state is not null
	)
	and not exists (
		select 1 from group_import_groups g
		where g.review_id = r.id and g.outcome in ('new', 'changed')
		and (g.undo_state is null or not ${IS_AS_APPLIED})
	))`;

/**
 * A group that an import has made or changed. `isAsApplied`: nothing has changed it since, but for
 * connections. `hasState`: what an undo needs is there.
 */
export type ImportedGroup = {
	index: number;
	name: string;
	/** The group's ID, also if it does not exist any more. */
	id: string;
	outcome: Extract<GroupOutcome, "new" | "changed">;
	isAsApplied: boolean;
	hasState: boolean;
	steps: readonly ConnectionStep[];
};

/** The groups that an applied import has made or changed, in the order of the file. */
export async function listImportedGroups(db: Db, reviewId: string): Promise<ImportedGroup[]> {
	const rows = await db.query<Omit<ImportedGroup, "steps"> & { steps: string | null }>(
		`select g.index, g.name, g.target_id as id, g.outcome, ${IS_AS_APPLIED} as "isAsApplied",
			g.undo_state is not null as "hasState", g.applied_steps as steps
		from group_import_groups g
		where g.review_id = $1::uuid and g.outcome in ('new', 'changed') and g.target_id is not null
		order by g.index`,
		[reviewId],
		PATIENT,
	);
	return rows.map((row) => ({ ...row, steps: JSON.parse(row.steps ?? "[]") }));
}

/** No other transaction changes these groups until this one ends. */
export async function lockImportedGroups(tx: Db, reviewId: string): Promise<void> {
	await tx.query(
		`select 1 from groups where id in (
			select target_id from group_import_groups
			where review_id = $1::uuid and outcome in ('new', 'changed')
		) order by id for update`,
		[reviewId],
		PATIENT,
	);
}

/** Of these groups, those that API keys are limited to. Keys of connections do not count. */
export async function listGroupsOfKeys(db: Db, ids: readonly string[]): Promise<Set<string>> {
	const rows = await db.query<{ id: string }>(
		`select distinct g.group_id as id from api_key_groups g
		join api_keys k on k.id = g.api_key_id and not k.is_connection and k.revoked_at is null
		where g.group_id in (select value::uuid from json_array_elements_text($1::json))`,
		[JSON.stringify(ids)],
		PATIENT,
	);
	return new Set(rows.map(({ id }) => id));
}

/** The live requests of each of these groups that has any, by the database's clock. */
export async function countLiveRequestsByGroup(
	db: Db,
	ids: readonly string[],
): Promise<Map<string, number>> {
	const rows = await db.query<{ id: string; live: number }>(
		`select group_id as id, count(*)::integer as live from requests
		where expires_at > now() and ended_at is null
		and group_id in (select value::uuid from json_array_elements_text($1::json))
		group by group_id`,
		[JSON.stringify(ids)],
		PATIENT,
	);
	return new Map(rows.map(({ id, live }) => [id, live]));
}

/** Deletes groups with their pools. Their live requests stay (G10). */
export async function deleteGroups(tx: Db, ids: readonly string[]): Promise<void> {
	await tx.query(
		`delete from groups
		where id in (select value::uuid from json_array_elements_text($1::json))`,
		[JSON.stringify(ids)],
		PATIENT,
	);
}

/**
 * Erases what the undo of an import needed that cannot be undone any more: of one import at a time,
 * since it may have many groups. Returns the number of imports.
 */
export async function eraseOldUndoStates(tx: Db): Promise<number> {
	const [old] = await tx.query<{ id: string }>(
		`select r.id from group_import_reviews r
		where r.state = 'applied' and not ${CAN_BE_UNDONE} and exists (
			select 1 from group_import_groups g where g.review_id = r.id and g.undo_state is not null
		) limit 1 for update skip locked`,
		[],
		PATIENT,
	);
	if (!old) return 0;
	await eraseUndoStates(tx, old.id);
	return 1;
}

/** Marks an import as undone, and erases what its undo needed. */
export async function markGroupsUndone(tx: Db, id: string, undoneBy: string): Promise<void> {
	await tx.orm
		.update(groupImportReviews)
		.set({ undoneBy, undoneAt: nowMs })
		.where(eq(groupImportReviews.id, id));
	await tx.orm
		.update(groupImportGroups)
		.set({ undoState: null })
		.where(eq(groupImportGroups.reviewId, id));
}
