import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readDatabaseTime } from "../../../db/paging/record-count.ts";
import { findListedUser, hasOtherAdministrator } from "../../../db/people/users.ts";
import { ROLES } from "../../domain/people/roles.ts";
import { userState } from "../../domain/people/user.ts";
import { readForm } from "../../http/pages/form.server.ts";
import { requirePermission } from "../../http/pages/permission.server.ts";
import { shownSessions } from "../../http/pages/shown-sessions.server.ts";
import { getService } from "../../platform/database.server.ts";
import { texts } from "../../texts/texts.ts";
import { COLUMNS } from "../../ui/layout.ts";
import { Notice } from "../../ui/notice.tsx";
import { PageHeading } from "../../ui/page.tsx";
import { LinkNotice } from "../../ui/people/link-notice.tsx";
import { UserActions } from "../../ui/people/user-actions.tsx";
import { UserFacts } from "../../ui/people/user-facts.tsx";
import { isAskedFirst, USER_INTENTS } from "../../ui/people/user-intents.ts";
import { UserQuestion } from "../../ui/people/user-question.tsx";
import { UserSessions } from "../../ui/people/user-sessions.tsx";
import { actOnUser, type UserAnswer } from "./actions.server.ts";

const words = texts.pages.people;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: data ? words.userTabTitle(data.user) : words.userTabTitleUnknown },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "user:manage");
	const { db } = await getService();
	const user = await findListedUser(db, params.userId ?? "");
	if (!user) throw data(words.gone, 404);
	const isSelf = user.id === signedIn.user.id;
	const asked = new URL(request.url).searchParams;
	const ask = USER_INTENTS.find((intent) => intent === asked.get("ask")) ?? null;
	const canAdminister = user.role === "administrator" && userState(user) === "active";
	return {
		...{ user, isSelf, zone: signedIn.user.timeZone },
		sessions: await shownSessions(db, user.id, signedIn.sessionHash),
		now: await readDatabaseTime(db),
		question: ask && isAskedFirst(ask, { isSelf, hasPassword: user.hasPassword }) ? ask : null,
		role: ROLES.find((role) => role === asked.get("role")) ?? user.role,
		isLastAdministrator: canAdminister && !(await hasOtherAdministrator(db, user.id)),
	};
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "user:manage");
	return actOnUser(request, params.userId ?? "", await readForm(request), signedIn);
}

export default function User() {
	const { user, isSelf, zone, question, role, isLastAdministrator, sessions, now } =
		useLoaderData<typeof loader>();
	const answer = useActionData<UserAnswer>();
	return (
		<>
			<PageHeading title={user.email} place={{ to: "/settings/users", name: words.list }} />
			{answer?.made && <LinkNotice {...answer.made} />}
			{answer?.refusal && (
				<Notice look="danger" role="alert" focus>
					{answer.refusal}
				</Notice>
			)}
			{question && !answer && (
				<UserQuestion intent={question} user={user} isSelf={isSelf} role={role} />
			)}
			<div className={`${COLUMNS} lg:grid-cols-[22rem_minmax(0,1fr)]`}>
				<UserFacts user={user} zone={zone} now={now} />
				<div className="space-y-6">
					<UserActions user={user} isSelf={isSelf} isLastAdministrator={isLastAdministrator} />
					<UserSessions sessions={sessions} zone={zone} now={now} />
				</div>
			</div>
		</>
	);
}
