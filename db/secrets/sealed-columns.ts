import type { Db } from "../connection/database.ts";

/**
 * The columns that hold encrypted values (D2). Each table has a UUID `id`, which is part of what
 * its values are tied to. A new column is a row here: the check at the start and the rotation of
 * keys then include it.
 */
export const SEALED_COLUMNS = [{ table: "connection_secrets", column: "sealed" }] as const;
export type SealedColumn = (typeof SEALED_COLUMNS)[number];

/** An encrypted value and its row. */
export type SealedRow = { id: string; sealed: string };

/** The characters of base64url with the version and the ID of the key. */
const KEY_CHARACTERS = 7;

/** One value of each key that encrypted a value of this column. */
export const sampleSealed = (db: Db, { table, column }: SealedColumn): Promise<SealedRow[]> =>
	db.query<SealedRow>(
		`select distinct on (substr(${column}, 1, ${KEY_CHARACTERS})) id, ${column} as sealed
		from ${table} where ${column} is not null order by substr(${column}, 1, ${KEY_CHARACTERS}), id`,
		[],
	);

/** The next values of a column after this row, locked until the transaction ends. */
export const lockSealed = (
	tx: Db,
	{ table, column }: SealedColumn,
	after: string | null,
	limit: number,
): Promise<SealedRow[]> =>
	tx.query<SealedRow>(
		`select id, ${column} as sealed from ${table}
		where ${column} is not null and ($1::uuid is null or id > $1::uuid)
		order by id limit $2::integer for update`,
		[after, limit],
	);

/** Replaces an encrypted value by the same one under another key. */
export async function updateSealed(
	tx: Db,
	{ table, column }: SealedColumn,
	{ id, sealed }: SealedRow,
): Promise<void> {
	await tx.query(`update ${table} set ${column} = $2 where id = $1::uuid`, [id, sealed]);
}
