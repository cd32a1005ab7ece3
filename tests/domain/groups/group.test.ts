import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GROUP_NAME_MAX, groupNameKey, parseGroupName } from "../../../app/domain/groups/group.ts";
import {
	ACCESS_CODE_LENGTH_MAX,
	ACCESS_CODE_LENGTH_MIN,
	cannotTellCallersApart,
	DEFAULT_GROUP_SETTINGS,
	EXPIRY_SECONDS_MAX,
	EXPIRY_SECONDS_MIN,
	type GroupSettings,
	isSettingsEqual,
	readStoredSettings,
} from "../../../app/domain/groups/group-settings.ts";
import { codePointLength } from "../../../app/domain/text.ts";

/** Words of many scripts, joined by spaces: most of them are accepted. */
const nameLike = fc
	.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }), {
		minLength: 1,
		maxLength: 6,
	})
	.map((words) => words.join(" "));

const acceptedName = nameLike.map(parseGroupName).filter((parsed) => parsed.ok);

describe("a group's name (G1)", () => {
	test.each([
		["a plain one", "auto_insurance", "auto_insurance"],
		["one character", "a", "a"],
		["one that needs care everywhere", '50% off / "Ünïcode" <b>&?#', '50% off / "Ünïcode" <b>&?#'],
		["single spaces inside", "New York Claims", "New York Claims"],
		["spaces around it, which go", "  claims ", "claims"],
		["a line break and a tab behind it, which go", "claims\r\n\t", "claims"],
		[
			"no-break spaces and a byte order mark around it, which go",
			"\ufeff\u00a0claims\u00a0",
			"claims",
		],
		["a decomposed one, which is composed", "Cafe\u0301", "Café"],
		["only symbols", "***", "***"],
		["a path", "../../etc/passwd", "../../etc/passwd"],
		["markup", "<script>alert(1)</script>", "<script>alert(1)</script>"],
		["a template", "{{7*7}} #{x} %s %00", "{{7*7}} #{x} %s %00"],
		["the name of something in JavaScript", "__proto__", "__proto__"],
		["only digits", "0", "0"],
		["right-to-left text", "תביעות", "תביעות"],
		["an emoji with joiners", "👩🏽‍🚀 claims", "👩🏽‍🚀 claims"],
	])("accepted: %s", (_what, input, name) => {
		expect(parseGroupName(input)).toEqual({ ok: true, value: name });
	});

	test.each([
		["nothing", ""],
		["a space", " "],
		["white space of all kinds", " \t\r\n\u00a0\u2003\u3000\ufeff"],
	])("missing: %s", (_what, input) => {
		expect(parseGroupName(input)).toEqual({ ok: false, error: { code: "name-missing" } });
	});

	test.each([
		["a  b", 2],
		["  a  b", 2],
		["a b  c", 4],
		["😀  a", 2],
		["a   b", 2],
	])("%j is refused for the two spaces at character %i", (input, position) => {
		expect(parseGroupName(input)).toEqual({ ok: false, error: { code: "name-spaces", position } });
	});

	test.each([
		["a tab inside", "a\tb", 2, 0x09],
		["a line break inside", "a\nb", 2, 0x0a],
		["a no-break space inside", "a\u00a0b", 2, 0xa0],
		["a zero-width space, which trimming leaves", "\u200ba", 1, 0x200b],
		["a direction mark at the end", "a\u200e", 2, 0x200e],
		["only an invisible character", "\u2060", 1, 0x2060],
	])("refused: %s", (_what, input, position, codePoint) => {
		expect(parseGroupName(input)).toEqual({
			ok: false,
			error: { where: "name", code: "character-not-allowed", codePoint, position },
		});
	});

	test.each(["a", "ß", "𠮷", "😀", "e\u0301", "ﷺ"])(
		"64 times %j is accepted, 65 times is not",
		(character) => {
			expect(parseGroupName(character.repeat(64)).ok).toBe(true);
			expect(parseGroupName(character.repeat(65))).toEqual({
				ok: false,
				error: { where: "name", code: "text-too-long", length: 65, limit: 64 },
			});
		},
	);

	test("spaces around a name do not count against its length", () => {
		expect(parseGroupName(`  ${"a".repeat(64)}  `).ok).toBe(true);
	});

	test("an accepted name is accepted again unchanged, is trimmed, is NFC and is 1 to 64 code points long", () => {
		fc.assert(
			fc.property(acceptedName, ({ value: name }) => {
				expect(parseGroupName(name)).toEqual({ ok: true, value: name });
				expect(name).toBe(name.trim().normalize("NFC"));
				expect(name).not.toContain("  ");
				expect(codePointLength(name)).toBeGreaterThanOrEqual(1);
				expect(codePointLength(name)).toBeLessThanOrEqual(GROUP_NAME_MAX);
			}),
		);
	});

	test("no input whatever makes it throw", () => {
		fc.assert(fc.property(fc.string({ unit: "binary" }), (input) => void parseGroupName(input)));
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 0xffff })),
				(units) => void parseGroupName(String.fromCharCode(...units)),
			),
		);
	});

	test("an accepted name survives a form, a query value and JSON", () => {
		fc.assert(
			fc.property(acceptedName, ({ value: name }) => {
				expect(new URLSearchParams(new URLSearchParams({ name }).toString()).get("name")).toBe(
					name,
				);
				expect(decodeURIComponent(encodeURIComponent(name))).toBe(name);
				expect(JSON.parse(JSON.stringify(name))).toBe(name);
				expect(new TextDecoder().decode(new TextEncoder().encode(name))).toBe(name);
			}),
		);
	});
});

describe("when two names are the same (G1)", () => {
	test.each([
		["auto_insurance", "AUTO_Insurance"],
		["Café", "cafe\u0301"],
		["CAFE\u0301", "café"],
		["ﬁnance", "finance"],
		["Ａｕｔｏ", "auto"],
		["Ⅷ", "viii"],
		["①", "1"],
		["½", "1⁄2"],
		["ÅNGSTRÖM", "\u212bngström"],
		["Ω", "\u2126"],
		["K", "\u212a"],
		["ΟΔΟΣ", "οδος"],
		["ΟΔΟΣ 1", "οδοσ 1"],
		["İstanbul", "i\u0307stanbul"],
		["ｶﾞ", "ガ"],
		["  claims ", "claims"],
		["𐐀", "𐐨"],
	])("%j and %j", (a, b) => {
		expect(groupNameKey(a)).toBe(groupNameKey(b));
	});

	test.each([
		["claims", "claim"],
		["cafe", "café"],
		["a b", "ab"],
		["a-b", "a_b"],
		["ı", "i"],
		["ß", "ss"],
		["а", "a"],
		["o", "0"],
		["claims", "claims!"],
	])("%j and %j differ", (a, b) => {
		expect(groupNameKey(a)).not.toBe(groupNameKey(b));
	});

	test("the key of a name is that of its lower case and of its NFC, NFD, NFKC and NFKD, alone or together", () => {
		// A lone accent such as ¨ becomes a space and a mark in NFKC. At the very beginning, that space
		// is trimmed and the name differs.
		const inside = acceptedName.map(({ value }) => `x${value}`);
		fc.assert(
			fc.property(inside, fc.constantFrom("NFC", "NFD", "NFKC", "NFKD"), (name, form) => {
				const key = groupNameKey(name);
				expect(groupNameKey(name.normalize(form))).toBe(key);
				expect(groupNameKey(name.normalize("NFKC").toLowerCase().normalize(form))).toBe(key);
				expect(groupNameKey(key)).toBe(key);
			}),
		);
	});

	test("upper case makes no other name of letters that have one case each way", () => {
		const twoCased = fc
			.string({ unit: "grapheme", minLength: 1, maxLength: 12 })
			.map((text) =>
				[...text.normalize("NFKC")].filter((c) => c.toUpperCase().toLowerCase() === c).join(""),
			);
		fc.assert(
			fc.property(twoCased, (name) => {
				expect(groupNameKey(`x${name}x`.toUpperCase())).toBe(groupNameKey(`x${name}x`));
			}),
		);
	});

	test("each accepted single character has one key, however often that is taken", () => {
		for (let codePoint = 0x21; codePoint < 0x3000; codePoint += 1) {
			const parsed = parseGroupName(`a${String.fromCodePoint(codePoint)}b`);
			if (parsed.ok)
				expect(groupNameKey(groupNameKey(parsed.value))).toBe(groupNameKey(parsed.value));
		}
	});

	test("the longest key there can be fits an index of Postgres, 2,704 bytes", () => {
		expect(Buffer.byteLength(groupNameKey("ﷺ".repeat(GROUP_NAME_MAX)))).toBeLessThanOrEqual(2704);
	});
});

describe("a group's settings (G7)", () => {
	test("settings that an earlier version stored have the defaults of later settings", () => {
		expect(readStoredSettings('{"expirySeconds":60,"uniqueDnis":true}')).toEqual({
			...DEFAULT_GROUP_SETTINGS,
			expirySeconds: 60,
			uniqueDnis: true,
		});
	});

	test("the limits and defaults are those of the contract", () => {
		expect([ACCESS_CODE_LENGTH_MIN, ACCESS_CODE_LENGTH_MAX]).toEqual([4, 12]);
		expect([EXPIRY_SECONDS_MIN, EXPIRY_SECONDS_MAX]).toEqual([10, 1800]);
		expect(DEFAULT_GROUP_SETTINGS).toEqual({
			generateAccessCode: true,
			accessCodeLength: 6,
			expirySeconds: 30,
			uniqueDnis: false,
			callerId: "any",
			guard: "guard",
		});
	});

	test.each([
		[true, true, false],
		[true, false, false],
		[false, true, false],
		[false, false, true],
	])(
		"with codes %s and unique DNIS %s, that callers cannot be told apart is %s",
		(generateAccessCode, uniqueDnis, expected) => {
			expect(
				cannotTellCallersApart({ ...DEFAULT_GROUP_SETTINGS, generateAccessCode, uniqueDnis }),
			).toBe(expected);
		},
	);

	test("callers who must call from their requests' numbers can be told apart", () => {
		const open = { ...DEFAULT_GROUP_SETTINGS, generateAccessCode: false };
		expect(cannotTellCallersApart({ ...open, callerId: "equal" })).toBe(false);
		expect(cannotTellCallersApart({ ...open, callerId: "attested" })).toBe(false);
	});

	test("settings are equal to a copy, and differ as soon as any one of them does", () => {
		const others: GroupSettings = {
			generateAccessCode: false,
			accessCodeLength: 7,
			expirySeconds: 31,
			uniqueDnis: true,
			callerId: "equal",
			guard: "alertOnly",
		};
		expect(isSettingsEqual(DEFAULT_GROUP_SETTINGS, { ...DEFAULT_GROUP_SETTINGS })).toBe(true);
		for (const key of Object.keys(others) as (keyof GroupSettings)[]) {
			expect(
				isSettingsEqual(DEFAULT_GROUP_SETTINGS, { ...DEFAULT_GROUP_SETTINGS, [key]: others[key] }),
			).toBe(false);
		}
	});
});
