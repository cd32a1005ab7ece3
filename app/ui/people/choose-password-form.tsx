import { type SubmissionResult, useForm } from "@conform-to/react";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { PageHeading } from "../page.tsx";
import { PASSWORD_HINT } from "./account-forms.tsx";

type Props = {
	email: string;
	isFirst: boolean;
	lastResult: SubmissionResult<string[]> | undefined;
};

/** The page behind a one-time link: whoever has it chooses the password of its user. */
export function ChoosePasswordForm({ email, isFirst, lastResult }: Props) {
	const [form, fields] = useForm<{ password: string }>({ id: "choose-password", lastResult });
	return (
		<div className="mx-auto max-w-sm">
			<PageHeading title={isFirst ? "Welcome to Click-To-Call-In" : "Choose a new password"} />
			<ErrorSummary
				form={form}
				labels={{ password: { id: fields.password.id, label: "Password" } }}
				title="Not saved"
			/>
			<form id={form.id} method="post" noValidate className="panel space-y-4 p-5">
				<p className="text-muted [overflow-wrap:anywhere]">
					{isFirst ? "You were invited as " : "This is for "}
					<strong className="text-ink">{email}</strong>. The password that you choose signs you in,
					now and from then on.
				</p>
				{/* For password managers: whose password it is. */}
				<input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
				<Field
					label="Password"
					meta={fields.password}
					hint={PASSWORD_HINT}
					type="password"
					autoComplete="new-password"
				/>
				<button type="submit" className="button button-primary w-full">
					Save Password and Sign In
				</button>
			</form>
		</div>
	);
}
