import { redirect } from "@remix-run/node";
import { setSessionFlash, takeSessionFlash } from "../../../db/people/sessions.ts";
import { hashSecretToken } from "../../operations/secret-token.ts";
import { getService } from "../../platform/database.server.ts";
import type { SignedIn } from "./session.server.ts";

/** What the next page says was done, with a form that undoes it where there is one. */
export type Flash = {
	message: string;
	undo?: { label: string; action: string; fields: Record<string, string> };
};

/**
 * After a save: on to `url` (303), whose page says what was done. A message that was not read yet
 * gives way.
 */
export async function redirectWithFlash(
	signedIn: SignedIn,
	url: string,
	flash: Flash,
): Promise<Response> {
	await setSessionFlash((await getService()).db, signedIn.sessionHash, JSON.stringify(flash));
	return redirect(url, 303);
}

/** Leaves a message for the first page of a session that has just begun. */
export async function leaveFlash(sessionToken: string, flash: Flash): Promise<void> {
	await setSessionFlash(
		(await getService()).db,
		hashSecretToken(sessionToken),
		JSON.stringify(flash),
	);
}

/** The message that the last action left, once. */
export async function takeFlash(signedIn: SignedIn): Promise<Flash | null> {
	const flash = await takeSessionFlash((await getService()).db, signedIn.sessionHash);
	return flash === null ? null : (JSON.parse(flash) as Flash);
}
