import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDnis } from "../../../app/domain/groups/dnis.ts";
import { messageOf, type RuleError } from "../../../app/domain/groups/errors.ts";
import { parseGroupName } from "../../../app/domain/groups/group.ts";
import { parseDescription } from "../../../app/domain/groups/pool.ts";

type Code = RuleError["code"];
type ErrorOf<C extends Code> = Extract<RuleError, { code: C }>;

const claims = { id: "1", name: "claims" };
const sales = { id: "2", name: "50% off <b>" };
const number = "+18005555554";

/**
 * Every error in each of its forms, with the message as people read it. A new code does not compile
 * until it stands here.
 */
const MESSAGES: { [C in Code]: [ErrorOf<C>, string][] } = {
	"name-missing": [[{ code: "name-missing" }, "Enter a name for the group."]],
	"name-spaces": [
		[
			{ code: "name-spaces", position: 4 },
			"The name has two spaces in a row at character 4. Use one.",
		],
	],
	"character-not-allowed": [
		[
			{ code: "character-not-allowed", where: "name", codePoint: 0xa0, position: 3 },
			"Character 3 of the name is a no-break space (U+00A0), which is not allowed. Use letters, digits, punctuation, symbols and plain spaces.",
		],
		[
			{ code: "character-not-allowed", where: "description", codePoint: 0x378, position: 1 },
			"Character 1 of the description is U+0378, which is not allowed. Use letters, digits, punctuation, symbols and plain spaces.",
		],
	],
	"text-too-long": [
		[
			{ code: "text-too-long", where: "description", length: 33, limit: 32 },
			"The description has 33 characters; at most 32 are allowed. Shorten it.",
		],
		[
			{ code: "text-too-long", where: "name", length: 1234, limit: 64 },
			"The name has 1,234 characters; at most 64 are allowed. Shorten it.",
		],
	],
	"dnis-missing": [[{ code: "dnis-missing" }, "Enter a DNIS number, such as +18005555554."]],
	"dnis-not-plain": [
		[
			{ code: "dnis-not-plain", value: "1 800 555 5554", cleaned: number },
			"“1 800 555 5554” has more in it than a plus sign and the digits 0 to 9. Write it as +18005555554.",
		],
		[
			{ code: "dnis-not-plain", value: "1-2", cleaned: null },
			"“1-2” is no DNIS number. Enter a plus sign, the country calling code and the number, digits only.",
		],
	],
	"dnis-not-a-number": [
		[
			{ code: "dnis-not-a-number", value: "abc" },
			"“abc” is no phone number. Enter a plus sign, the country calling code and the number, digits only.",
		],
	],
	"dnis-too-long": [
		[
			{ code: "dnis-too-long", digits: 16, limit: 15 },
			"The number has 16 digits; an E.164 number has at most 15. Check that it is one number, without an extension.",
		],
	],
	"dnis-leading-zero": [
		[
			{ code: "dnis-leading-zero", value: "0800", cleaned: null },
			"An E.164 number starts with the country calling code, never with 0. Put the calling code in place of the 0.",
		],
		[
			{ code: "dnis-leading-zero", value: "0018005555554", cleaned: number },
			"An E.164 number starts with the country calling code, without 00. Write it as +18005555554.",
		],
	],
	"dnis-trunk-prefix": [
		[
			{ code: "dnis-trunk-prefix", value: "+4402079460958", cleaned: "+442079460958" },
			"“+4402079460958” has a national prefix behind the country calling code. Write it as +442079460958.",
		],
		[
			{ code: "dnis-trunk-prefix", value: "+4402", cleaned: null },
			"“+4402” has a national prefix behind the country calling code. Leave it out.",
		],
	],
	"dnis-unknown-country": [
		[
			{ code: "dnis-unknown-country", value: "+999123" },
			"“+999123” starts with no country calling code that exists. Check the first digits.",
		],
	],
	"dnis-wrong-length": [
		[
			{ code: "dnis-wrong-length", value: "1", callingCode: "1", digits: 1, lengths: [11] },
			"“1” has 1 digit; numbers of +1 have 11, calling code included. Check the number.",
		],
		[
			{
				code: "dnis-wrong-length",
				value: "+881",
				callingCode: "881",
				digits: 3,
				lengths: [12, 13],
			},
			"“+881” has 3 digits; numbers of +881 have 12 or 13, calling code included. Check the number.",
		],
		[
			{
				code: "dnis-wrong-length",
				value: "+861",
				callingCode: "86",
				digits: 3,
				lengths: [9, 10, 11],
			},
			"“+861” has 3 digits; numbers of +86 have 9, 10 or 11, calling code included. Check the number.",
		],
	],
	"pool-full": [
		[
			{ code: "pool-full", limit: 10_000, wouldBe: 10_250 },
			"A group has at most 10,000 numbers; this would make 10,250. Delete some, or use another group.",
		],
	],
	"pool-last-number": [
		[
			{ code: "pool-last-number", number },
			"+18005555554 is the last number of this group, and a group needs at least one. Add another first, or delete the group.",
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
			"+18005555554 belongs to “claims”, “50% off <b>”, which does not share its numbers (“Do not reuse DNIS for concurrent requests” is on there). Delete it there first, or use another number.",
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
			"+18005555554 also stands in “claims”, and this group does not share its numbers (“Do not reuse DNIS for concurrent requests” is on). Delete it there first, or use another number.",
		],
	],
	"number-shared-elsewhere": [
		[
			{ code: "number-shared-elsewhere", numbers: [number], count: 1, groups: [claims] },
			"That number of this group (+18005555554) also stands in “claims”. A group that does not reuse its DNIS cannot share them: delete them in one of the groups first.",
		],
		[
			{
				code: "number-shared-elsewhere",
				numbers: [number, "+18005555555"],
				count: 1200,
				groups: [claims, sales],
			},
			"1,200 numbers of this group (+18005555554, +18005555555, …) also stand in “claims”, “50% off <b>”. A group that does not reuse its DNIS cannot share them: delete them in one of the groups first.",
		],
	],
	"number-live": [
		[
			{ code: "number-live", number, liveRequests: 1 },
			"+18005555554 has 1 live request. It stays valid until it expires. Confirm to delete the number all the same.",
		],
		[
			{ code: "number-live", number, liveRequests: 1234 },
			"+18005555554 has 1,234 live requests. They stay valid until they expire. Confirm to delete the number all the same.",
		],
	],
	"name-taken": [
		[
			{ code: "name-taken", group: claims },
			"There is a group named “claims” already. Upper and lower case make no difference. Choose another name.",
		],
	],
	"group-gone": [
		[
			{ code: "group-gone" },
			"This group has been deleted meanwhile. Go back to the list of groups.",
		],
	],
	"group-delete-changed": [
		[
			{ code: "group-delete-changed", numbers: 1, liveRequests: 0 },
			"The group changed since you were asked. Check the figures and confirm again.",
		],
	],
	"access-code-length-range": [
		[{ code: "access-code-length-range" }, "Enter a whole number from 4 to 12."],
	],
	"expiry-range": [[{ code: "expiry-range" }, "Enter a whole number from 10 to 1,800."]],
	"entry-gone": [
		[
			{ code: "entry-gone", number: null },
			"This number has been deleted from the group meanwhile. Add it again if it is still wanted.",
		],
		[
			{ code: "entry-gone", number },
			"+18005555554 has been deleted from the group meanwhile. Add it again if it is still wanted.",
		],
	],
};

const ALL = Object.values(MESSAGES).flat() as [RuleError, string][];
/** What a message leaks when a fact is missing. */
const BROKEN = /undefined|null|NaN|\[object|,\s*\)|\(\s*\)|“”/;
/** Each message ends with what to do. */
const ADVICE =
	/\b(Enter|Use|use|Write|Put|Leave|Check|Delete|delete|Add|Edit|Choose|Confirm|Go back|Shorten)\b/;

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
		).toContain(` is ${told}, which`);
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
				for (const parsed of [parseDnis(text), parseGroupName(text), parseDescription(text)]) {
					if (parsed.ok) continue;
					// What was typed may hold these words itself.
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
