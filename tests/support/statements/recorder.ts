import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Db } from "../../../db/connection/database.ts";

/** A statement as passed to the driver. */
export type Recorded = { text: string; params: readonly unknown[] };

const RECORDED = new Error("The statement is recorded.");

/**
 * The statement that a call sends as its `nth`, from 0. Nothing reaches a database. Earlier
 * statements get `answers`, else no rows. The call ends there.
 */
export async function recordStatement(
	call: (db: Db) => Promise<unknown>,
	nth = 0,
	answers: readonly unknown[][] = [],
): Promise<Recorded> {
	const recorded: Recorded[] = [];
	const unsafe = (text: string, params: readonly unknown[] = []) => {
		const rows = answers[recorded.length] ?? [];
		recorded.push({ text, params });
		if (recorded.length > nth) throw RECORDED;
		return Object.assign(Promise.resolve(rows), { values: async () => rows });
	};
	const client = { unsafe, options: { parsers: {}, serializers: {} } };
	const orm = drizzle({ client: client as unknown as postgres.Sql });
	const query = async (text: string, params: readonly unknown[]) => unsafe(text, params);
	try {
		await call({ orm, query } as unknown as Db);
	} catch (error) {
		if (error !== RECORDED && (error as { cause?: unknown }).cause !== RECORDED) throw error;
	}
	const statement = recorded[nth];
	if (statement === undefined)
		throw new Error(`The call sends ${recorded.length} statements, and no ${nth + 1}th.`);
	return statement;
}
