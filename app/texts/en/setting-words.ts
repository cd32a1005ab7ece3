import { figure } from "../wording.ts";

type Range = { min: number; max: number };

/**
 * The texts of a group setting. `label` and `hint` are for the form, `audit` is for the audit log.
 * `takes` and `gives` are the API's descriptions in requests and replies. The API adds the default
 * to `takes`.
 */
type SettingWords = {
	label: string;
	audit: string;
	hint: (range: Range) => string;
	takes: string;
	gives: string;
};

/** The settings of a group (G7). */
export const groupSettings = {
	generateAccessCode: {
		label: "Generate Access Code",
		audit: "Generate Access Code",
		hint: () => "Each request gets a code that its caller must enter.",
		takes: "Each request gets an access code that its caller must enter.",
		gives: "Each request gets an access code.",
	},
	accessCodeLength: {
		label: "Access Code Length",
		audit: "Access Code Length",
		hint: ({ min, max }) => `${min} to ${max} digits. The length is kept while codes are off.`,
		takes: "Digits of an access code. The length is kept while codes are off.",
		gives: "Digits of an access code. The length is kept while codes are off.",
	},
	expirySeconds: {
		label: "Expiry (seconds)",
		audit: "Expiry (seconds)",
		hint: ({ min, max }) => `How long a number is reserved: ${min} to ${figure(max)} seconds.`,
		takes: "How long a number is reserved, in seconds.",
		gives: "How long a number is reserved, in seconds.",
	},
	uniqueDnis: {
		label: "Do not reuse DNIS for concurrent requests",
		audit: "Unique DNIS",
		hint: () => "Unique DNIS: each number is given to only one live request at a time.",
		takes:
			"Unique DNIS, “Do not reuse DNIS for concurrent requests”: each number is given to only " +
			"one live request at a time.",
		gives: "Each number is given to only one live request at a time.",
	},
} satisfies Record<string, SettingWords>;
