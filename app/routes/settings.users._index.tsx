import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import { listUsers } from "../../db/people/users.ts";
import { messageOfPeopleError } from "../domain/people/user.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { inviteForm } from "../http/pages/user-forms.server.ts";
import { userLink } from "../http/pages/user-link.server.ts";
import { inviteUser } from "../operations/people/invite-user.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { SettingsTabs } from "../ui/frame/settings-tabs.tsx";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";
import { InviteForm } from "../ui/people/invite-form.tsx";
import { LinkNotice } from "../ui/people/link-notice.tsx";
import { UserList } from "../ui/people/user-list.tsx";

export const meta: MetaFunction = () => [{ title: texts.pages.people.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "user:manage");
	const { db } = await getService();
	return {
		users: await listUsers(db),
		now: await readDatabaseTime(db),
		selfId: user.id,
		role: user.role,
		zone: user.timeZone,
	};
}

type Answer = { reply?: SubmissionResult<string[]>; made?: { email: string; link: string } };

export async function action({ request, context }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "user:manage");
	const submission = parseWithZod(await readForm(request), { schema: inviteForm });
	if (submission.status !== "success") return data<Answer>({ reply: submission.reply() }, 422);
	const invited = await inviteUser((await getService()).db, submission.value, signedIn.actor);
	if (invited.ok)
		return data<Answer>({
			made: { email: invited.value.email, link: userLink(request, invited.value.token) },
		});
	return data<Answer>(
		{ reply: submission.reply({ fieldErrors: { email: [messageOfPeopleError(invited.error)] } }) },
		409,
	);
}

export default function Users() {
	const { users, selfId, role, zone, now } = useLoaderData<typeof loader>();
	const answer = useActionData<Answer>();
	return (
		<>
			<PageHeading title={texts.pages.shared.settings.title} help={HELP_LINKS.people} />
			<SettingsTabs current="/settings/users" role={role} />
			{answer?.made && <LinkNotice {...answer.made} />}
			<div className={`${COLUMNS} lg:grid-cols-[minmax(0,1fr)_22rem]`}>
				<UserList users={users} selfId={selfId} zone={zone} now={now} />
				<InviteForm reply={answer?.reply} />
			</div>
		</>
	);
}
