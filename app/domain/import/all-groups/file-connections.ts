import { readDestination } from "../../conversation/destination.ts";
import { HEARD_LANGUAGES, type HeardLanguage } from "../../conversation/heard-language.ts";
import { groupNameKey } from "../../groups/group.ts";
import type { CountryCode } from "../../numbers/numbering-plan.ts";
import { clip, isObject, valueText } from "../file-value.ts";
import type { GroupProblem } from "./group-problem.ts";

/** Connections that one group of a file can name. */
export const FILE_CONNECTIONS_MAX = 100;

/**
 * A connection that serves a group, in a file of all groups: by its name, with the group's own
 * destinations and language, and without anything secret (P3, P4, I7). A file of an earlier version
 * says nothing of the second destination and of the language. `leftOut`: the import passes it over.
 */
export type FileConnection = {
	name: string;
	target: string | null;
	secondTarget?: string | null;
	fallback: string | null;
	language?: HeardLanguage | null;
	leftOut?: true;
};

/**
 * Reads the connections of one group, each with its own problems. A file without them says nothing
 * of connections. Numbers are read for the default country, as on the connection's page.
 */
export function checkConnections(
	raw: unknown,
	country: CountryCode,
): { connections: FileConnection[]; problems: GroupProblem[] } {
	const problems: GroupProblem[] = [];
	const wrong = { path: "connections", value: valueText(raw) };
	if (raw === undefined || raw === null) return { connections: [], problems };
	if (!Array.isArray(raw)) {
		problems.push({ ...wrong, code: "group-field-type", expected: "a list" });
		return { connections: [], problems };
	}
	if (raw.length > FILE_CONNECTIONS_MAX) {
		const limit = FILE_CONNECTIONS_MAX;
		problems.push({
			...{ ...wrong, value: "" },
			...{ code: "connections-too-many", connections: raw.length, limit },
		});
		return { connections: [], problems };
	}
	const first = new Map<string, number>();
	const connections = raw.flatMap((one, index): FileConnection[] => {
		const path = `connections[${index}]`;
		if (!isObject(one)) {
			const value = valueText(one);
			problems.push({ path, value, code: "group-field-type", expected: "an object" });
			return [];
		}
		const name = readName(one.name, `${path}.name`, problems);
		const firstIndex = name === null ? undefined : first.get(groupNameKey(name));
		if (name !== null && firstIndex === undefined) first.set(groupNameKey(name), index);
		if (name !== null && firstIndex !== undefined)
			problems.push({ path: `${path}.name`, value: name, code: "connection-doubled", firstIndex });
		const target = readOwn(one.target, `${path}.target`, country, problems);
		const fallback = readOwn(one.fallback, `${path}.fallback`, country, problems);
		const secondTarget = readOwn(one.secondTarget, `${path}.secondTarget`, country, problems);
		const language = readLanguage(one.language, `${path}.language`, problems);
		if (name === null) return [];
		const more = {
			...(one.secondTarget === undefined ? {} : { secondTarget }),
			...(one.language === undefined ? {} : { language }),
		};
		return [{ name, target, fallback, ...more }];
	});
	return { connections, problems };
}

/** Control characters and lone surrogates: no column can store them, and no name has them. */
const NOT_STORABLE = /[\p{Cc}\p{Cs}]/gu;

/** A name that no connection can have is unknown later: only its type is checked. */
function readName(raw: unknown, path: string, problems: GroupProblem[]): string | null {
	const value = valueText(raw);
	if (typeof raw === "string" && raw.trim() !== "")
		return clip(raw.trim().replace(NOT_STORABLE, "\u{FFFD}"));
	problems.push(
		raw === undefined || typeof raw === "string"
			? { path, value, code: "connection-name-missing" }
			: { path, value, code: "group-field-type", expected: "text" },
	);
	return null;
}

function readOwn(
	raw: unknown,
	path: string,
	country: CountryCode,
	problems: GroupProblem[],
): string | null {
	if (raw === undefined || raw === null || raw === "") return null;
	if (typeof raw !== "string") {
		problems.push({ path, value: valueText(raw), code: "group-field-type", expected: "text" });
		return null;
	}
	const read = readDestination(raw, country);
	if (read.ok) return read.value.kind === "number" ? read.value.number : read.value.address;
	problems.push({ path, value: clip(raw), code: "connection-destination", error: read.error });
	return null;
}

function readLanguage(raw: unknown, path: string, problems: GroupProblem[]): HeardLanguage | null {
	if (raw === undefined || raw === null || raw === "") return null;
	const language = HEARD_LANGUAGES.find((known) => known === raw);
	if (language === undefined)
		problems.push({ path, value: valueText(raw), code: "connection-language" });
	return language ?? null;
}

/** The connections of a group as its review stores them, beside its settings. */
export const readStoredConnections = (json: string): FileConnection[] =>
	(JSON.parse(json) as { connections?: FileConnection[] }).connections ?? [];
