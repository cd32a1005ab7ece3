import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
	redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import { findListedUser } from "../../db/people/users.ts";
import { messageOfPeopleError } from "../domain/people/user.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requireSignedIn } from "../http/pages/permission.server.ts";
import {
	deviceHeaders,
	deviceTokenOf,
	type SignedIn,
	signedOutHeaders,
} from "../http/pages/session.server.ts";
import { shownSessions } from "../http/pages/shown-sessions.server.ts";
import { ownPasswordForm, timeZoneForm } from "../http/pages/user-forms.server.ts";
import { changeOwnPassword, setOwnTimeZone } from "../operations/people/change-own-account.ts";
import { signOutEverywhere } from "../operations/people/change-user.ts";
import { endOtherSessions, endSession } from "../operations/people/sign-out.ts";
import { getService } from "../platform/database.server.ts";
import { getEnv } from "../platform/env.server.ts";
import { texts } from "../texts/texts.ts";
import { SettingsTabs } from "../ui/frame/settings-tabs.tsx";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";
import { OwnPasswordForm, OwnSessions, TimeZoneForm } from "../ui/people/account-forms.tsx";

const words = texts.pages.people.account;

const PAGE = "/settings/account";

export const meta: MetaFunction = () => [{ title: words.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user, sessionHash } = await requireSignedIn({ request, context });
	const { db } = await getService();
	return {
		user: { email: user.email, role: user.role },
		zone: user.timeZone,
		chosenZone: (await findListedUser(db, user.id))?.timeZone ?? "",
		defaultZone: getEnv().DEFAULT_TIME_ZONE,
		sessions: await shownSessions(db, user.id, sessionHash),
		now: await readDatabaseTime(db),
	};
}

type Answer = { password?: SubmissionResult<string[]>; timeZone?: SubmissionResult<string[]> };

export async function action({ request, context }: ActionFunctionArgs) {
	const signedIn = await requireSignedIn({ request, context });
	const form = await readForm(request);
	switch (form.get("intent")) {
		case "change-password":
			return changePassword(request, form, signedIn);
		case "set-time-zone":
			return setTimeZone(form, signedIn);
		case "end-session": {
			const { user, actor } = signedIn;
			const named = { userId: user.id, sessionId: String(form.get("session")) };
			const ended = await endSession((await getService()).db, named, actor);
			return redirectWithFlash(signedIn, PAGE, {
				message: ended ? words.sessions.ended : words.sessions.endedAlready,
			});
		}
		case "sign-out-elsewhere": {
			const { user, actor, sessionHash } = signedIn;
			const self = { ...actor, id: user.id };
			const count = await endOtherSessions((await getService()).db, sessionHash, self);
			return redirectWithFlash(signedIn, PAGE, {
				message: words.sessions.endedElsewhere({ count }),
			});
		}
		case "sign-out-everywhere":
			await signOutEverywhere((await getService()).db, { id: signedIn.user.id }, signedIn.actor);
			return redirect("/login", { status: 303, headers: signedOutHeaders(request) });
	}
	throw data(texts.pages.shared.unknownAction, 400);
}

async function changePassword(request: Request, form: FormData, signedIn: SignedIn) {
	const submission = parseWithZod(form, { schema: ownPasswordForm(signedIn.user.email) });
	const hideFields = ["present" as const, "password" as const];
	if (submission.status !== "success")
		return data<Answer>({ password: submission.reply({ hideFields }) }, 422);
	const { user, sessionHash } = signedIn;
	const asked = {
		...submission.value,
		userId: user.id,
		sessionHash,
		deviceToken: deviceTokenOf(request),
	};
	const changed = await changeOwnPassword(await getService(), asked, signedIn.actor);
	if (changed.ok) {
		const { ended, deviceToken } = changed.value;
		const answer = await redirectWithFlash(signedIn, PAGE, {
			message: ended === 0 ? words.password.done : words.password.doneOthersEnded,
		});
		for (const header of deviceHeaders(request, deviceToken)) answer.headers.append(...header);
		return answer;
	}
	const message = messageOfPeopleError(changed.error);
	const reply = submission.reply({ fieldErrors: { present: [message] }, hideFields });
	if (changed.error.code === "password-wrong") return data<Answer>({ password: reply }, 422);
	const headers = { "retry-after": String(changed.error.retryAfterSeconds) };
	return data<Answer>({ password: reply }, { status: 429, headers });
}

async function setTimeZone(form: FormData, signedIn: SignedIn) {
	const submission = parseWithZod(form, { schema: timeZoneForm });
	if (submission.status !== "success") return data<Answer>({ timeZone: submission.reply() }, 422);
	const zone = submission.value.timeZone;
	await setOwnTimeZone((await getService()).db, signedIn.user.id, zone, signedIn.actor);
	const shown = zone ?? getEnv().DEFAULT_TIME_ZONE;
	return redirectWithFlash(signedIn, PAGE, { message: words.timeZone.done({ zone: shown }) });
}

export default function Account() {
	const { user, zone, chosenZone, defaultZone, sessions, now } = useLoaderData<typeof loader>();
	const answer = useActionData<Answer>();
	return (
		<>
			<PageHeading
				title={user.role === "administrator" ? texts.pages.shared.settings.title : words.title}
			/>
			<SettingsTabs current={PAGE} role={user.role} />
			<div className={`${COLUMNS} lg:grid-cols-2`}>
				<div className="space-y-6">
					<OwnPasswordForm email={user.email} reply={answer?.password} />
					<TimeZoneForm chosen={chosenZone} fallback={defaultZone} reply={answer?.timeZone} />
				</div>
				<OwnSessions sessions={sessions} zone={zone} now={now} />
			</div>
		</>
	);
}
