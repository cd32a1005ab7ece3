import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupNameKey } from "../../../app/domain/groups/group.ts";
import { parseDescription } from "../../../app/domain/groups/pool.ts";
import {
	type ExportedGroup,
	GROUPS_FILE_END,
	GROUPS_FILE_GROUPS_MAX,
	groupsFileBeginning,
	groupsFileGroup,
	groupsFileSchema,
} from "../../../app/domain/import/all-groups/groups-file.ts";
import {
	checkGroup,
	type GroupsFileProblem,
	readGroupsFile,
} from "../../../app/domain/import/all-groups/groups-file-check.ts";
import {
	messageOfFileNumber,
	messageOfGroupProblem,
	messageOfGroupsFileProblem,
} from "../../../app/domain/import/all-groups/groups-file-messages.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (groups: unknown, more: object = {}) =>
	JSON.stringify({ format: "click-to-call-in-groups", version: 1, groups, ...more });
const numbers = [{ number: "+18005555554", description: "" }];
const problemOf = (text: string | Uint8Array): GroupsFileProblem["code"] | null => {
	const read = readGroupsFile(typeof text === "string" ? bytes(text) : text);
	return read.ok ? null : read.error.code;
};

describe("a file of groups is read (I7)", () => {
	const good = file([{ name: "a", numbers }]);

	test.each<[string, string | Uint8Array]>([
		["as it is", good],
		["with a byte order mark", `\u{FEFF}${good}`],
		["in UTF-16 with a byte order mark", new Uint8Array(Buffer.from(`\u{FEFF}${good}`, "utf16le"))],
		[
			"with unknown fields, at any place",
			file([{ name: "a", numbers: [{ ...numbers[0], x: [1] }], y: {} }], { z: null }),
		],
		[
			"with __proto__ as one of them",
			good.replace('{"name"', '{"__proto__": {"name": "b"}, "name"'),
		],
		["with white space around", ` \r\n\t${good}\n\n`],
	])("%s", (_what, text) => expect(problemOf(text)).toBe(null));

	test.each<[GroupsFileProblem["code"], string | Uint8Array]>([
		["file-empty", ""],
		["file-empty", " \n"],
		["file-not-json", good.slice(0, -2)],
		["file-not-json", `${good}${good}`],
		["file-not-json", "number,description\n+18005555554,x\n"],
		["file-other-json", "[]"],
		["file-other-json", "null"],
		["file-other-json", '"text"'],
		["file-other-json", file([], { format: "something-else" })],
		["file-other-version", file([], { version: 2 })],
		["file-other-version", file([], { version: "1" })],
		["file-without-groups", file([])],
		["file-without-groups", file({})],
		["file-without-groups", file(undefined)],
		["file-too-many-groups", file(Array.from({ length: GROUPS_FILE_GROUPS_MAX + 1 }, () => 0))],
		["file-too-deep", "[".repeat(1_000_000)],
		["file-too-deep", '{"a":'.repeat(1_000_000)],
		["file-key-doubled", good.replace('"name":"a"', '"name":"a","name":"b"')],
		["file-key-doubled", good.replace('"name":"a"', '"name":"a","n\\u0061me" :"b"')],
		["file-binary", "PK\u0001\0\0"],
		["file-spreadsheet", "PK\u0003\u0004"],
		["file-html", "<!doctype html><p>Sign in"],
		["file-encoding", new Uint8Array([...bytes('{"format":"'), 0xe9, ...bytes('"}')])],
		["file-binary", `${good.slice(0, -1)}\0`],
	])("or refused as %s", (code, text) => expect(problemOf(text)).toBe(code));

	test("the doubled field is named by its path", () => {
		const read = readGroupsFile(
			bytes(
				file([
					{ name: "a", numbers },
					{ name: "b", numbers },
				]).replace('"name":"b"', '"name":"b","numbers":[]'),
			),
		);
		expect(!read.ok && messageOfGroupsFileProblem(read.error)).toContain(
			"“groups[1].numbers” twice",
		);
	});

	test("the line is named that cannot be read", () => {
		const read = readGroupsFile(
			bytes('{\n"format": "click-to-call-in-groups",\n"version": oops\n}'),
		);
		expect(!read.ok && messageOfGroupsFileProblem(read.error)).toContain("Line 3");
	});

	test("a text in quotation marks that looks like fields is none", () => {
		expect(
			problemOf(
				file([{ name: '{"a":1,"a":2}\\', numbers: [{ number: "[[[", description: '"' }] }]),
			),
		).toBe(null);
	});
});

describe("a group of a file is checked", () => {
	const problems = (raw: unknown) =>
		checkGroup(raw, 3, "US").problems.map((problem) => [
			problem.path,
			messageOfGroupProblem(problem),
		]);
	const rowProblems = (raw: unknown) =>
		checkGroup({ name: "a", numbers: [raw] }, 3, "US").rows[0]?.problems.map((problem) =>
			messageOfFileNumber(problem, 3),
		);

	test("settings that are missing have their defaults, one by one (G7)", () => {
		expect(checkGroup({ name: "a", numbers }, 0, "US").settings).toEqual({
			...{ generateAccessCode: true, accessCodeLength: 6, expirySeconds: 30, uniqueDnis: false },
			...{ callerId: "any", guard: "guard" },
		});
		expect(
			checkGroup({ name: "a", numbers, settings: { uniqueDnis: true } }, 0, "US"),
		).toMatchObject({
			settings: {
				generateAccessCode: true,
				accessCodeLength: 6,
				expirySeconds: 30,
				uniqueDnis: true,
			},
			problems: [],
		});
	});

	test("everything that is wrong is told at once, each by its path", () => {
		const settings = {
			generateAccessCode: "yes",
			accessCodeLength: 3,
			expirySeconds: 30.5,
			uniqueDnis: null,
			callerId: "Equal",
			guard: true,
		};
		expect(problems({ name: "a  b", settings, numbers: [] })).toEqual([
			["name", expect.stringContaining("two spaces")],
			["settings.generateAccessCode", 'Write true or false here, not "yes".'],
			["settings.accessCodeLength", "Enter a whole number from 4 to 12."],
			["settings.expirySeconds", "Write a whole number here, not 30.5."],
			["settings.uniqueDnis", "Write true or false here, not null."],
			["settings.callerId", "Choose any, equal or attested."],
			["settings.guard", "Choose guard or alertOnly."],
			["numbers", expect.stringContaining("at least one")],
		]);
	});

	test.each([
		[null, ""],
		[[], ""],
		["a", ""],
	])("%j is no group", (raw, path) =>
		expect(problems(raw)).toEqual([[path, expect.stringContaining("Write an object here")]]),
	);

	test.each([
		[{ numbers }, "name"],
		[{ name: 5, numbers }, "name"],
		[{ name: "a\u0000", numbers }, "name"],
		[{ name: "a\ud800", numbers }, "name"],
		[{ name: "x".repeat(65), numbers }, "name"],
		[{ name: "a" }, "numbers"],
		[{ name: "a", numbers: { 0: {} } }, "numbers"],
		[{ name: "a", numbers, settings: [] }, "settings"],
		[{ name: "a", numbers: Array.from({ length: 10_001 }, () => numbers[0]) }, "numbers"],
	])("%j is wrong in one place", (raw, path) =>
		expect(problems(raw).map(([where]) => where)).toEqual([path]),
	);

	test("settings do not come from __proto__", () => {
		const raw = JSON.parse(
			'{"name":"a","numbers":[{"number":"+18005555554"}],"settings":{"__proto__":{"uniqueDnis":true}},"__proto__":{"name":5}}',
		);
		expect(checkGroup(raw, 0, "US")).toMatchObject({
			settings: { uniqueDnis: false },
			problems: [],
		});
	});

	test.each([
		[18005555554, "is not a number in the format"],
		[{ number: 18005555554 }, "is not a number in the format"],
		[{ number: "+18005555554", description: 5 }, "is not a number in the format"],
		[{ number: "1.8E+10" }, "has lost digits"],
		[{ number: "+1 800 555 5554" }, "Write it as +18005555554"],
		[{ number: "" }, "Enter a DNIS"],
		[{ number: "+18005555554", description: "x".repeat(33) }, "33 characters"],
		[{ number: "+18005555554", description: "a\u0000b" }, "U+0000"],
		[{ number: "+18005555554", description: "a\ud83d" }, "U+D83D"],
	])("%j is told what is wrong with it", (raw, message) =>
		expect(rowProblems(raw)).toEqual([expect.stringContaining(message)]),
	);

	test.each([
		{ number: "18005555554" },
		{ number: "+18005555554", description: null },
		{ number: "+18005555554", description: "=1+1" },
	])("%j is right", (raw) => expect(rowProblems(raw)).toEqual([]));

	test("a value of a whole megabyte is cut, and not made right by that", () => {
		const long = `+1800${" ".repeat(1_000_000)}5555554`;
		const [row] = checkGroup({ name: "a", numbers: [{ number: long }] }, 0, "US").rows;
		expect(row?.number.length).toBeLessThan(2000);
		expect(row?.problems).toMatchObject([{ code: "dnis-not-a-number" }]);
	});
});

const text = fc
	.string({ unit: "grapheme", maxLength: 20 })
	.filter((typed) => parseDescription(typed).ok)
	.map((typed) => typed.normalize("NFC"));
const name = text.map((typed) => typed.replace(/ +/g, " ").trim()).filter((typed) => typed !== "");
const entry = fc.record({
	number: fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map((n) => `+1${n}`),
	description: text,
});
const group = fc.record({
	name,
	settings: fc.record({
		generateAccessCode: fc.boolean(),
		accessCodeLength: fc.integer({ min: 4, max: 12 }),
		expirySeconds: fc.integer({ min: 10, max: 1800 }),
		uniqueDnis: fc.boolean(),
		callerId: fc.constantFrom("any" as const, "equal" as const, "attested" as const),
		guard: fc.constantFrom("guard" as const, "alertOnly" as const),
	}),
	connections: fc.uniqueArray(
		fc.record({
			name: name.map((typed) => typed.slice(0, 64)),
			target: fc.constantFrom(null, "+14155550132", "sip:agents@pbx.example.com"),
			secondTarget: fc.constantFrom(null, "sip:night@pbx.example.com"),
			fallback: fc.constantFrom(null, "+14155550133"),
			language: fc.constantFrom(null, "de" as const, "ja" as const),
		}),
		{ selector: ({ name }) => groupNameKey(name), maxLength: 3 },
	),
	numbers: fc.array(entry, { minLength: 1, maxLength: 20 }),
});
/** A group as its file says it: what is not there is left out. */
const inFile = ({ connections, ...rest }: ExportedGroup) => ({
	...rest,
	...(connections.length > 0 && {
		connections: connections.map(({ name, target, secondTarget, fallback, language }) => ({
			...{ name, secondTarget, language },
			...(target !== null && { target }),
			...(fallback !== null && { fallback }),
		})),
	}),
});

test("what is exported has the documented shape, and is read as the same groups, character for character", () => {
	fc.assert(
		fc.property(fc.array(group, { minLength: 1, maxLength: 5 }), (groups) => {
			const exported = `${groupsFileBeginning("2026-11-22T21:43:29.000Z")}${groups.map((one, at) => groupsFileGroup(one, at === 0)).join("")}${GROUPS_FILE_END}`;
			expect(groupsFileSchema.parse(JSON.parse(exported)).groups).toEqual(groups.map(inFile));
			const read = readGroupsFile(bytes(exported));
			const checked = read.ok ? read.value.map((raw, index) => checkGroup(raw, index, "US")) : [];
			expect(
				checked.flatMap(({ problems, rows }) => [
					...problems,
					...rows.flatMap((row) => row.problems),
				]),
			).toEqual([]);
			expect(
				checked.map(({ name, settings, connections, rows }) => ({
					name,
					settings,
					connections,
					numbers: rows.map(({ dnis, description }) => ({ number: dnis?.number, description })),
				})),
			).toEqual(groups);
		}),
	);
});
