import { counted } from "../../wording.ts";
import { woven } from "../../woven.ts";

/** A user's own account, and the page of a one-time link. */
export const account = {
	title: "Your account",
	tabTitle: "Your account – Settings",
	notChanged: "Not changed",

	password: {
		heading: "Password",
		hint: "Changing your password signs you out on other devices.",
		current: "Current password",
		new: "New password",
		rules: ({ min, max }: { min: number; max: number }) =>
			`${min} to ${max} characters of any kind. Several words in a row are a good choice.`,
		submit: "Change Password",
		done: "Your password is changed.",
		doneOthersEnded: "Your password is changed. You are signed out on other devices.",
	},

	timeZone: {
		heading: "Time zone",
		label: "Show times in",
		hint: "Searches and files use this time zone too.",
		fallback: ({ zone }: { zone: string }) => `Default of this installation: ${zone}`,
		submit: "Save Time Zone",
		done: ({ zone }: { zone: string }) => `Times are now shown in the time zone ${zone}.`,
	},

	sessions: {
		heading: "Where you are signed in",
		signOutElsewhere: "Sign Out Everywhere Else",
		signOutEverywhere: "Sign Out Everywhere",
		unknownAddress: "From an unknown address",
		thisBrowser: "(this browser)",
		times: <T>({ signedIn, lastUsed }: { signedIn: T; lastUsed: T }) =>
			woven`Signed in ${signedIn} \u00b7 last used ${lastUsed}`,
		signOutThere: "Sign Out There",
		ended: "You are signed out there.",
		endedAlready: "You were already signed out there.",
		endedElsewhere: ({ count }: { count: number }) =>
			count === 0
				? "You were signed in nowhere else."
				: `You are signed out everywhere else: ${counted(count, "session")} ended.`,
	},

	choose: {
		welcome: "Welcome to Click-To-Call-In",
		title: "Choose a new password",
		invited: <T>({ email }: { email: T }) =>
			woven`You were invited as ${email}. Choose a password. You use it to sign in from now on.`,
		reset: <T>({ email }: { email: T }) =>
			woven`This is for ${email}. Choose a password. You use it to sign in from now on.`,
		password: "Password",
		refused: "Not saved",
		submit: "Save Password and Sign In",
	},
};
