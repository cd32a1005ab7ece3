import type { Actor } from "../../app/domain/audit/actor.ts";
import type { ImportMode } from "../../app/domain/import/import-plan.ts";
import { applyImport } from "../../app/operations/import/apply-import.ts";
import {
	type PlannedImport,
	readImportReview,
} from "../../app/operations/import/read-import-review.ts";
import { uploadImport } from "../../app/operations/import/upload-import.ts";
import type { Database } from "../../db/connection/database.ts";

export const IMPORTER: Actor = {
	kind: "user",
	id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
	name: "ada@example.com",
};

/** A stored row of a pool. */
export type StoredEntry = {
	id: string;
	number: string;
	description: string;
	position: number;
	version: number;
	created: string;
	by: string;
};

/** The stored pool, ordered by number. */
export const storedPool = (database: Database, groupId: string): Promise<StoredEntry[]> =>
	database.query<StoredEntry>(
		`select id::text as id, number, description, position, version, created_at::text as created, updated_by as by
		from pool_entries where group_id = $1::uuid order by number`,
		[groupId],
	);

/** Numbers with their descriptions. */
export const contentOf = (pool: StoredEntry[]): Record<string, string> =>
	Object.fromEntries(pool.map((entry) => [entry.number, entry.description]));

/**
 * Whether positions are 0 to size - 1, each once. A random sample of the pool relies on it (C3).
 */
export const isDense = (pool: StoredEntry[]): boolean => {
	const positions = pool.map((entry) => entry.position).sort((a, b) => a - b);
	return positions.every((position, index) => position === index);
};

/** Two columns as a file; the rows as given, unquoted. */
export const csv = (rows: readonly (readonly [number: string, description?: string])[]): string =>
	[
		"DNIS,Description",
		...rows.map(([number, description = ""]) => `${number},${description}`),
	].join("\r\n");

/** Uploads a file's text, and returns the review's ID. */
export async function uploadText(
	database: Database,
	groupId: string,
	mode: ImportMode,
	text: string,
): Promise<string> {
	const uploaded = await uploadImport(
		database,
		groupId,
		{ name: "numbers.csv", bytes: new TextEncoder().encode(text), mode },
		IMPORTER,
	);
	if (!uploaded.ok) throw new Error(uploaded.error.code);
	return uploaded.value;
}

/** The data of the review page while the review is open. */
export async function readOpen(
	database: Database,
	groupId: string,
	reviewId: string,
): Promise<{
	planned: PlannedImport;
	live: { number: string; liveRequests: number }[];
	seen: { version: number; poolVersion: number };
}> {
	const found = await readImportReview(database, groupId, reviewId);
	if (!found?.planned) throw new Error("The review is not open.");
	return {
		planned: found.planned,
		live: found.live,
		seen: { version: found.review.version, poolVersion: found.group.poolVersion },
	};
}

/** Opens a review and applies that version of it, numbers with live requests included (I10). */
export async function applyAsSeen(database: Database, groupId: string, reviewId: string) {
	const { seen } = await readOpen(database, groupId, reviewId);
	return applyImport(database, groupId, reviewId, { ...seen, mayRemoveLive: true }, IMPORTER);
}

/** Uploads and applies. Returns the review's ID. */
export async function importText(
	database: Database,
	groupId: string,
	mode: ImportMode,
	text: string,
): Promise<string> {
	const reviewId = await uploadText(database, groupId, mode, text);
	const applied = await applyAsSeen(database, groupId, reviewId);
	if (!applied.ok) throw new Error(applied.error.code);
	return reviewId;
}
