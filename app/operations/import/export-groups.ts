import { type Db, inSnapshot } from "../../../db/connection/database.ts";
import { listAllEntries } from "../../../db/groups/pool-entries.ts";
import { listGroupsToExport, readGroupsState } from "../../../db/import/groups-transfer.ts";
import { readServingConnections } from "../../../db/import/serving-connections.ts";
import { NO_PLACES } from "../../domain/import/all-groups/connections-plan.ts";
import {
	GROUPS_FILE_END,
	groupsFileBeginning,
	groupsFileGroup,
} from "../../domain/import/all-groups/groups-file.ts";

/** Destination of an export. `restart` discards the text so far. */
export type ExportTarget = { write(text: string): Promise<void>; restart(): Promise<void> };

const UNLOCKED_TRIES = 3;

/**
 * Writes all groups with their settings and pools as a file (I7), one group at a time, as of one
 * moment. Returns that moment, ISO 8601. Reads without a transaction, and reads again if anything
 * changed meanwhile: the embedded database has only one connection, and a transaction would block
 * it for that long. If changes never pause, it uses a snapshot. `withConnections`: whether the file
 * says which connections serve each group, for people who may see them (R).
 */
export async function exportGroups(
	db: Db,
	target: ExportTarget,
	{ withConnections }: { withConnections: boolean },
): Promise<string> {
	for (let tries = 0; tries < UNLOCKED_TRIES; tries += 1) {
		const before = await readGroupsState(db);
		await writeGroups(db, before.at, target, withConnections);
		if ((await readGroupsState(db)).state === before.state) return before.at;
		await target.restart();
	}
	return inSnapshot(db, async (tx) => {
		await target.restart();
		const { at } = await readGroupsState(tx);
		await writeGroups(tx, at, target, withConnections);
		return at;
	});
}

async function writeGroups(
	db: Db,
	at: string,
	target: ExportTarget,
	withConnections: boolean,
): Promise<void> {
	await target.write(groupsFileBeginning(at));
	const all = withConnections ? [...(await readServingConnections(db)).values()] : [];
	for (const [index, { id, name, settings }] of (await listGroupsToExport(db)).entries()) {
		const connections = all
			.filter(({ groupIds }) => groupIds?.has(id) ?? true)
			.map((one) => ({ ...(one.destinations.get(id) ?? NO_PLACES), name: one.name }));
		const numbers = await listAllEntries(db, id);
		await target.write(groupsFileGroup({ name, settings, connections, numbers }, index === 0));
	}
	await target.write(GROUPS_FILE_END);
}
