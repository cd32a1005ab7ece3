import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import {
	lockSealed,
	SEALED_COLUMNS,
	type SealedColumn,
	updateSealed,
} from "../../../db/secrets/sealed-columns.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { type SecretsKeys, seal, unseal } from "../../platform/sealed-value.ts";
import { checkSecretsKeys, type WrongSecretsKey } from "./check-secrets.ts";

/** `damaged`: values that no key decrypts; they stay as they are. */
export type Rotated = { encrypted: number; damaged: number };

type Batch = Rotated & { last: string | null };

const TOGETHER = 500;

/**
 * Encrypts all secrets again with the present key (D2). Other processes keep working if they have
 * both keys. In batches; a second run after an interruption does the same again.
 */
export async function rotateSecrets(
	db: Db,
	keys: SecretsKeys,
	actor: Actor,
): Promise<Result<Rotated, WrongSecretsKey>> {
	const checked = await checkSecretsKeys(db, keys);
	if (!checked.ok) return err(checked.error);
	const rotated: Rotated = { encrypted: 0, damaged: 0 };
	for (const column of SEALED_COLUMNS) {
		let after: string | null = null;
		do {
			const from: string | null = after;
			const batch: Batch = await db.transaction((tx) => rotateSome(tx, keys, column, from));
			rotated.encrypted += batch.encrypted;
			rotated.damaged += batch.damaged;
			after = batch.last;
		} while (after !== null);
	}
	await insertAuditEntry(db, actor, {
		action: "secrets.rotate",
		subjectId: null,
		subjectName: "secrets",
		after: rotated,
	});
	return ok(rotated);
}

async function rotateSome(
	tx: Db,
	keys: SecretsKeys,
	column: SealedColumn,
	after: string | null,
): Promise<Batch> {
	const rows = await lockSealed(tx, column, after, TOGETHER);
	let encrypted = 0;
	for (const { id, sealed } of rows) {
		const place = { ...column, rowId: id };
		const opened = unseal(keys, place, sealed);
		if (!opened.ok) continue;
		await updateSealed(tx, column, { id, sealed: seal(keys, place, opened.value) });
		encrypted += 1;
	}
	return { encrypted, damaged: rows.length - encrypted, last: rows.at(-1)?.id ?? null };
}
