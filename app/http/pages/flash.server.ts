import { redirect } from "@remix-run/node";
import { setSessionFlash, takeSessionFlash } from "../../../db/people/sessions.ts";
import { hashSecretToken } from "../../operations/secret-token.ts";
import { getService } from "../../platform/database.server.ts";
import type { SignedIn } from "./session.server.ts";

/** The next page's message about the last action, with an optional form that undoes it. */
export type Flash = {
	message: string;
	undo?: { label: string; action: string; fields: Record<string, string> };
	/** Where a page that places messages itself shows it: beside what was done. */
	beside?: FlashPlace;
};

/** A form of the group's page, or the 0-based row of its pool. */
export type FlashPlace = "add" | "settings" | number;

/**
 * After a save: redirects (303) to `url`, whose page shows the message. It replaces an unread
 * message.
 */
export async function redirectWithFlash(
	signedIn: SignedIn,
	url: string,
	flash: Flash,
): Promise<Response> {
	await setSessionFlash((await getService()).db, signedIn.sessionHash, JSON.stringify(flash));
	return redirect(url, 303);
}

/** Leaves a message for the first page of a new session. */
export async function leaveFlash(sessionToken: string, flash: Flash): Promise<void> {
	await setSessionFlash(
		(await getService()).db,
		hashSecretToken(sessionToken),
		JSON.stringify(flash),
	);
}

/** Takes the last action's message. A second call finds none. */
export async function takeFlash(signedIn: SignedIn): Promise<Flash | null> {
	const flash = await takeSessionFlash((await getService()).db, signedIn.sessionHash);
	return flash === null ? null : (JSON.parse(flash) as Flash);
}
