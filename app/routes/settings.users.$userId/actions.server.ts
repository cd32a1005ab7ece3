import { data, redirect } from "@remix-run/node";
import { findListedUser } from "../../../db/people/users.ts";
import { ROLE_NAMES } from "../../domain/people/roles.ts";
import { messageOfPeopleError, parseRole, type UserError } from "../../domain/people/user.ts";
import { redirectWithFlash } from "../../http/pages/flash.server.ts";
import { type SignedIn, signedOutHeaders } from "../../http/pages/session.server.ts";
import { userLink } from "../../http/pages/user-link.server.ts";
import {
	disableUser,
	enableUser,
	removeUser,
	setUserRole,
	signOutEverywhere,
} from "../../operations/people/change-user.ts";
import { resetByLink } from "../../operations/people/invite-user.ts";
import { endSession } from "../../operations/people/sign-out.ts";
import { getService } from "../../platform/database.server.ts";
import { texts } from "../../texts/texts.ts";
import { isAskedFirst, USER_INTENTS, type UserIntent } from "../../ui/people/user-intents.ts";

const words = texts.pages.people.done;

/** The result of an action without a redirect: the reason why nothing was done, or the new link. */
export type UserAnswer = { refusal?: string; made?: { email: string; link: string } };

const refuse = (error: UserError) =>
	data<UserAnswer>({ refusal: messageOfPeopleError(error) }, 409);

/** Carries out a form of the user's page, or redirects to its confirmation question. */
export async function actOnUser(
	request: Request,
	userId: string,
	form: FormData,
	signedIn: SignedIn,
) {
	const { db } = await getService();
	const user = await findListedUser(db, userId);
	if (!user)
		return redirectWithFlash(signedIn, "/settings/users", {
			message: messageOfPeopleError({ code: "user-gone" }),
		});
	const intent = USER_INTENTS.find((known) => known === form.get("intent"));
	if (intent === undefined) throw data(texts.pages.shared.unknownAction, 400);
	const role = parseRole(String(form.get("role") ?? ""));
	if (intent === "set-role" && !role.ok)
		return data<UserAnswer>({ refusal: messageOfPeopleError(role.error) }, 422);

	const isSelf = user.id === signedIn.user.id;
	const page = `/settings/users/${user.id}`;
	if (
		isAskedFirst(intent, { isSelf, hasPassword: user.hasPassword }) &&
		form.get("confirmed") !== "yes"
	) {
		const asked = new URLSearchParams({
			ask: intent,
			...(role.ok && intent === "set-role" ? { role: role.value } : {}),
		});
		return redirect(`${page}?${asked}`, 303);
	}
	const who = { id: user.id };
	const { actor } = signedIn;
	const done = (message: string, to = page) => {
		// A change to one's own user ends one's own session.
		if (isSelf) return redirect("/login", { status: 303, headers: signedOutHeaders(request) });
		return redirectWithFlash(signedIn, to, { message });
	};
	switch (intent satisfies UserIntent) {
		case "set-role": {
			if (!role.ok) throw new Error("Checked above.");
			const seen = parseRole(String(form.get("seen") ?? ""));
			const result = await setUserRole(
				db,
				{ ...who, role: role.value, ...(seen.ok ? { seen: seen.value } : {}) },
				actor,
			);
			if (!result.ok) return refuse(result.error);
			return done(words.role({ email: user.email, role: ROLE_NAMES[role.value] }));
		}
		case "disable": {
			const result = await disableUser(db, who, actor);
			return result.ok ? done(words.disabled(user)) : refuse(result.error);
		}
		case "enable": {
			const result = await enableUser(db, who, actor);
			return result.ok ? done(words.enabled(user)) : refuse(result.error);
		}
		case "sign-out": {
			const result = await signOutEverywhere(db, who, actor);
			return result.ok ? done(words.signedOut(user)) : refuse(result.error);
		}
		case "end-session": {
			const sessionId = String(form.get("session"));
			const ended = await endSession(db, { userId: user.id, sessionId }, actor);
			const message = (ended ? words.sessionEnded : words.sessionEndedAlready)(user);
			return redirectWithFlash(signedIn, page, { message });
		}
		case "remove": {
			const result = await removeUser(db, who, actor);
			return result.ok ? done(words.removed(user), "/settings/users") : refuse(result.error);
		}
		case "reset-password": {
			const result = await resetByLink(db, who, actor);
			if (!result.ok) return refuse(result.error);
			return data<UserAnswer>({
				made: { email: user.email, link: userLink(request, result.value.token) },
			});
		}
	}
}
