import { insertAuditEntry } from "../../db/audit-entries.ts";
import { type Db, inTransaction } from "../../db/client.ts";
import { deleteUserLinks } from "../../db/one-time-links.ts";
import { deleteSessionsOfUser } from "../../db/sessions.ts";
import { clearFailures, countAttempt, secondsUntilNextAttempt, uncountAttempt } from "../../db/sign-in-failures.ts";
import { findUser, lockUserToSignIn, updateUser } from "../../db/users.ts";
import type { Actor } from "../domain/actor.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { PAIR_FAILURES_MAX } from "../domain/sign-in.ts";
import type { OwnPasswordError, UserError } from "../domain/user.ts";
import { changeUser } from "./change-user.ts";
import { hashPassword, isPasswordRight } from "./hash-password.ts";

/** `password` has passed parsePassword; `present` is what was typed. */
export type OwnPassword = { userId: string; sessionHash: string; present: string; password: string };

/**
 * Changes somebody's own password and ends the other sessions; the one that asks goes on. Gives how many ended. The present password must be
 * right: a session left open somewhere is not enough, nor may it be used to guess.
 */
export async function changeOwnPassword(db: Db, input: OwnPassword, actor: Actor): Promise<Result<number, OwnPasswordError>> {
	const guesses = `password ${input.userId}`;
	if (!(await countAttempt(db, guesses, PAIR_FAILURES_MAX))) {
		return err({ code: "sign-in-limited", retryAfterSeconds: await secondsUntilNextAttempt(db, guesses) });
	}
	const user = await findUser(db, { id: input.userId });
	const presentHash = user?.passwordHash ?? null;
	if (presentHash === null) return err({ code: "password-wrong" });
	const passwordHash = await hashIfRight(presentHash, input).catch(async (error) => {
		// Too many passwords are being hashed: nothing was tried, so it is no guess.
		await uncountAttempt(db, guesses);
		throw error;
	});
	if (passwordHash === null) return err({ code: "password-wrong" });
	return inTransaction(db, async (tx) => {
		// Changed, reset or disabled while we hashed: that counts, not this.
		if (!(await lockUserToSignIn(tx, input.userId, presentHash))) return err({ code: "password-wrong" });
		await clearFailures(tx, guesses);
		await updateUser(tx, input.userId, { passwordHash });
		await deleteUserLinks(tx, input.userId);
		const ended = await deleteSessionsOfUser(tx, input.userId, input.sessionHash);
		await insertAuditEntry(tx, actor, {
			action: "user.change-password",
			subjectId: input.userId,
			subjectName: actor.name,
			after: { sessionsEnded: ended },
		});
		return ok(ended);
	});
}

const hashIfRight = async (presentHash: string, { present, password }: OwnPassword): Promise<string | null> =>
	(await isPasswordRight(presentHash, present)) ? hashPassword(password) : null;

/** Sets the zone in which somebody is shown times (G14); null for the installation's. `timeZone` has passed parseTimeZone. */
export function setOwnTimeZone(db: Db, userId: string, timeZone: string | null, actor: Actor): Promise<Result<null, UserError>> {
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
