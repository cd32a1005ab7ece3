import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { PASSWORD_MAX, PASSWORD_MIN } from "../../domain/people/password.ts";
import { TIME_ZONES } from "../../domain/time-zone.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field, SelectField } from "../field.tsx";
import { Time } from "../time.tsx";

type Reply = SubmissionResult<string[]> | undefined;

/** What a new password may be. */
export const PASSWORD_HINT = `${PASSWORD_MIN} to ${PASSWORD_MAX} characters, any you like. A few words in a row are good.`;

/** One's own password: the present one, and the new one. */
export function OwnPasswordForm({ email, reply }: { email: string; reply: Reply }) {
	const [form, fields] = useForm<Record<"present" | "password", string>>({
		id: "own-password",
		lastResult: reply ?? null,
	});
	const labels = {
		present: { id: fields.present.id, label: "Present password" },
		password: { id: fields.password.id, label: "New password" },
	};
	return (
		<section aria-labelledby="password-heading" className="panel p-4">
			<h2 id="password-heading">Password</h2>
			<p className="mt-1 mb-3 text-muted text-sm">A change signs you out everywhere but here.</p>
			<form {...getFormProps(form)} method="post" noValidate className="space-y-4">
				<ErrorSummary form={form} labels={labels} title="Not changed" />
				<input type="hidden" name="intent" value="change-password" />
				{/* For password managers: whose password it is. */}
				<input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
				<Field
					label="Present password"
					meta={fields.present}
					type="password"
					autoComplete="current-password"
				/>
				<Field
					label="New password"
					meta={fields.password}
					hint={PASSWORD_HINT}
					type="password"
					autoComplete="new-password"
				/>
				<button type="submit" className="button button-primary">
					Change Password
				</button>
			</form>
		</section>
	);
}

const AREAS = [...new Set(TIME_ZONES.map((zone) => zone.split("/", 1)[0] as string))];

/** In which time zone all times are shown (G14). */
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
				Time zone
			</h2>
			<form {...getFormProps(form)} method="post" noValidate className="space-y-4">
				<ErrorSummary
					form={form}
					labels={{ timeZone: { id: fields.timeZone.id, label: "Time zone" } }}
				/>
				<input type="hidden" name="intent" value="set-time-zone" />
				<SelectField
					label="Show times in"
					meta={fields.timeZone}
					hint="Searches and files follow it too."
				>
					<option value="">The installation’s own: {fallback}</option>
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
					Save Time Zone
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

/** Where one is signed in, and ways to end each of it alone, or all of it. */
export function OwnSessions({ sessions, zone }: { sessions: Session[]; zone: string }) {
	return (
		<section aria-labelledby="sessions-heading" className="panel">
			<div className="flex flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-2">
				<h2 id="sessions-heading">Where you are signed in</h2>
				<form method="post">
					<button type="submit" name="intent" value="sign-out-everywhere" className="button">
						Sign Out Everywhere
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
								{session.client ?? "From an address that is not known"}
								{session.isThis && <span className="text-muted"> (this browser)</span>}
							</p>
							<p className="text-muted text-sm">
								Signed in <Time at={session.createdAt} zone={zone} /> · last used{" "}
								<Time at={session.lastSeenAt} zone={zone} />
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
									Sign Out There
								</button>
							</form>
						)}
					</li>
				))}
			</ul>
		</section>
	);
}
