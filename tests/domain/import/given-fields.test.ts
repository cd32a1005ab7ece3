import { describe, expect, test } from "vitest";
import { checkFields } from "../../../app/domain/import/all-groups/checked-fields.ts";
import {
	correctedFields,
	fieldText,
	type GivenFields,
	GROUP_FIELDS,
	type GroupField,
	rawGroup,
	readGivenFields,
} from "../../../app/domain/import/all-groups/given-fields.ts";

const textsOf = (given: GivenFields) =>
	Object.fromEntries(GROUP_FIELDS.map((field) => [field, fieldText(field, given)])) as Record<
		GroupField,
		string
	>;
const given = (raw: Record<string, unknown>) => checkFields(raw).given;
/** The form of a group with some fields typed over, and the group after that. */
const type = (raw: Record<string, unknown>, typed: Partial<Record<GroupField, string>>) => {
	const before = given(raw);
	return checkFields(rawGroup(correctedFields(before, { ...textsOf(before), ...typed })));
};
const codesOf = ({ problems }: ReturnType<typeof checkFields>) =>
	problems.map((problem) =>
		problem.code === "group-rule" ? `${problem.path} ${problem.error.code}` : problem.path,
	);

describe("a group's fields in a review are the file's (I10)", () => {
	test.each<[unknown, string]>([
		[5, "5"],
		[5.5, "5.5"],
		["sixty", "sixty"],
		["60", '"60"'],
		["true", '"true"'],
		[null, "null"],
		[[30], "[30]"],
		["a\nb", "a\u{FFFD}b"],
	])("a wrong expiry %j is shown as %s, and never as the default", (value, shown) => {
		const raw = { name: "a", settings: { expirySeconds: value } };
		expect(fieldText("expirySeconds", given(raw))).toBe(shown);
		expect(codesOf(checkFields(raw))).toHaveLength(1);
		expect(type(raw, {}).given).toEqual(given(raw));
		expect(codesOf(type(raw, { uniqueDnis: "true" }))).toEqual(codesOf(checkFields(raw)));
	});

	test("a missing setting is empty, and its default holds", () => {
		const raw = { name: "a", settings: { expirySeconds: 60 } };
		expect(textsOf(given(raw))).toMatchObject({ accessCodeLength: "", expirySeconds: "60" });
		expect(type(raw, {}).settings).toMatchObject({ accessCodeLength: 6, expirySeconds: 60 });
	});

	test("a setting that this version does not have is told with its value", () => {
		expect(
			given({ settings: { expirySecs: 60, [String("__proto__")]: 1 } }).unknown,
		).toContainEqual({ key: "expirySecs", value: "60" });
	});

	test.each<[string, Record<string, unknown>, Partial<Record<GroupField, string>>, object]>([
		["too small", { expirySeconds: 5 }, { expirySeconds: " 10 " }, { expirySeconds: 10 }],
		["a text", { expirySeconds: "60" }, { expirySeconds: "60" }, { expirySeconds: 60 }],
		["a length", { accessCodeLength: 99 }, { accessCodeLength: "012" }, { accessCodeLength: 12 }],
		["no switch", { uniqueDnis: "yes" }, { uniqueDnis: "true" }, { uniqueDnis: true }],
		["a choice", { callerId: "ANY" }, { callerId: "equal" }, { callerId: "equal" }],
		["a type", { guard: 1 }, { guard: "alertOnly" }, { guard: "alertOnly" }],
		["to the default", { expirySeconds: 5 }, { expirySeconds: "" }, { expirySeconds: 30 }],
		["missing", {}, { expirySeconds: "99" }, { expirySeconds: 99 }],
	])("a setting can be corrected: %s", (_what, settings, typed, expected) => {
		const after = type({ name: "a", settings }, typed);
		expect(after.problems).toEqual([]);
		expect(after.settings).toMatchObject(expected);
	});

	test.each<[unknown, string]>([
		["", "name-missing"],
		["x".repeat(65), "text-too-long"],
		["a\u0000b", "character-not-allowed"],
		["a  b", "name-spaces"],
		[7, ""],
		[undefined, ""],
	])("a wrong name %j can be corrected (G1)", (name, code) => {
		const before = checkFields({ name });
		expect(before.nameKey).toBeNull();
		expect(codesOf(before)).toEqual([code === "" ? "name" : `name ${code}`]);
		expect(type({ name }, {}).problems).toEqual(before.problems);
		expect(type({ name }, { name: " Claims " })).toMatchObject({
			...{ name: "Claims", nameKey: "claims", problems: [] },
		});
	});

	test.each<[GroupField, string, string]>([
		["expirySeconds", "1801", "1801"],
		["expirySeconds", "sixty", "sixty"],
		["expirySeconds", "99999999999999999999", "99999999999999999999"],
		["expirySeconds", "<b>", "<b>"],
		["name", " a  b", " a  b"],
		["callerId", "nobody", "nobody"],
	])(
		"a wrong correction is an error at its field, and is kept as typed: %s %s",
		(field, typed, kept) => {
			const after = type({ name: "a" }, { [field]: typed });
			expect(after.problems.map(({ path }) => path.replace("settings.", ""))).toEqual([field]);
			expect(fieldText(field, after.given)).toBe(kept);
		},
	);

	test("settings that are no object are a problem of the whole, and typed ones replace them", () => {
		expect(codesOf(checkFields({ name: "a", settings: 5 }))).toEqual(["settings"]);
		expect(type({ name: "a", settings: 5 }, { expirySeconds: "60" })).toMatchObject({
			...{ problems: [], settings: { expirySeconds: 60 } },
		});
	});

	test("a review that the version before stored shows wrong values too", () => {
		const { settings, problems } = checkFields({ name: "a", settings: { expirySeconds: 5 } });
		const stored = readGivenFields(JSON.stringify(settings), "a", problems);
		expect(textsOf(stored)).toMatchObject({ name: "a", expirySeconds: "5", guard: "guard" });
	});
});
