import { and, eq } from "drizzle-orm";
import type { Db } from "./client.ts";
import { oneTimeLinks } from "./schema.ts";

const isSetUp = eq(oneTimeLinks.purpose, "setup");

/** Puts a new set-up link in the place of the one before (R3). */
export async function replaceSetUpLink(tx: Db, tokenHash: string): Promise<void> {
	await tx.delete(oneTimeLinks).where(isSetUp);
	await tx.insert(oneTimeLinks).values({ tokenHash, purpose: "setup" });
}

/** Whether this is the set-up link of now. */
export async function hasSetUpLink(db: Db, tokenHash: string): Promise<boolean> {
	const rows = await db
		.select({ purpose: oneTimeLinks.purpose })
		.from(oneTimeLinks)
		.where(and(isSetUp, eq(oneTimeLinks.tokenHash, tokenHash)));
	return rows.length > 0;
}

/** Ends the set-up link: there is a user now. */
export async function deleteSetUpLink(tx: Db): Promise<void> {
	await tx.delete(oneTimeLinks).where(isSetUp);
}
