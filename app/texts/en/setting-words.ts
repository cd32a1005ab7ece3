import { figure } from "../wording.ts";

type Range = { min: number; max: number };

/**
 * The texts of a group setting. `label` and `hint` are for the form, `audit` is for the audit log.
 * `takes` and `gives` are the API's descriptions in requests and replies. The API adds the default
 * to `takes`.
 */
type SettingWords = {
	label: string;
	/** The values of a choice: in lists and in the audit log, and an explanation for the form. */
	choices?: Record<string, { label: string; hint: string }>;
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
		hint: ({ min, max }) =>
			`How long a number is reserved: ${min} to ${figure(max)} seconds. A caller who keys in a ` +
			"code needs about a minute.",
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
	callerId: {
		label: "Caller ID",
		audit: "Caller ID",
		hint: () => "Which calls a request without an access code accepts.",
		choices: {
			any: {
				label: "Any call",
				hint: "A call from another known number is refused. A call without a number is accepted.",
			},
			equal: {
				label: "Same number",
				hint: "The call must come from the number that the request was made for.",
			},
			attested: {
				label: "Same number, attested",
				hint: "The caller’s network must also vouch for the number (attestation A).",
			},
		},
		takes:
			"Which calls a request without an access code accepts. With `equal`, the call’s ANI must " +
			"be given and be the request’s. With `attested`, the call also needs attestation A.",
		gives:
			"Which calls a request without an access code accepts: `any`; `equal`: only from the " +
			"request’s number; `attested`: the same, with attestation A.",
	},
	guard: {
		label: "When codes are guessed",
		audit: "When codes are guessed",
		hint: () => "When too many wrong codes are entered on a number, from any callers.",
		choices: {
			guard: {
				label: "Guard the number",
				hint: "For ten minutes, a code counts only from its request’s own number.",
			},
			alertOnly: {
				label: "Alert only",
				hint: "Nobody is refused. The number is shown as guarded.",
			},
		},
		takes:
			"What happens when too many wrong codes are entered on a number. With `guard`, a code " +
			"counts only from its request’s own number for ten minutes. With `alertOnly`, nobody is " +
			"refused.",
		gives:
			"What happens when too many wrong codes are entered on a number: `guard`, or `alertOnly`.",
	},
} satisfies Record<string, SettingWords>;
