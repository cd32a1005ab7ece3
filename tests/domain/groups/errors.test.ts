import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageOf, type RuleError } from "../../../app/domain/groups/errors.ts";
import { parseGroupName } from "../../../app/domain/groups/group.ts";
import { parseDescription } from "../../../app/domain/groups/pool.ts";
import { readDnis } from "../../../app/domain/numbers/dnis.ts";

type Code = RuleError["code"];
type ErrorOf<C extends Code> = Extract<RuleError, { code: C }>;

const claims = { id: "1", name: "claims" };
const sales = { id: "2", name: "50% off <b>" };
const number = "+18005555554";

/**
 * Every error in each of its forms, with its message. A new code does not compile without a line
 * here.
 */
const MESSAGES: { [C in Code]: [ErrorOf<C>, string][] } = {
	"name-missing": [[{ code: "name-missing" }, "Enter a name for the group."]],
	"name-of-tests": [
		[
			{ code: "name-of-tests" },
			"Names that begin with test_ are those of the built-in groups for test keys. " +
				"Choose another name.",
		],
	],
	"name-spaces": [
		[
			{ code: "name-spaces", position: 4 },
			"The name has two spaces in a row at character 4. Use one space.",
		],
	],
	"character-not-allowed": [
		[
			{ code: "character-not-allowed", where: "name", codePoint: 0xa0, position: 3 },
			"Character 3 of the name is a no-break space (U+00A0). Use only letters, digits, " +
				"punctuation, symbols and plain spaces.",
		],
		[
			{ code: "character-not-allowed", where: "description", codePoint: 0x378, position: 1 },
			"Character 1 of the description is U+0378. Use only letters, digits, punctuation, " +
				"symbols and plain spaces.",
		],
	],
	"text-too-long": [
		[
			{ code: "text-too-long", where: "description", length: 33, limit: 32 },
			"The description has 33 characters. Shorten it to 32 or fewer.",
		],
		[
			{ code: "text-too-long", where: "name", length: 1234, limit: 64 },
			"The name has 1,234 characters. Shorten it to 64 or fewer.",
		],
	],
	"dnis-missing": [[{ code: "dnis-missing" }, "Enter a DNIS number, such as +18005555554."]],
	"dnis-not-plain": [
		[
			{ code: "dnis-not-plain", value: "1 800 555 5554", suggestions: [number] },
			"“1 800 555 5554” must be a plus sign and digits only. Write it as +18005555554.",
		],
		[
			{ code: "dnis-not-plain", value: "1-2", suggestions: [] },
			"“1-2” is not a phone number. Enter a plus sign, the country code and the number, " +
				"digits only.",
		],
		[
			{
				code: "dnis-not-plain",
				value: "(609) 555-0132",
				suggestions: ["+16095550132", "+6095550132"],
			},
			"“(609) 555-0132” can be +16095550132 (United States) or +6095550132 (Malaysia). " +
				"Use the number that you mean, with its plus sign.",
		],
	],
	"dnis-two-readings": [
		[
			{
				code: "dnis-two-readings",
				value: "4795550132",
				suggestions: ["+14795550132", "+4795550132"],
			},
			"“4795550132” can be +14795550132 (United States) or +4795550132 (Norway). " +
				"Use the number that you mean, with its plus sign.",
		],
	],
	"dnis-national": [
		[
			{ code: "dnis-national", value: "8005555554", suggestions: [number] },
			"“8005555554” does not start with its country code. " +
				"Write it as +18005555554 (United States and others).",
		],
		[
			{ code: "dnis-national", value: "02079460958", suggestions: ["+442079460958"] },
			"“02079460958” does not start with its country code. " +
				"Write it as +442079460958 (United Kingdom).",
		],
	],
	"dnis-not-a-number": [
		[
			{ code: "dnis-not-a-number", value: "abc" },
			"“abc” is not a phone number. Enter a plus sign, the country code and the number, " +
				"digits only.",
		],
	],
	"dnis-too-long": [
		[
			{ code: "dnis-too-long", digits: 16, limit: 15 },
			"The number has 16 digits, but a phone number has at most 15. Enter one number, without " +
				"an extension.",
		],
	],
	"dnis-leading-zero": [
		[
			{ code: "dnis-leading-zero", value: "0800", suggestions: [] },
			"A DNIS number starts with its country code. Replace the 0 with the country code.",
		],
		[
			{ code: "dnis-leading-zero", value: "0018005555554", suggestions: [number] },
			"A DNIS number starts with its country code, without 00. Write it as +18005555554.",
		],
	],
	"dnis-trunk-prefix": [
		[
			{ code: "dnis-trunk-prefix", value: "+4402079460958", suggestions: ["+442079460958"] },
			"“+4402079460958” has a national prefix after the country code. Write it as +442079460958.",
		],
		[
			{ code: "dnis-trunk-prefix", value: "+4402", suggestions: [] },
			"“+4402” has a national prefix after the country code. Remove the prefix.",
		],
	],
	"dnis-unknown-country": [
		[
			{ code: "dnis-unknown-country", value: "+999123" },
			"“+999123” does not start with a country code. Check the first digits.",
		],
	],
	"dnis-wrong-length": [
		[
			{ code: "dnis-wrong-length", value: "1", callingCode: "1", digits: 1, lengths: [11] },
			"“1” has 1 digit. Numbers in +1 have 11 digits, country code included. Check the number.",
		],
		[
			{
				code: "dnis-wrong-length",
				value: "+881",
				callingCode: "881",
				digits: 3,
				lengths: [12, 13],
			},
			"“+881” has 3 digits. Numbers in +881 have 12 or 13 digits, country code included. " +
				"Check the number.",
		],
		[
			{
				code: "dnis-wrong-length",
				value: "+861",
				callingCode: "86",
				digits: 3,
				lengths: [9, 10, 11],
			},
			"“+861” has 3 digits. Numbers in +86 have 9, 10 or 11 digits, country code included. " +
				"Check the number.",
		],
	],
	"pool-full": [
		[
			{ code: "pool-full", limit: 10_000, wouldBe: 10_250 },
			"A group has at most 10,000 numbers, and this would make 10,250. Delete some numbers " +
				"first, or use another group.",
		],
	],
	"pool-last-number": [
		[
			{ code: "pool-last-number", number },
			"+18005555554 is the last number of this group, and a group needs at least one. Add " +
				"another number first, or delete the group.",
		],
	],
	"pool-all-draining": [
		[
			{ code: "pool-all-draining", draining: 2 },
			"This would leave the group without a number to give: 2 numbers would be left, and none " +
				"that is not draining. Add another number first, or lift a drain.",
		],
	],
	"number-in-pool": [
		[
			{ code: "number-in-pool", number, description: "Claims", entryId: "e" },
			"+18005555554 is already in this group, as “Claims”. Edit that entry, or use another number.",
		],
		[
			{ code: "number-in-pool", number, description: "", entryId: null },
			"+18005555554 is already in this group. Edit that entry, or use another number.",
		],
	],
	"number-exclusive-elsewhere": [
		[
			{ code: "number-exclusive-elsewhere", number, groups: [claims, sales] },
			"+18005555554 is in “claims”, “50% off <b>”, where “Do not reuse DNIS for concurrent " +
				"requests” is on. Delete it there first, or use another number.",
		],
	],
	"number-not-available": [
		[
			{ code: "number-not-available" },
			"This is not available. Use another number, or ask an Administrator.",
		],
	],
	"number-not-exclusive": [
		[
			{ code: "number-not-exclusive", number, groups: [claims] },
			"+18005555554 is also in “claims”, and “Do not reuse DNIS for concurrent requests” is " +
				"on in this group. Delete it in the other groups first, or use another number.",
		],
	],
	"number-shared-elsewhere": [
		[
			{ code: "number-shared-elsewhere", numbers: [number], count: 1, groups: [claims] },
			"1 number of this group (+18005555554) is also in “claims”. Delete it in one of the " +
				"groups before you turn on “Do not reuse DNIS for concurrent requests”.",
		],
		[
			{
				code: "number-shared-elsewhere",
				numbers: [number, "+18005555555"],
				count: 1200,
				groups: [claims, sales],
			},
			"1,200 numbers of this group (+18005555554, +18005555555, …) are also in “claims”, “50% " +
				"off <b>”. Delete them in one of the groups before you turn on “Do not reuse DNIS for " +
				"concurrent requests”.",
		],
	],
	"number-live": [
		[
			{ code: "number-live", number, liveRequests: 1 },
			"+18005555554 has 1 live request. It stays valid until it expires. Confirm to delete " +
				"the number anyway.",
		],
		[
			{ code: "number-live", number, liveRequests: 1234 },
			"+18005555554 has 1,234 live requests. They stay valid until they expire. Confirm to " +
				"delete the number anyway.",
		],
	],
	"name-taken": [
		[
			{ code: "name-taken", group: claims },
			"A group named “claims” already exists. Choose another name: upper and lower case count " +
				"as the same.",
		],
	],
	"group-gone": [
		[{ code: "group-gone" }, "Someone deleted this group. Go back to the list of groups."],
	],
	"group-delete-changed": [
		[
			{ code: "group-delete-changed", numbers: 1, liveRequests: 0 },
			"The group has changed since you opened this page. Check the figures and confirm again.",
		],
	],
	"access-code-length-range": [
		[{ code: "access-code-length-range" }, "Enter a whole number from 4 to 12."],
	],
	"caller-id-choice": [[{ code: "caller-id-choice" }, "Choose any, equal or attested."]],
	"guard-choice": [[{ code: "guard-choice" }, "Choose guard or alertOnly."]],
	"expiry-range": [[{ code: "expiry-range" }, "Enter a whole number from 10 to 1,800."]],
	"restore-too-late": [
		[
			{ code: "restore-too-late" },
			"This group was deleted more than a day ago, so it cannot be restored. Use the numbers " +
				"in the audit log to create it again.",
		],
	],
	"entry-gone": [
		[
			{ code: "entry-gone", number: null },
			"Someone deleted this number from the group. Add it again if you still need it.",
		],
		[
			{ code: "entry-gone", number },
			"Someone deleted +18005555554 from the group. Add it again if you still need it.",
		],
	],
};

const ALL = Object.values(MESSAGES).flat() as [RuleError, string][];
/** Traces of a missing fact in a message. */
const BROKEN = /undefined|null|NaN|\[object|,\s*\)|\(\s*\)|“”/;
/** Each message ends with advice. */
const ADVICE =
	/\b(Enter|Use|use|Write|Replace|Remove|Check|Delete|delete|Add|Edit|Choose|Confirm|Go back|Shorten)\b/;

describe("messages", () => {
	test.each(ALL)("%o", (error, message) => {
		expect(messageOf(error)).toBe(message);
	});

	test("every message is whole sentences, says what to do, and misses no fact", () => {
		for (const [error] of ALL) {
			const message = messageOf(error);
			expect(message).toMatch(/^[A-Z“+0-9].*\.$/);
			expect(message).toMatch(ADVICE);
			expect(message).not.toMatch(BROKEN);
		}
	});

	test.each([
		[0x09, "a tab (U+0009)"],
		[0x0a, "a line break (U+000A)"],
		[0x0d, "a line break (U+000D)"],
		[0x200b, "a zero-width space (U+200B)"],
		[0x200d, "a zero-width joiner (U+200D)"],
		[0x200e, "a direction mark (U+200E)"],
		[0xfeff, "a byte order mark (U+FEFF)"],
		[0x0, "U+0000"],
		[0xd800, "U+D800"],
		[0x10ffff, "U+10FFFF"],
	])("a character that nobody can see is told by its name and number: %i", (codePoint, told) => {
		expect(
			messageOf({ code: "character-not-allowed", where: "name", codePoint, position: 1 }),
		).toContain(` is ${told}.`);
	});

	test("a long value is cut, between code points", () => {
		expect(messageOf({ code: "dnis-not-a-number", value: "😀".repeat(40) })).toContain(
			`“${"😀".repeat(40)}”`,
		);
		expect(messageOf({ code: "dnis-not-a-number", value: "😀".repeat(41) })).toContain(
			`“${"😀".repeat(40)}…”`,
		);
		expect(
			messageOf({ code: "dnis-not-a-number", value: "x".repeat(100_000) }).length,
		).toBeLessThan(200);
	});

	test("whatever is typed, its message is short, whole, and names no undefined", () => {
		const typed = fc.oneof(
			fc.stringMatching(/^[a-z0-9+ ()-]{0,80}$/),
			fc.stringMatching(/^\+?[0-9]{1,20}$/),
			fc.string({ unit: "grapheme" }),
		);
		fc.assert(
			fc.property(typed, (text) => {
				const dnis = readDnis(text, { country: "US" });
				for (const parsed of [dnis, parseGroupName(text), parseDescription(text)]) {
					if (parsed.ok) continue;
					// The quoted input may itself contain these words.
					const message = messageOf(parsed.error).replace(/“.*…?”/su, "“x”");
					expect(message).not.toMatch(BROKEN);
					expect(message).toMatch(ADVICE);
					expect(message.length).toBeLessThan(250);
				}
			}),
			{ numRuns: 1000 },
		);
	});
});
