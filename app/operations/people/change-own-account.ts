import { insertAuditEntry } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { forgetDevicesOfUser } from "../../../db/people/known-devices.ts";
import { deleteUserLinks } from "../../../db/people/one-time-links.ts";
import { deleteSessionsOfUser, setSessionDevice } from "../../../db/people/sessions.ts";
import { clearFailures } from "../../../db/people/sign-in-failures.ts";
import { findUser, lockUserToSignIn, updateUser } from "../../../db/people/users.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import { ownPasswordCounter } from "../../domain/people/sign-in.ts";
import type { OwnPasswordError, UserError } from "../../domain/people/user.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { changeUser } from "./change-user.ts";
import { hashPassword, isPasswordRight } from "./hash-password.ts";
import { markDevice } from "./sign-in.ts";
import { giveBack, takeAttempt } from "./take-attempt.ts";

/**
 * `password` has passed parsePassword. `present`: the current password as typed. `deviceToken`: the
 * browser's device cookie.
 */
export type OwnPassword = {
	userId: string;
	sessionHash: string;
	present: string;
	password: string;
	deviceToken?: string | null;
};

/**
 * Changes a user's own password, ends the user's other sessions and forgets the other devices. The
 * current session continues, and its device gets a new token. Returns the number of ended sessions.
 * Requires the current password: a session left open somewhere is not enough. Its guesses are
 * limited too.
 */
export async function changeOwnPassword(
	service: Service,
	input: OwnPassword,
	actor: Actor,
): Promise<Result<{ ended: number; deviceToken: string }, OwnPasswordError>> {
	const { db } = service;
	const guesses = ownPasswordCounter(input.userId);
	const taken = await takeAttempt(service, [guesses], async () => {});
	if ("by" in taken) return err({ code: "sign-in-limited", retryAfterSeconds: taken.waitSeconds });
	const user = await findUser(db, { id: input.userId });
	const presentHash = user?.passwordHash ?? null;
	if (presentHash === null) return err({ code: "password-wrong" });
	const passwordHash = await hashIfRight(presentHash, input).catch(async (error) => {
		// The queue for hashing is full: no password was checked, so this is no guess.
		await giveBack(db, [guesses]);
		throw error;
	});
	if (passwordHash === null) return err({ code: "password-wrong" });
	return db.transaction(async (tx) => {
		// A change, reset or disabling during hashing wins over this change.
		if (!(await lockUserToSignIn(tx, input.userId, presentHash)))
			return err({ code: "password-wrong" });
		await clearFailures(tx, [guesses.key]);
		await updateUser(tx, input.userId, { passwordHash });
		await deleteUserLinks(tx, input.userId);
		const ended = await deleteSessionsOfUser(tx, input.userId, input.sessionHash);
		await forgetDevicesOfUser(tx, input.userId);
		const { deviceToken, deviceId } = await markDevice(tx, input.userId, input.deviceToken ?? null);
		await setSessionDevice(tx, input.sessionHash, deviceId);
		await insertAuditEntry(tx, actor, {
			action: "user.change-password",
			subjectId: input.userId,
			subjectName: actor.name,
			after: { sessionsEnded: ended },
		});
		return ok({ ended, deviceToken });
	});
}

const hashIfRight = async (
	presentHash: string,
	{ present, password }: OwnPassword,
): Promise<string | null> =>
	(await isPasswordRight(presentHash, present)) ? hashPassword(password) : null;

/**
 * Sets the time zone of a user's pages (G14). Null: the installation's time zone. `timeZone` has
 * passed parseTimeZone.
 */
export function setOwnTimeZone(
	db: Db,
	userId: string,
	timeZone: string | null,
	actor: Actor,
): Promise<Result<null, UserError>> {
	return changeUser(db, { id: userId }, null, async (tx, user) => {
		if (user.timeZone === timeZone) return ok(null);
		await updateUser(tx, user.id, { timeZone });
		await insertAuditEntry(tx, actor, {
			action: "user.set-time-zone",
			subjectId: user.id,
			subjectName: user.email,
			before: { timeZone: user.timeZone },
			after: { timeZone },
		});
		return ok(null);
	});
}
