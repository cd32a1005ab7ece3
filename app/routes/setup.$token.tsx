import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Db } from "../../db/connection/database.ts";
import type { PasswordLink } from "../../db/people/one-time-links.ts";
import { type LinkError, messageOfPeopleError, type SetUpError } from "../domain/people/user.ts";
import { readForm } from "../http/pages/form.server.ts";
import { homePath } from "../http/pages/next-path.server.ts";
import { deviceTokenOf, endSessionsOf, signedInHeaders } from "../http/pages/session.server.ts";
import { choosePasswordForm, setUpForm } from "../http/pages/user-forms.server.ts";
import { clientAddress } from "../http/server/client-address.server.ts";
import { refuseCrossSite } from "../http/server/cross-site.server.ts";
import { checkPasswordLink, choosePassword } from "../operations/people/choose-password.ts";
import {
	checkSetUpLink,
	createFirstAdministrator,
} from "../operations/people/create-first-administrator.ts";
import type { SignedInTokens } from "../operations/people/sign-in.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { PageHeading } from "../ui/page.tsx";
import { PASSWORD_HINT } from "../ui/people/account-forms.tsx";
import { ChoosePasswordForm } from "../ui/people/choose-password-form.tsx";
import { CredentialsForm } from "../ui/people/credentials-form.tsx";

const words = texts.pages.people.setUp;

export const meta = () => [{ title: words.tabTitle }];

type Shown = {
	problem: string | null;
	hasUsers: boolean;
	user: Pick<PasswordLink, "email" | "purpose"> | null;
};

export async function loader({ params }: LoaderFunctionArgs) {
	const { db } = await getService();
	const first = await checkSetUpLink(db, String(params.token));
	if (first.ok) return data<Shown>({ problem: null, hasUsers: false, user: null });
	if (first.error.code === "setup-link-unknown") return refuse(first.error, false);
	const link = await checkPasswordLink(db, String(params.token));
	if (!link.ok) return refuse(link.error, true);
	return data<Shown>({
		problem: null,
		hasUsers: true,
		user: { email: link.value.email, purpose: link.value.purpose },
	});
}

const refuse = (error: SetUpError | LinkError, hasUsers: boolean) =>
	data<Shown>({ problem: messageOfPeopleError(error), hasUsers, user: null }, { status: 404 });

type Client = { token: string; clientAddress: string; deviceToken: string | null };

export async function action({ request, params }: ActionFunctionArgs) {
	refuseCrossSite(request);
	const { db } = await getService();
	const client = {
		token: String(params.token),
		clientAddress: clientAddress(request),
		deviceToken: deviceTokenOf(request),
	};
	const isFirst = (await checkSetUpLink(db, client.token)).ok;
	const link = isFirst ? null : await checkPasswordLink(db, client.token);
	let answered: Answered = null;
	if (isFirst) answered = await setUp(db, await readForm(request), client);
	else if (link?.ok) answered = await choose(db, await readForm(request), client, link.value.email);
	// The loader then says why the link does not work.
	if (answered === null) return redirect(`/setup/${encodeURIComponent(client.token)}`, 303);
	if ("reply" in answered) return data(answered.reply, 422);
	// Ends the browser's earlier session, as at a sign-in. Otherwise it would stay open unseen.
	await endSessionsOf(request);
	return redirect(homePath(answered.role), {
		status: 303,
		headers: signedInHeaders(request, answered),
	});
}

type Answered = { reply: SubmissionResult<string[]> } | SignedInTokens | null;

async function setUp(db: Db, form: FormData, client: Client): Promise<Answered> {
	const submission = parseWithZod(form, { schema: setUpForm });
	if (submission.status !== "success")
		return { reply: submission.reply({ hideFields: ["password"] }) };
	const made = await createFirstAdministrator(db, { ...submission.value, ...client });
	return made.ok ? made.value : null;
}

async function choose(db: Db, form: FormData, client: Client, email: string): Promise<Answered> {
	const submission = parseWithZod(form, { schema: choosePasswordForm(email) });
	if (submission.status !== "success")
		return { reply: submission.reply({ hideFields: ["password"] }) };
	const chosen = await choosePassword(db, { ...submission.value, ...client });
	return chosen.ok ? chosen.value : null;
}

export default function SetUp() {
	const { problem, hasUsers, user } = useLoaderData<typeof loader>();
	const lastResult = useActionData<typeof action>();
	if (user)
		return (
			<ChoosePasswordForm
				email={user.email}
				isFirst={user.purpose === "invite"}
				lastResult={lastResult}
			/>
		);
	if (problem !== null)
		return (
			<div className="mx-auto max-w-md">
				<PageHeading title={hasUsers ? words.linkBroken : words.title} />
				<p>{problem}</p>
				{hasUsers && (
					<p className="mt-3">
						<a href="/login" className="link">
							{texts.pages.people.signIn.title}
						</a>
					</p>
				)}
			</div>
		);
	return (
		<CredentialsForm
			title={words.title}
			lastResult={lastResult}
			button={words.submit}
			failed={words.refused}
			password="new-password"
			passwordHint={PASSWORD_HINT}
		>
			<p className="text-muted">{words.hint}</p>
		</CredentialsForm>
	);
}
