import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { PASSWORD_MAX, PASSWORD_MIN } from "../../domain/people/password.ts";
import { TIME_ZONES } from "../../domain/time-zone.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { SelectField } from "../field.tsx";
import { PasswordField } from "./password-field.tsx";
import { SessionList, type ShownSession } from "./session-list.tsx";

const words = texts.pages.people.account;

type Reply = SubmissionResult<string[]> | undefined;

/** The rules for a new password. */
export const PASSWORD_HINT = words.password.rules({ min: PASSWORD_MIN, max: PASSWORD_MAX });

/**
 * The form that changes the user's own password. It asks for the current password and the new one.
 */
export function OwnPasswordForm({ email, reply }: { email: string; reply: Reply }) {
	const [form, fields] = useForm<Record<"present" | "password", string>>({
		id: "own-password",
		lastResult: reply ?? null,
	});
	const labels = {
		present: { id: fields.present.id, label: words.password.current },
		password: { id: fields.password.id, label: words.password.new },
	};
	return (
		<section aria-labelledby="password-heading" className="panel p-4">
			<h2 id="password-heading">{words.password.heading}</h2>
			<p className="mt-1 mb-3 text-muted text-sm">{words.password.hint}</p>
			<form {...getFormProps(form)} method="post" noValidate className="space-y-4">
				<ErrorSummary form={form} labels={labels} title={words.notChanged} />
				<input type="hidden" name="intent" value="change-password" />
				{/* The username, for password managers. */}
				<input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
				<PasswordField
					label={words.password.current}
					meta={fields.present}
					autoComplete="current-password"
				/>
				<PasswordField
					label={words.password.new}
					meta={fields.password}
					hint={PASSWORD_HINT}
					autoComplete="new-password"
				/>
				<button type="submit" className="button button-primary">
					{words.password.submit}
				</button>
			</form>
		</section>
	);
}

const AREAS = [...new Set(TIME_ZONES.map((zone) => zone.split("/", 1)[0] as string))];

/** The time zone of all displayed times (G14). */
export function TimeZoneForm({
	chosen,
	fallback,
	reply,
}: {
	chosen: string;
	fallback: string;
	reply: Reply;
}) {
	const [form, fields] = useForm<{ timeZone: string }>({
		id: "time-zone",
		lastResult: reply ?? null,
		defaultValue: { timeZone: chosen },
	});
	return (
		<section aria-labelledby="zone-heading" className="panel p-4">
			<h2 id="zone-heading" className="mb-3">
				{words.timeZone.heading}
			</h2>
			<form {...getFormProps(form)} method="post" noValidate className="space-y-4">
				<ErrorSummary
					form={form}
					labels={{ timeZone: { id: fields.timeZone.id, label: words.timeZone.heading } }}
				/>
				<input type="hidden" name="intent" value="set-time-zone" />
				<SelectField label={words.timeZone.label} meta={fields.timeZone} hint={words.timeZone.hint}>
					<option value="">{words.timeZone.fallback({ zone: fallback })}</option>
					{AREAS.map((area) => (
						<optgroup key={area} label={area}>
							{TIME_ZONES.filter((zone) => zone.split("/", 1)[0] === area).map((zone) => (
								<option key={zone} value={zone}>
									{zone}
								</option>
							))}
						</optgroup>
					))}
				</SelectField>
				<button type="submit" className="button button-primary">
					{words.timeZone.submit}
				</button>
			</form>
		</section>
	);
}

/** The user's own sessions, with buttons that end one, all others, or all of them. */
export function OwnSessions({
	sessions,
	zone,
	now,
}: {
	sessions: ShownSession[];
	zone: string;
	now: Date;
}) {
	return (
		<section aria-labelledby="sessions-heading" className="panel">
			<h2 id="sessions-heading" className="border-line border-b px-4 py-2">
				{words.sessions.heading}
			</h2>
			<SessionList sessions={sessions} zone={zone} now={now} />
			<form method="post" className="flex flex-wrap gap-2 border-line border-t px-4 py-3">
				{sessions.length > 1 && (
					<button type="submit" name="intent" value="sign-out-elsewhere" className="button">
						{words.sessions.signOutElsewhere}
					</button>
				)}
				<button type="submit" name="intent" value="sign-out-everywhere" className="button">
					{words.sessions.signOutEverywhere}
				</button>
			</form>
		</section>
	);
}
