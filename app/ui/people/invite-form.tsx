import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { ROLE_NAMES, ROLES } from "../../domain/people/roles.ts";
import { LINK_DAYS } from "../../domain/people/user.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field, SelectField } from "../field.tsx";
import { ROLE_WORDS, RoleOptions } from "./role-options.tsx";

/** "Invite User": an address and a role; the answer has the link to pass on. */
export function InviteForm({ reply }: { reply: SubmissionResult<string[]> | undefined }) {
	const [form, fields] = useForm<{ email: string; role: string }>({
		id: "invite",
		lastResult: reply ?? null,
		defaultValue: { role: "monitor" },
	});
	const labels = {
		email: { id: fields.email.id, label: "Email" },
		role: { id: fields.role.id, label: "Role" },
	};
	return (
		<section aria-labelledby="invite-heading" className="panel p-4">
			<h2 id="invite-heading">Invite somebody</h2>
			<p className="mt-1 mb-3 text-muted text-sm">
				You get a link to pass on. It lets one person choose a password, once, within {LINK_DAYS}{" "}
				days.
			</p>
			<form {...getFormProps(form)} method="post" noValidate data-unsaved className="space-y-4">
				<ErrorSummary form={form} labels={labels} title="Not invited" />
				<Field
					label="Email"
					meta={fields.email}
					type="email"
					autoComplete="off"
					autoCapitalize="none"
					spellCheck={false}
				/>
				<SelectField label="Role" meta={fields.role}>
					<RoleOptions />
				</SelectField>
				<button type="submit" className="button button-primary">
					Invite User
				</button>
			</form>
			<dl className="mt-4 space-y-1 border-line border-t pt-3 text-sm">
				{ROLES.map((role) => (
					<div key={role}>
						<dt className="inline font-medium">{ROLE_NAMES[role]}:</dt>{" "}
						<dd className="inline text-muted">{ROLE_WORDS[role]}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
