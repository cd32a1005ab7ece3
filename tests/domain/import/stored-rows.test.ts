import fc from "fast-check";
import { expect, test } from "vitest";
import { type CheckedRow, checkRow } from "../../../app/domain/import/checked-row.ts";
import { readRows, writeRows } from "../../../app/domain/import/stored-rows.ts";

const cell = fc.oneof(
	fc.constantFrom("+18005555554", "18005555554", "+1 800 555 5554", "1.8E+10", ""),
	fc.string({ unit: "binary" }),
);
const row = fc
	.record({
		line: fc.nat(),
		number: cell,
		description: cell,
		extra: fc.array(cell, { maxLength: 2 }),
		shape: fc.constantFrom("whole", "comma-missing", "malformed"),
	})
	.chain((one) =>
		fc
			.boolean()
			.map((leftOut): CheckedRow => checkRow(one as Parameters<typeof checkRow>[0], "US", leftOut)),
	);

test("checked rows that are kept are the same rows when they are read, whatever is right or wrong with them", () => {
	fc.assert(
		fc.property(fc.array(row), (rows) => void expect(readRows(writeRows(rows))).toEqual(rows)),
	);
});

test("good rows take little room", () => {
	const rows = Array.from({ length: 100 }, (_, line) =>
		checkRow({ line, number: "+18005555554", description: "", extra: [], shape: "whole" }, "US"),
	);
	expect(writeRows(rows).length).toBeLessThan(100 * 30);
});
