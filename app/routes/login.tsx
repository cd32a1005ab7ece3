import { parseWithZod } from "@conform-to/zod/v4";
import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type PasswordError, parsePassword } from "../domain/people/password.ts";
import { messageOfPeopleError } from "../domain/people/user.ts";
import { leaveFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { homePath, nextPath } from "../http/pages/next-path.server.ts";
import { leadToSetUp } from "../http/pages/permission.server.ts";
import {
	deviceTokenOf,
	endSessionsOf,
	findSignedIn,
	signedInHeaders,
} from "../http/pages/session.server.ts";
import { signInForm } from "../http/pages/user-forms.server.ts";
import { clientAddress } from "../http/server/client-address.server.ts";
import { refuseCrossSite } from "../http/server/cross-site.server.ts";
import { signIn } from "../operations/people/sign-in.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { CredentialsForm } from "../ui/people/credentials-form.tsx";

const words = texts.pages.people.signIn;

export const meta = () => [{ title: words.tabTitle }];
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export async function loader({ request, context }: LoaderFunctionArgs) {
	const next = new URL(request.url).searchParams.get("next");
	const signedIn = await findSignedIn({ request, context });
	if (signedIn) throw redirect(nextPath(next, homePath(signedIn.user.role)));
	await leadToSetUp();
	return { next: nextPath(next) };
}

export async function action({ request }: ActionFunctionArgs) {
	refuseCrossSite(request);
	await leadToSetUp();
	const submission = parseWithZod(await readForm(request), { schema: signInForm });
	if (submission.status !== "success")
		return data(submission.reply({ hideFields: ["password"] }), { status: 422 });
	const { email, password, next } = submission.value;
	const signedIn = await signIn(await getService(), {
		email,
		password,
		clientAddress: clientAddress(request),
		deviceToken: deviceTokenOf(request),
	});
	if (signedIn.ok) {
		// Ends the browser's earlier session, of this user or another. Otherwise it would stay open
		// unseen.
		await endSessionsOf(request);
		const parsed = parsePassword(password, email);
		if (!parsed.ok)
			await leaveFlash(signedIn.value.token, { message: oldPasswordMessage(parsed.error) });
		return redirect(nextPath(next, homePath(signedIn.value.role)), {
			status: 303,
			headers: signedInHeaders(request, signedIn.value),
		});
	}
	const { error } = signedIn;
	const reply = submission.reply({
		formErrors: [messageOfPeopleError(error)],
		hideFields: ["password"],
	});
	if (error.code === "sign-in-refused") return data(reply, { status: 401 });
	return data(reply, {
		status: error.code === "sign-in-limited" ? 429 : 503,
		headers: { "retry-after": String(error.retryAfterSeconds) },
	});
}

/** Shown after a sign-in with a password from before the current rules. */
const oldPasswordMessage = (error: PasswordError): string =>
	words.oldPassword({ problem: messageOfPeopleError(error) });

export default function Login() {
	const { next } = useLoaderData<typeof loader>();
	const lastResult = useActionData<typeof action>();
	return (
		<CredentialsForm
			title={words.title}
			lastResult={lastResult}
			button={words.submit}
			failed={words.refused}
			password="current-password"
		>
			<input type="hidden" name="next" value={next} />
		</CredentialsForm>
	);
}
