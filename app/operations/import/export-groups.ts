import { type Db, inSnapshot } from "../../../db/connection/database.ts";
import { listAllEntries } from "../../../db/groups/pool-entries.ts";
import { listGroupsToExport, readGroupsState } from "../../../db/import/groups-transfer.ts";
import {
	GROUPS_FILE_END,
	groupsFileBeginning,
	groupsFileGroup,
} from "../../domain/import/groups-file.ts";

/** Destination of an export. `restart` discards the text so far. */
export type ExportTarget = { write(text: string): Promise<void>; restart(): Promise<void> };

const UNLOCKED_TRIES = 3;

/**
 * Writes all groups with their settings and pools as a file (I7), one group at a time, as of one
 * moment. Returns that moment, ISO 8601. Reads without a transaction, and reads again if anything
 * changed meanwhile: the embedded database has only one connection, and a transaction would block
 * it for that long. If changes never pause, it uses a snapshot.
 */
export async function exportGroups(db: Db, target: ExportTarget): Promise<string> {
	for (let tries = 0; tries < UNLOCKED_TRIES; tries += 1) {
		const before = await readGroupsState(db);
		await writeGroups(db, before.at, target);
		if ((await readGroupsState(db)).state === before.state) return before.at;
		await target.restart();
	}
	return inSnapshot(db, async (tx) => {
		await target.restart();
		const { at } = await readGroupsState(tx);
		await writeGroups(tx, at, target);
		return at;
	});
}

async function writeGroups(db: Db, at: string, target: ExportTarget): Promise<void> {
	await target.write(groupsFileBeginning(at));
	for (const [index, { id, name, settings }] of (await listGroupsToExport(db)).entries())
		await target.write(
			groupsFileGroup({ name, settings, numbers: await listAllEntries(db, id) }, index === 0),
		);
	await target.write(GROUPS_FILE_END);
}
