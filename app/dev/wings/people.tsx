import { ROLES, type Role } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { InviteForm } from "../../ui/people/invite-form.tsx";
import { RoleOptions } from "../../ui/people/role-options.tsx";
import { UserActions } from "../../ui/people/user-actions.tsx";
import { UserFacts } from "../../ui/people/user-facts.tsx";
import { type AskedIntent, isAskedFirst, USER_INTENTS } from "../../ui/people/user-intents.ts";
import { type ShownUser, UserList, UserStateWords } from "../../ui/people/user-list.tsx";
import { UserQuestion } from "../../ui/people/user-question.tsx";
import { refused, show, type Wing } from "../kit/example.tsx";
import { ago, idOf, LONG_EMAIL, LONG_WORD, NOW, ZONE } from "../kit/fixtures.ts";

const userOf = (more: Partial<ShownUser> = {}): ShownUser => ({
	id: idOf(70),
	email: "ann@example.com",
	role: "administrator",
	createdAt: ago(1_000_000),
	disabledAt: null,
	hasPassword: true,
	linkUntil: null,
	sessions: 2,
	lastSignInAt: ago(600),
	...more,
});
const never = { hasPassword: false, sessions: 0, lastSignInAt: null };
const INVITED = userOf({ id: idOf(71), ...never, role: "developer", linkUntil: ago(-90_000) });
const LAPSED = userOf({ id: idOf(72), ...never, email: LONG_EMAIL, role: "monitor" });
const DISABLED = userOf({ id: idOf(73), disabledAt: ago(60), sessions: 0, role: "supervisor" });
const RESET = userOf({ ...INVITED, id: idOf(74), lastSignInAt: ago(1_000_000) });
const RESET_LAPSED = userOf({ ...RESET, id: idOf(75), linkUntil: null });
const USERS = [userOf(), INVITED, LAPSED, RESET, RESET_LAPSED, DISABLED];
const NAMES = [
	"signed in",
	"invited",
	"link lapsed, long address",
	"password reset",
	"password reset, link lapsed",
	"disabled",
];

const byUser = (of: (user: ShownUser) => React.ReactNode) =>
	Object.fromEntries(USERS.map((user, index) => [NAMES[index] as string, of(user)]));

const actions = (user: ShownUser, isSelf: boolean, isLastAdministrator: boolean) => (
	<UserActions {...{ user, isSelf, isLastAdministrator }} />
);
const question = (intent: AskedIntent, isSelf: boolean, role: Role = "monitor") => (
	<UserQuestion intent={intent} user={isSelf ? userOf() : LAPSED} isSelf={isSelf} role={role} />
);

const ASKED = USER_INTENTS.filter((intent) =>
	isAskedFirst(intent, { isSelf: true, hasPassword: true }),
);

/** Users. */
export const people: Wing = {
	path: "people",
	title: "Users",
	components: [
		show(UserList, {
			"all states": <UserList users={USERS} selfId={idOf(70)} zone={ZONE} now={NOW} />,
			"one user": <UserList users={[userOf()]} selfId={idOf(70)} zone={ZONE} now={NOW} />,
		}),
		show(
			UserStateWords,
			byUser((user) => <UserStateWords user={user} zone={ZONE} />),
		),
		show(
			UserFacts,
			byUser((user) => <UserFacts user={user} zone={ZONE} now={NOW} />),
		),
		show(UserActions, {
			...byUser((user) => actions(user, false, false)),
			oneself: actions(userOf(), true, false),
			"oneself, the last Administrator": actions(userOf(), true, true),
			"the last Administrator": actions(userOf(), false, true),
		}),
		show(
			UserQuestion,
			Object.fromEntries(
				ASKED.flatMap((intent) => [
					[intent, question(intent, false)],
					[`${intent}, oneself`, question(intent, true)],
				]),
			),
		),
		show(InviteForm, {
			empty: <InviteForm reply={undefined} />,
			refused: (
				<InviteForm
					reply={refused(
						{ email: LONG_WORD },
						{ email: [texts.messages.people.emailNotAnAddress] },
					)}
				/>
			),
		}),
		show(RoleOptions, {
			"in a choice": (
				<select className="input" aria-label="Role" defaultValue={ROLES[1]}>
					<RoleOptions />
				</select>
			),
		}),
	],
};
