import { texts } from "../../texts/texts.ts";
import { GROUP_SETTINGS, SETTING_NAMES } from "../groups/group-settings.ts";
import { choicesOf } from "../groups/setting-choices.ts";
import { ROLE_NAMES, type Role } from "../people/roles.ts";

/** One difference between the two sides of an audit log entry; null on a side without a value. */
export type AuditDifference = { label: string; before: string | null; after: string | null };

const LABELS: Record<string, string> = {
	...texts.messages.audit.fields,
	...Object.fromEntries(
		SETTING_NAMES.map((name) => [name, texts.groupSettings[GROUP_SETTINGS[name].words].audit]),
	),
};
const VALUES = texts.messages.audit.values;
const CHOICES = new Map<string, ReturnType<typeof choicesOf>>([
	...SETTING_NAMES.map((name) => [name, choicesOf(name)] as const),
	["numbersWithoutPlus", texts.messages.keys.withoutPlus],
]);

/** Fields that only group other fields: their names are left out. */
const UNNAMED = new Set(["settings"]);

type Writers = { time: (at: Date) => string };

/**
 * The differences between the two sides of an entry. If both sides have a value, only differing
 * fields count. If one side has none, every field of the other counts. Nested values are compared
 * field by field. `time` formats times.
 */
export function auditDifferences(
	before: unknown,
	after: unknown,
	{ time }: Writers,
): AuditDifference[] {
	const [old, now] = [fieldsOf(before), fieldsOf(after)];
	return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
		const name = path.split(".").at(-1) ?? path;
		const [was, is] = [old, now].map((side) =>
			side.has(path) ? words(name, side.get(path), time) : null,
		) as [string | null, string | null];
		return was === is ? [] : [{ label: labelOf(path), before: was, after: is }];
	});
}

/** The same in one line: `Expiry (seconds): 30 → 60; Unique DNIS: off → on`. */
export const differencesInLine = (differences: readonly AuditDifference[]): string =>
	differences
		.map(({ label, before, after }) => {
			const isChange = before !== null && after !== null;
			return `${label}: ${isChange ? `${before} → ${after}` : (after ?? before ?? "")}`;
		})
		.join("; ");

/** All plain values of a side by their path. */
function fieldsOf(
	side: unknown,
	path = "",
	found = new Map<string, unknown>(),
): Map<string, unknown> {
	if (side === null || side === undefined) {
		if (path !== "" && side === null) found.set(path, null);
	} else if (typeof side !== "object" || Array.isArray(side))
		found.set(path === "" ? "value" : path, side);
	else
		for (const [name, value] of Object.entries(side))
			fieldsOf(value, path === "" ? name : `${path}.${name}`, found);
	return found;
}

const labelOf = (path: string): string =>
	path
		.split(".")
		.filter((name) => !UNNAMED.has(name))
		.map((name) => (Object.hasOwn(LABELS, name) ? LABELS[name] : spelledOut(name)))
		.join(", ");

/** `requestsPerMinute` is "Requests per minute". */
function spelledOut(name: string): string {
	const words = name
		.replace(/([a-z\d])([A-Z])/g, "$1 $2")
		.replace(/[-_]/g, " ")
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function words(name: string, value: unknown, time: Writers["time"]): string {
	if (value === null) return VALUES.none;
	if (value === true) return VALUES.on;
	if (value === false) return VALUES.off;
	if (Array.isArray(value))
		return value.length === 0 ? VALUES.none : value.map((one) => words(name, one, time)).join(", ");
	if (typeof value === "object") return JSON.stringify(value);
	const text = String(value);
	if (ISO_TIME.test(text) && !Number.isNaN(Date.parse(text))) return time(new Date(text));
	if (name === "role" && Object.hasOwn(ROLE_NAMES, text)) return ROLE_NAMES[text as Role];
	const choices = CHOICES.get(name) ?? {};
	if (Object.hasOwn(choices, text)) return choices[text]?.label ?? text;
	if (name === "reason") return text.replaceAll("-", " ");
	return text === "" ? VALUES.empty : text;
}
