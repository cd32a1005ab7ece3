import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { PASSWORD_MAX, PASSWORD_MIN } from "../../domain/people/password.ts";
import { TIME_ZONES } from "../../domain/time-zone.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { SelectField } from "../field.tsx";
import { PANEL_HEAD } from "../layout.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { PasswordField } from "./password-field.tsx";

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

type Session = {
	id: string;
	client: string | null;
	createdAt: Date;
	lastSeenAt: Date;
	isThis: boolean;
};

/** The user's own sessions, with buttons that end one or all of them. */
export function OwnSessions({ sessions, zone }: { sessions: Session[]; zone: string }) {
	return (
		<section aria-labelledby="sessions-heading" className="panel">
			<div className={PANEL_HEAD}>
				<h2 id="sessions-heading">{words.sessions.heading}</h2>
				<form method="post">
					<button type="submit" name="intent" value="sign-out-everywhere" className="button">
						{words.sessions.signOutEverywhere}
					</button>
				</form>
			</div>
			<ul className="figures divide-y divide-line">
				{sessions.map((session) => (
					<li
						key={session.id}
						className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5"
					>
						<div className="min-w-0 flex-1 basis-56">
							<p id={`session-${session.id}`} className="[overflow-wrap:anywhere]">
								{session.client ?? words.sessions.unknownAddress}
								{session.isThis && (
									<span className="text-muted"> {words.sessions.thisBrowser}</span>
								)}
							</p>
							<p className="text-muted text-sm">
								<Sentence
									of={words.sessions.times({
										signedIn: <Time at={session.createdAt} zone={zone} />,
										lastUsed: <Time at={session.lastSeenAt} zone={zone} />,
									})}
								/>
							</p>
						</div>
						{!session.isThis && (
							<form method="post">
								<input type="hidden" name="session" value={session.id} />
								<button
									type="submit"
									name="intent"
									value="end-session"
									className="button"
									aria-describedby={`session-${session.id}`}
								>
									{words.sessions.signOutThere}
								</button>
							</form>
						)}
					</li>
				))}
			</ul>
		</section>
	);
}
