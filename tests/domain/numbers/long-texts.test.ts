import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NUMBER_TEXT_MAX } from "../../../app/domain/numbers/addresses.ts";
import { readCaller } from "../../../app/domain/numbers/caller.ts";

const CALLER = "<sip:+14155550132@c.example>";
const LONG = "x".repeat(NUMBER_TEXT_MAX);
const read = (text: string) => {
	const caller = readCaller(text, { country: "US" });
	return caller.kind === "number" ? caller.readings : caller.kind;
};

describe("texts longer than what is read (N1)", () => {
	test.each([
		["in quotation marks", `"Tel <4155559999> ${LONG}" ${CALLER}`],
		["in quotation marks, with an end", `"Tel <4155559999>; ${LONG}" ${CALLER}`],
		["in quotation marks, with a comma", `"Tel, <tel:4155559999>, ${LONG}" ${CALLER}`],
		["without quotation marks", `Tel <4155559999> ${LONG} ${CALLER}`],
		["of digits", `4155559999, ${LONG} ${CALLER}`],
		["of digits, with an end", `4155559999; ${LONG} ${CALLER}`],
	])("a long name %s is never the number", (_how, text) => {
		expect(read(text)).toBe("no-number");
	});

	test.each([
		["parameters", `"Tel <4155559999>" ${CALLER};${LONG}`],
		["parameters of a plain address", `sip:+14155550132@c.example;${LONG}`],
		["a second identity", `${CALLER}, "Tel <4155559999> ${LONG}" <sip:+14155559998@c.example>`],
	])("what is complete counts, before long %s", (_what, text) => {
		expect(read(text)).toEqual(["+14155550132"]);
	});

	test("half a number is no number, and no withheld one", () => {
		expect(read(`+1${" ".repeat(NUMBER_TEXT_MAX)}4155550132`)).toBe("no-number");
		expect(read("1".repeat(2 * NUMBER_TEXT_MAX))).toBe("no-number");
	});

	test("whatever the name in quotation marks, it never becomes the number", () => {
		const piece = fc.constantFrom("4155559999", "<4155559999>", "tel:4155559999", ",", ";", "@");
		const name = fc.array(piece, { maxLength: 220 }).map((pieces) => pieces.join(" "));
		fc.assert(
			fc.property(name, (written) => {
				const text = `"${written}" ${CALLER}`;
				const whole = text.length <= NUMBER_TEXT_MAX;
				expect(read(text)).toEqual(whole ? ["+14155550132"] : "no-number");
			}),
			{ numRuns: 1000 },
		);
	});
});

test("a header parameter in brackets is never the number", () => {
	for (const value of ["<4155559999>", "<tel:4155559999>", "<4155559999", '"<4155559999>"'])
		expect(read(`Ann ${CALLER};tag=a;x=${value}`)).toEqual(["+14155550132"]);
});
