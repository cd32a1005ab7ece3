import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getDatabase } from "../database.server.ts";
import { messageOfPeopleError, PASSWORD_MAX, PASSWORD_MIN, type SetUpError } from "../domain/user.ts";
import { clientAddress } from "../http/client-address.server.ts";
import { refuseCrossSite } from "../http/cross-site.server.ts";
import { readForm } from "../http/form.server.ts";
import { HOME_PATH } from "../http/next-path.server.ts";
import { sessionCookie } from "../http/session.server.ts";
import { setUpForm } from "../http/user-forms.server.ts";
import { checkSetUpLink, createFirstAdministrator } from "../operations/create-first-administrator.ts";
import { CredentialsForm } from "../ui/credentials-form.tsx";
import { PageHeading } from "../ui/page.tsx";

export const meta = () => [{ title: "Set up – Click-To-Call-In" }];

export async function loader({ params }: LoaderFunctionArgs) {
	const link = await checkSetUpLink((await getDatabase()).orm, String(params.token));
	return link.ok ? data({ problem: null }) : refuse(link.error);
}

export async function action({ request, params }: ActionFunctionArgs) {
	refuseCrossSite(request);
	const db = (await getDatabase()).orm;
	const token = String(params.token);
	const link = await checkSetUpLink(db, token);
	// The loader says why.
	if (!link.ok) return redirect(`/setup/${encodeURIComponent(token)}`, 303);
	const submission = parseWithZod(await readForm(request), { schema: setUpForm });
	if (submission.status !== "success") return data(submission.reply({ hideFields: ["password"] }), { status: 422 });
	const made = await createFirstAdministrator(db, { ...submission.value, token, clientAddress: clientAddress(request) });
	if (!made.ok) return redirect(`/setup/${encodeURIComponent(token)}`, 303);
	return redirect(HOME_PATH, { status: 303, headers: { "set-cookie": sessionCookie(request, made.value.sessionToken) } });
}

function refuse(error: SetUpError) {
	if (error.code === "setup-done") throw redirect("/login", 303);
	return data({ problem: messageOfPeopleError(error) }, { status: 404 });
}

export default function SetUpFirstAdministrator() {
	const { problem } = useLoaderData<typeof loader>();
	const lastResult = useActionData<typeof action>();
	if (problem !== null)
		return (
			<div className="mx-auto max-w-md">
				<PageHeading title="Set up Click-To-Call-In" />
				<p>{problem}</p>
			</div>
		);
	return (
		<CredentialsForm
			title="Set up Click-To-Call-In"
			lastResult={lastResult}
			button="Create Administrator"
			failed="Not created"
			password="new-password"
			passwordHint={`${PASSWORD_MIN} to ${PASSWORD_MAX} characters, any you like. A few words in a row are good.`}
		>
			<p className="text-muted">This makes the first user, an Administrator, and signs you in.</p>
		</CredentialsForm>
	);
}
