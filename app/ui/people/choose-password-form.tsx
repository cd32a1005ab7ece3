import { type SubmissionResult, useForm } from "@conform-to/react";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { PageHeading } from "../page.tsx";
import { Sentence } from "../sentence.tsx";
import { PASSWORD_HINT } from "./account-forms.tsx";
import { PasswordField } from "./password-field.tsx";

const words = texts.pages.people.account.choose;

type Props = {
	email: string;
	isFirst: boolean;
	lastResult: SubmissionResult<string[]> | undefined;
};

/** The page of a one-time link. The link's user chooses a password there. */
export function ChoosePasswordForm({ email, isFirst, lastResult }: Props) {
	const [form, fields] = useForm<{ password: string }>({ id: "choose-password", lastResult });
	return (
		<div className="mx-auto max-w-sm">
			<PageHeading title={isFirst ? words.welcome : words.title} />
			<ErrorSummary
				form={form}
				labels={{ password: { id: fields.password.id, label: words.password } }}
				title={words.refused}
			/>
			<form id={form.id} method="post" noValidate className="panel space-y-4 p-5">
				<p className="text-muted [overflow-wrap:anywhere]">
					<Sentence
						of={(isFirst ? words.invited : words.reset)({
							email: <strong className="text-ink">{email}</strong>,
						})}
					/>
				</p>
				{/* The username, for password managers. */}
				<input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
				<PasswordField
					label={words.password}
					meta={fields.password}
					hint={PASSWORD_HINT}
					autoComplete="new-password"
				/>
				<button type="submit" className="button button-primary w-full">
					{words.submit}
				</button>
			</form>
		</div>
	);
}
