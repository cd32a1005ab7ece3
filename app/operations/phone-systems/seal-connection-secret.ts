import { hash } from "node:crypto";
import type { Db } from "../../../db/connection/database.ts";
import { insertConnectionSecret } from "../../../db/phone-systems/connection-secrets.ts";
import { type ConnectionKind, factsOfKind } from "../../domain/phone-systems/connection-kinds.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { type SealedPlace, type SecretsKeys, seal } from "../../platform/sealed-value.ts";
import { newId } from "../new-id.ts";
import { createSecretToken } from "../secret-token.ts";
import { checkSecretsKeys, type WrongSecretsKey } from "../secrets/check-secrets.ts";

/** Where a secret of a connection is kept: its row's ID is part of the encryption (D2). */
export const placeOfSecret = (rowId: string): SealedPlace => ({
	table: "connection_secrets",
	rowId,
	column: "sealed",
});

const PREFIX = "ctp_";

/** The stored form of a secret that the product made, such as a SIP proxy's key. */
export const hashConnectionKey = (secret: string): string => hash("sha256", secret);

/**
 * Stores a connection's present secret in the way of its kind. For a kind whose secret the product
 * makes, it makes and returns one, to show once; else returns null. A process whose key is not the
 * one that encrypted the other secrets stores nothing.
 */
export async function storeConnectionSecret(
	tx: Db,
	keys: SecretsKeys | null,
	{ id: connectionId, kind }: { id: string; kind: ConnectionKind },
	given: string | null,
): Promise<Result<string | null, WrongSecretsKey>> {
	const { slot, keeping, pattern } = factsOfKind(kind).secret;
	const row = { id: newId(), connectionId, slot };
	const made = pattern === null ? PREFIX + createSecretToken().token : null;
	const secret = made ?? given;
	if (secret === null) throw new Error("A secret from the platform is missing.");
	if (keeping !== "encrypted") {
		const plain = keeping === "hash" ? hashConnectionKey(secret) : secret;
		await insertConnectionSecret(tx, { ...row, sealed: null, plain });
		return ok(made);
	}
	if (keys === null) return err({ code: "secrets-key-missing" });
	const checked = await checkSecretsKeys(tx, keys);
	if (!checked.ok) return checked;
	const sealed = seal(keys, placeOfSecret(row.id), secret);
	await insertConnectionSecret(tx, { ...row, sealed, plain: null });
	return ok(made);
}
