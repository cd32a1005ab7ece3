import { counted, figure } from "../../wording.ts";
import { woven } from "../../woven.ts";

/** Texts of several pages, and of the frame around all pages. */
export const shared = {
	/** The language of the pages, for `lang`. */
	language: "en",
	/** The format of times: the locale, and its separator between date and time. */
	time: {
		locale: "en-GB",
		separator: ", ",
		ago: {
			now: "just now",
			minutes: ({ count }: { count: number }) => `${counted(count, "minute")} ago`,
			hours: ({ count }: { count: number }) => `${counted(count, "hour")} ago`,
			days: ({ count }: { count: number }) => `${counted(count, "day")} ago`,
		},
	},

	product: "Click-To-Call-In",
	productDescription:
		"Reserves phone numbers for callers who tap “call us”, and identifies their incoming calls.",
	/** The title of a browser tab, the most specific part first. */
	tabTitle: ({ page, within }: { page: string; within: string }) => `${page} – ${within}`,

	/** Begins the title of a page whose form was refused, so that it is read first. */
	errorTitle: ({ title }: { title: string }) => `Error: ${title}`,

	toHome: "Click-To-Call-In: home page",
	skipToContent: "Skip to content",
	navigation: {
		label: "Main",
		callIn: "Call-In",
		tools: "Tools ›",
		toolsPrefix: "Tools: ",
		configPrefix: "Click-To-Call-In ",
		config: "Config",
		developer: "Developer",
		settings: "Settings",
		help: "Help",
	},
	accountLink: ({ email }: { email: string }) => `${email}: your account`,
	signOut: "Sign out",

	view: {
		theme: "Colours:",
		themes: { system: "System", light: "Light", dark: "Dark" },
		rows: "Rows a page:",
		byButton: "Change this with the buttons of a page.",
	},
	keys: {
		title: "Keyboard shortcuts",
		/** Keys in the order of pressing, and what they do. */
		list: [
			{ pressed: ["/"], does: "Go to the search of the page" },
			{ pressed: ["g", "h"], does: "Open the home page" },
			{ pressed: ["g", "c"], does: "Open Call-In" },
			{ pressed: ["g", "g"], does: "Open the groups" },
			{ pressed: ["?"], does: "Show this list" },
		],
		hint: "The keys do nothing while you type in a field.",
		isOff: "The keys are turned off in this browser.",
		turnOff: "Turn Keys Off",
		turnOn: "Turn Keys On",
		close: "Close",
	},

	settings: {
		title: "Settings",
		tabs: {
			apiKeys: "API keys",
			phoneSystems: "Phone systems",
			users: "Users",
			auditLog: "Audit log",
			account: "Your account",
		},
	},

	errorPage: {
		titles: {
			badRequest: "This request cannot be understood",
			forbidden: "Your role does not allow this",
			notFound: "Page not found",
			tooLarge: "The upload is too large",
			unavailable: "The service is not available at the moment",
			other: "Something went wrong",
		},
		advice:
			"Nothing was changed. Go back and try again. If it happens again, tell your operator what " +
			"you did and when.",
		toStart: "Go to the start page",
		toHelp: "Search the help",
		noSuchPage: "There is no page at this address. Check the address, or use the navigation.",
	},
	notAForm: "The server could not read this form. Go back, reload the page, and try again.",
	unknownAction: "This page cannot do that. Go back, reload the page, and try again.",
	forbiddenForRole: ({ role }: { role: string }) =>
		`The role ${role} does not allow this. Ask an Administrator.`,
	enterOneValue: "Enter one value.",

	notSaved: "Not saved",
	formRefused: ({ title }: { title: string }) => `${title}.`,
	formRefusedAtFields: ({ title }: { title: string }) => `${title}. Please check:`,
	save: "Save",
	cancel: "Cancel",
	undo: "Undo",
	copy: "Copy",
	copied: "Copied",
	copyByHand: "Press Ctrl+C",
	refresh: "Refresh",
	exportAsCsv: "Export as CSV",
	notGiven: "Not given",

	search: "Search",
	clear: "Clear",
	filters: "Filters",
	timePlaceholder: "2026-01-31 09:30",
	pages: {
		page: ({ page }: { page: number }) => `Page ${page}`,
		range: ({ from, to, total }: { from: number; to: number; total: number }) =>
			`${figure(from)}–${figure(to)} of ${figure(total)}`,
		first: "First page",
		previous: "Previous",
		next: "Next",
	},

	live: {
		asOf: <T>({ time }: { time: T }) => woven`As of ${time}`,
		pause: "Pause",
		resume: "Resume",
		paused: "Paused.",
		notRefreshed: "Not refreshed; trying again.",
	},

	/** Why the process is not ready, for operators and readiness probes. */
	notReady: {
		stopping: "this process is stopping",
		unmigrated: "the database lacks migrations",
	},

	upload: {
		refused: "Nothing was imported.",
		review: "Review",
		/** The script in the browser replaces `{size}`. */
		tooLarge: ({ limitMib }: { limitMib: number }) =>
			`The file has {size} MiB. The limit is ${limitMib} MiB. Choose a smaller file.`,
	},
};
