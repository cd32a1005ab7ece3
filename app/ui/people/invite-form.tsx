import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { ROLE_NAMES, ROLES } from "../../domain/people/roles.ts";
import { LINK_DAYS } from "../../domain/people/user.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field, SelectField } from "../field.tsx";
import { ROLE_HINTS, RoleOptions } from "./role-options.tsx";

const words = texts.pages.people.invite;

/** "Invite User": an e-mail address and a role. The next page has the link to pass on. */
export function InviteForm({ reply }: { reply: SubmissionResult<string[]> | undefined }) {
	const [form, fields] = useForm<{ email: string; role: string }>({
		id: "invite",
		lastResult: reply ?? null,
		defaultValue: { role: "monitor" },
	});
	const labels = {
		email: { id: fields.email.id, label: words.email },
		role: { id: fields.role.id, label: words.role },
	};
	return (
		<section aria-labelledby="invite-heading" className="panel p-4">
			<h2 id="invite-heading">{words.heading}</h2>
			<p className="mt-1 mb-3 text-muted text-sm">{words.hint({ days: LINK_DAYS })}</p>
			<form {...getFormProps(form)} method="post" noValidate data-unsaved className="space-y-4">
				<ErrorSummary form={form} labels={labels} title={words.refused} />
				<Field
					label={words.email}
					meta={fields.email}
					type="email"
					autoComplete="off"
					autoCapitalize="none"
					spellCheck={false}
				/>
				<SelectField label={words.role} meta={fields.role}>
					<RoleOptions />
				</SelectField>
				<div className="flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						{words.submit}
					</button>
					{reply && (
						<a href="/settings/users" className="link" data-gives-up>
							{texts.pages.shared.cancel}
						</a>
					)}
				</div>
			</form>
			<dl className="mt-4 space-y-1 border-line border-t pt-3 text-sm">
				{ROLES.map((role) => (
					<div key={role}>
						<dt className="inline font-medium">
							{texts.pages.people.roleLine({ role: ROLE_NAMES[role] })}
						</dt>{" "}
						<dd className="inline text-muted">{ROLE_HINTS[role]}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
