import { woven } from "../../woven.ts";
import { account } from "./people-account.ts";

/** The buttons and questions of a user's page. */
const actions = {
	heading: "Change",
	lastAdministrator:
		"This is the last Administrator who can sign in. Before you change the role, disable or " +
		"remove this user, add another Administrator.",
	lastAdministratorSelf:
		"You are the last Administrator who can sign in. Before you change your role, or disable or " +
		"remove yourself, add another Administrator.",
	role: "Role",
	roleHint: "Signs the user out. The new role applies from the next sign-in.",
	changeRole: "Change Role",
	password: "Password",
	ownPasswordHint: "Your password, time zone and sessions are on your account page.",
	ownAccount: "Your account",
	resetHint:
		"The current password stops working. You get a link, and the user chooses a new password " +
		"with it.",
	reset: "Reset Password",
	newLinkHint: "You get a new link for the user. The old link stops working.",
	newLink: "Make New Link",
	sessions: "Sessions",
	sessionsHint: "Signs the user out in all browsers.",
	signOut: "Sign Out Everywhere",
	access: "Access",
	enableHint: "The user can sign in again, with the same role and password.",
	enable: "Enable User",
	disableHint: "Signs the user out and blocks sign-in. You can enable the user again.",
	disable: "Disable User",
	removal: "Removal",
	removeHint: "You cannot undo this. The audit log keeps what the user did.",
	remove: "Remove User",
};

const onlyOthers = "You are signed out at once. Only another Administrator can undo this.";
const signedOut = {
	self: "You are signed out at once and can no longer sign in. You cannot undo this.",
	other:
		"The user is signed out at once and can no longer sign in. The audit log keeps what the user " +
		"did. You cannot undo this.",
};

/** Users, sign-in, and a user's own account. */
export const people = {
	list: "Users",
	tabTitle: "Users – Settings",
	userTabTitle: ({ email }: { email: string }) => `${email} – Users`,
	userTabTitleUnknown: "User – Users",
	gone: "There is no such user. The user may have been removed.",
	you: "(you)",
	roleHints: {
		administrator: "everything, including users, API keys and the audit log",
		developer: "reads groups and all call-in records, and uses the developer console",
		supervisor: "reads groups and all call-in records",
		monitor: "reads groups and call-in records, without callers’ numbers, codes and user data",
	},
	roleLine: ({ role }: { role: string }) => `${role}:`,

	state: {
		active: "Active",
		disabled: "Disabled",
		invited: <T>({ day }: { day: T }) => woven`Invited (link valid until ${day})`,
		invitedLapsed: "Invited (the link has expired)",
		reset: <T>({ day }: { day: T }) => woven`Password reset (link valid until ${day})`,
		resetLapsed: "Password reset (the link has expired)",
	},
	lastSignInAt: <T>({ time }: { time: T }) => woven`Last sign-in ${time}`,
	neverSignedIn: "Never signed in",

	facts: {
		heading: "User",
		role: "Role",
		state: "State",
		lastSignIn: "Last sign-in",
		never: "Never",
		added: "Added",
		auditLog: "Audit log",
		byUser: "Changes by this user",
		toUser: "Changes to this user",
	},

	sessions: { heading: "Where the user is signed in", nowhere: "Nowhere." },

	invite: {
		heading: "Invite a user",
		hint: ({ days }: { days: number }) =>
			"You get a link to send to the user. The user chooses a password with it. The link works " +
			`once, within ${days} days.`,
		refused: "Not invited",
		email: "Email",
		role: "Role",
		submit: "Invite User",
	},
	link: {
		heading: ({ email }: { email: string }) =>
			`Send this link to ${email}. Copy it now, because it is not shown again.`,
		hint: ({ days }: { days: number }) =>
			"Anybody who opens the link can choose the password of this user, so send it to nobody " +
			`else. It works once, within ${days} days. A newer link replaces it.`,
	},

	actions,
	questions: {
		setRole: ({ who, role }: { who: string | null; role: string }) =>
			who === null ? `Change your role to ${role}?` : `Change the role of ${who} to ${role}?`,
		setRoleYes: "Yes, change the role",
		onlyOthers,
		disable: ({ who }: { who: string | null }) => `Disable ${who ?? "yourself"}?`,
		disableYes: "Yes, disable",
		enable: ({ who }: { who: string | null }) => `Enable ${who ?? "yourself"}?`,
		enableYes: "Yes, enable",
		signOut: ({ who }: { who: string | null }) => `Sign ${who ?? "yourself"} out everywhere?`,
		signOutHint: "This browser is signed out too.",
		signOutYes: "Yes, sign out",
		reset: ({ who }: { who: string | null }) =>
			who === null ? "Reset your password?" : `Reset the password of ${who}?`,
		resetHint:
			"The current password stops working at once, and all sessions end. You get a link, and the " +
			"user chooses a new password with it.",
		resetYes: "Yes, reset the password",
		remove: ({ who }: { who: string | null }) => `Remove ${who ?? "yourself"}?`,
		removeSelfHint: signedOut.self,
		removeHint: signedOut.other,
		removeYes: "Yes, remove",
		no: "No, cancel",
	},
	done: {
		role: ({ email, role }: { email: string; role: string }) =>
			`${email} now has the role ${role} and has to sign in again.`,
		disabled: ({ email }: { email: string }) => `${email} is disabled and signed out everywhere.`,
		enabled: ({ email }: { email: string }) => `${email} is enabled.`,
		signedOut: ({ email }: { email: string }) => `${email} is signed out everywhere.`,
		sessionEnded: ({ email }: { email: string }) => `${email} is signed out there.`,
		sessionEndedAlready: ({ email }: { email: string }) => `${email} was already signed out there.`,
		removed: ({ email }: { email: string }) => `${email} is removed and signed out everywhere.`,
	},

	signIn: {
		title: "Sign in",
		tabTitle: "Sign in – Click-To-Call-In",
		email: "Email",
		password: "Password",
		showPassword: "Show",
		/** The rest of the button's name, for screen readers. */
		whichPassword: ({ label }: { label: string }) => ` ${label}`,
		submit: "Sign in",
		refused: "Not signed in",
		oldPassword: ({ problem }: { problem: string }) =>
			"Please choose a new password on your account page. Your password does not meet the " +
			`current rules. ${problem}`,
		signOutByButton: "Sign out with the “Sign out” button.",
	},
	setUp: {
		title: "Set up Click-To-Call-In",
		tabTitle: "Set up – Click-To-Call-In",
		hint: "This creates the first user, an Administrator, and signs you in.",
		submit: "Create Administrator",
		refused: "Not created",
		noUsers:
			"There are no users yet. The first user is an Administrator. Create this user with the " +
			"link that the server printed when it started.",
		findLink:
			"Look for the line “Set up the first Administrator” in the server’s output, and open its " +
			"link. The link works once. After a restart the server prints a new link, and the old link " +
			"stops working.",
		linkBroken: "This link does not work",
	},
	account,
};
