import type { Db } from "../../../db/connection/database.ts";
import { SEALED_COLUMNS, sampleSealed } from "../../../db/secrets/sealed-columns.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { type SecretsKeys, unseal } from "../../platform/sealed-value.ts";

/** The database has encrypted values that the keys of this process do not decrypt (D2). */
export type WrongSecretsKey = { code: "secrets-key-missing" } | { code: "secrets-key-wrong" };

/**
 * Whether these keys decrypt what is encrypted: one value of each key that was ever used. No key is
 * wrong while there are such values.
 */
export async function checkSecretsKeys(
	db: Db,
	keys: SecretsKeys | null,
): Promise<Result<null, WrongSecretsKey>> {
	for (const column of SEALED_COLUMNS)
		for (const { id, sealed } of await sampleSealed(db, column)) {
			const opened = unseal(keys, { ...column, rowId: id }, sealed);
			// A damaged value is a fault of its row: the other values may be intact.
			if (!opened.ok && opened.error.code === "key-unknown")
				return err({ code: keys === null ? "secrets-key-missing" : "secrets-key-wrong" });
		}
	return ok(null);
}
