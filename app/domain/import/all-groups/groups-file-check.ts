import { DEFAULT_GROUP_SETTINGS, type GroupSettings } from "../../groups/group-settings.ts";
import { POOL_SIZE_MAX } from "../../groups/pool.ts";
import { type JsonFlaw, scanJson } from "../../json-scan.ts";
import type { CountryCode } from "../../numbers/numbering-plan.ts";
import { err, ok, type Result } from "../../result.ts";
import { type CheckedRow, checkRow } from "../checked-row.ts";
import { decodeTextFile, type FileProblem } from "../file-text.ts";
import { clip, isObject, valueText } from "../file-value.ts";
import { checkFields } from "./checked-fields.ts";
import { checkConnections, type FileConnection } from "./file-connections.ts";
import type { GivenFields } from "./given-fields.ts";
import type { GroupProblem } from "./group-problem.ts";
import {
	fileNumberSchema,
	GROUPS_FILE_FORMAT,
	GROUPS_FILE_GROUPS_MAX,
	GROUPS_FILE_VERSION,
} from "./groups-file.ts";
import { jsonErrorLine } from "./json-error-line.ts";

/**
 * Why a file is not accepted as a file of groups: its real type, or the limit that it exceeds (I5,
 * I7).
 */
export type GroupsFileProblem =
	| Exclude<FileProblem, { code: "file-too-many-rows" | "file-separator" }>
	| JsonFlaw
	| { code: "file-not-json"; line: number | null }
	| { code: "file-other-json"; found: string | null }
	| { code: "file-other-version"; version: string }
	| { code: "file-too-many-groups"; groups: number; limit: number }
	| { code: "file-without-groups" }
	| { code: "file-too-complex" };

/**
 * A group of a file after the checks that need no other group. `name` is for display; `nameKey` is
 * null if the name is wrong. A row's `line` is its index in `numbers`, from 0.
 */
export type CheckedGroup = {
	index: number;
	name: string;
	nameKey: string | null;
	settings: GroupSettings;
	given: GivenFields;
	connections: FileConnection[];
	problems: GroupProblem[];
	rows: CheckedRow[];
};

/** The format needs 5 levels; some room for unknown fields. */
const DEPTH_MAX = 64;

/**
 * Parses a file's groups without checking them; the error names the real type of the file. About 1
 * s for 50 MiB: must not run on the serving thread.
 */
export function readGroupsFile(bytes: Uint8Array): Result<unknown[], GroupsFileProblem> {
	const text = decodeTextFile(bytes);
	if (!text.ok) return err(text.error as GroupsFileProblem);
	if (/^\s*<[!?a-z]/i.test(text.value)) return err({ code: "file-html" });
	const flaw = scanJson(text.value, DEPTH_MAX);
	if (flaw?.code === "file-too-deep") return err(flaw);
	let file: unknown;
	try {
		file = JSON.parse(text.value);
	} catch (error) {
		return err({ code: "file-not-json", line: jsonErrorLine(text.value, error) });
	}
	if (!isObject(file) || file.format !== GROUPS_FILE_FORMAT) {
		return err({
			code: "file-other-json",
			found: isObject(file) && typeof file.format === "string" ? clip(file.format) : null,
		});
	}
	if (file.version !== GROUPS_FILE_VERSION)
		return err({ code: "file-other-version", version: valueText(file.version) });
	if (flaw) return err(flaw);
	if (!Array.isArray(file.groups) || file.groups.length === 0)
		return err({ code: "file-without-groups" });
	if (file.groups.length > GROUPS_FILE_GROUPS_MAX) {
		return err({
			code: "file-too-many-groups",
			groups: file.groups.length,
			limit: GROUPS_FILE_GROUPS_MAX,
		});
	}
	return ok(file.groups);
}

/**
 * Checks one group by itself: name, settings, each number (G1, G4, G5, G7). Numbers without a plus
 * sign are read for the default country (N6). About 40 microseconds a number.
 */
export function checkGroup(raw: unknown, index: number, country: CountryCode): CheckedGroup {
	const group: CheckedGroup = {
		index,
		name: "",
		nameKey: null,
		settings: { ...DEFAULT_GROUP_SETTINGS },
		given: {},
		connections: [],
		problems: [],
		rows: [],
	};
	if (!isObject(raw)) {
		group.problems.push({
			path: "",
			value: valueText(raw),
			code: "group-field-type",
			expected: "an object",
		});
		return group;
	}
	Object.assign(group, checkFields(raw));
	const { connections, problems } = checkConnections(raw.connections, country);
	group.connections = connections;
	group.problems.push(...problems);
	checkNumbers(raw, group, country);
	return group;
}

function checkNumbers(
	raw: Record<string, unknown>,
	group: CheckedGroup,
	country: CountryCode,
): void {
	const { numbers } = raw;
	const where = { path: "numbers", value: valueText(numbers) };
	if (numbers === undefined) group.problems.push({ ...where, code: "group-field-missing" });
	else if (!Array.isArray(numbers))
		group.problems.push({ ...where, code: "group-field-type", expected: "a list" });
	else if (numbers.length === 0) group.problems.push({ ...where, code: "group-without-numbers" });
	else if (numbers.length > POOL_SIZE_MAX)
		group.problems.push({
			...where,
			value: "",
			code: "group-too-many-numbers",
			numbers: numbers.length,
			limit: POOL_SIZE_MAX,
		});
	else group.rows = numbers.map((number, line) => checkNumber(number, line, country));
}

function checkNumber(raw: unknown, line: number, country: CountryCode): CheckedRow {
	const entry = fileNumberSchema.safeParse(raw);
	if (!entry.success)
		return checkRow(
			{ line, number: valueText(raw), description: "", extra: [], shape: "malformed" },
			country,
		);
	const { number, description, drain } = entry.data;
	return checkRow(
		{
			line,
			number: clip(number),
			description: clip(description ?? ""),
			extra: [],
			shape: "whole",
			...(drain ? { drain } : {}),
		},
		country,
	);
}
