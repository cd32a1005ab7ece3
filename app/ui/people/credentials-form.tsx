import { type SubmissionResult, useForm } from "@conform-to/react";
import type { ReactNode } from "react";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { PageHeading } from "../page.tsx";
import { PasswordField } from "./password-field.tsx";

const words = texts.pages.people.signIn;

type CredentialsFormProps = {
	title: string;
	/** The action's reply, if it was not a redirect. */
	lastResult: SubmissionResult<string[]> | undefined;
	button: string;
	/** The failed action, as the heading above the reasons. */
	failed: string;
	/** The hint for password managers (`autocomplete`). */
	password: "current-password" | "new-password";
	passwordHint?: string;
	children?: ReactNode;
};

/** The whole content of a page with an e-mail address and a password. */
export function CredentialsForm({
	title,
	lastResult,
	button,
	failed,
	password,
	passwordHint,
	children,
}: CredentialsFormProps) {
	const [form, fields] = useForm<Record<"email" | "password", string>>({
		id: "credentials",
		lastResult,
	});
	const labels = {
		email: { id: fields.email.id, label: words.email },
		password: { id: fields.password.id, label: words.password },
	};
	return (
		<div className="mx-auto max-w-sm">
			<PageHeading title={title} />
			<ErrorSummary form={form} labels={labels} title={failed} />
			<form id={form.id} method="post" noValidate className="panel space-y-4 p-5">
				{children}
				<Field
					label={words.email}
					meta={fields.email}
					type="email"
					autoComplete="username"
					autoCapitalize="none"
					spellCheck={false}
				/>
				<PasswordField
					label={words.password}
					meta={fields.password}
					hint={passwordHint}
					autoComplete={password}
				/>
				<button type="submit" className="button button-primary w-full">
					{button}
				</button>
			</form>
		</div>
	);
}
