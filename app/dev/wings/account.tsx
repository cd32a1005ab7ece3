import { texts } from "../../texts/texts.ts";
import { OwnPasswordForm, OwnSessions, TimeZoneForm } from "../../ui/people/account-forms.tsx";
import { ChoosePasswordForm } from "../../ui/people/choose-password-form.tsx";
import { CredentialsForm } from "../../ui/people/credentials-form.tsx";
import { PasswordField } from "../../ui/people/password-field.tsx";
import { SessionList } from "../../ui/people/session-list.tsx";
import { UserSessions } from "../../ui/people/user-sessions.tsx";
import { InForm, refused, show, type Wing } from "../kit/example.tsx";
import { ago, idOf, LONG_EMAIL, LONG_WORD, NOW, ZONE } from "../kit/fixtures.ts";

const TOO_SHORT = texts.messages.people.passwordTooShort({ limit: 12 });
const shortPassword = refused({}, { password: [TOO_SHORT] });
const wrongPassword = refused(
	{},
	{
		present: [texts.messages.people.passwordWrong],
		password: [TOO_SHORT],
	},
);
const wrongCredentials = refused(
	{ email: "nobody" },
	{ email: [texts.messages.people.emailNotAnAddress], "": [texts.messages.people.signInRefused] },
);
const credentials = (reply?: ReturnType<typeof refused>) => (
	<CredentialsForm
		title="Sign in"
		lastResult={reply}
		button="Sign in"
		failed="Not signed in"
		password="current-password"
	/>
);
const sessionOf = (index: number, client: string | null) => ({
	id: idOf(80 + index),
	client,
	createdAt: ago(90_000),
	lastSeenAt: ago(index * 60),
	isThis: index === 0,
});

const passwordField = (error?: string) => (
	<InForm values={{ value: "" }} {...(error && { errors: { value: [error] } })}>
		{(fields) => <PasswordField label="Password" meta={fields.value} autoComplete="new-password" />}
	</InForm>
);

/** Sign-in, and a user's own account. */
export const account: Wing = {
	path: "account",
	title: "Sign-in and account",
	components: [
		show(CredentialsForm, {
			empty: credentials(),
			refused: credentials(wrongCredentials),
			"too many attempts": credentials(
				refused(
					{ email: "ann@example.com" },
					{ "": [texts.messages.people.signInLimited({ retryAfterSeconds: 90 })] },
				),
			),
			"new password": (
				<CredentialsForm
					title="First Administrator"
					lastResult={undefined}
					button="Create Administrator"
					failed="Not created"
					password="new-password"
					passwordHint="12 characters or more."
				>
					<p className="text-muted">Nobody can sign in yet.</p>
				</CredentialsForm>
			),
		}),
		show(PasswordField, { empty: passwordField(), refused: passwordField(TOO_SHORT) }),
		show(ChoosePasswordForm, {
			"first password": (
				<ChoosePasswordForm email="ann@example.com" isFirst lastResult={undefined} />
			),
			refused: <ChoosePasswordForm email={LONG_EMAIL} isFirst={false} lastResult={shortPassword} />,
		}),
		show(OwnPasswordForm, {
			empty: <OwnPasswordForm email="ann@example.com" reply={undefined} />,
			refused: <OwnPasswordForm email={LONG_EMAIL} reply={wrongPassword} />,
		}),
		show(TimeZoneForm, {
			"the installation's own": <TimeZoneForm chosen="" fallback="UTC" reply={undefined} />,
			refused: (
				<TimeZoneForm
					chosen={ZONE}
					fallback="UTC"
					reply={refused({ timeZone: ZONE }, { timeZone: ["Choose a time zone."] })}
				/>
			),
		}),
		show(OwnSessions, {
			"this browser alone": (
				<OwnSessions sessions={[sessionOf(0, "192.0.2.1")]} zone={ZONE} now={NOW} />
			),
			three: (
				<OwnSessions
					sessions={[sessionOf(0, "192.0.2.1"), sessionOf(1, null), sessionOf(2, LONG_WORD)]}
					zone={ZONE}
					now={NOW}
				/>
			),
		}),
		show(SessionList, {
			three: (
				<SessionList
					sessions={[sessionOf(0, "192.0.2.1"), sessionOf(1, null), sessionOf(2, LONG_WORD)]}
					zone={ZONE}
					now={NOW}
				/>
			),
		}),
		show(UserSessions, {
			none: <UserSessions sessions={[]} zone={ZONE} now={NOW} />,
			two: (
				<UserSessions
					sessions={[sessionOf(1, "192.0.2.1"), sessionOf(2, LONG_WORD)]}
					zone={ZONE}
					now={NOW}
				/>
			),
		}),
	],
};
