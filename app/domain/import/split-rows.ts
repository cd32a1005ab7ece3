import { DESCRIPTION_MAX } from "../groups/pool.ts";
import { suggestionsOf } from "../numbers/dnis.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { codePointLength } from "../text.ts";
import { takeFormulaGuard } from "./formula-guard.ts";
import type { PoolRow } from "./pool-file.ts";
import { readRowNumber } from "./row-number.ts";

// The second reading of a row's cells, for repairs.

/** A row without a comma: a complete number, a space or another separator, and the description. */
export function splitBehindNumber<R extends PoolRow>(row: R, country: CountryCode): R {
	const [, number = "", description = ""] = /^\s*(\+?\d+)[\s;|]+(\D.*)$/su.exec(row.number) ?? [];
	const isWhole = /\p{L}/u.test(description) && isNumber(number, country);
	return isWhole
		? { ...row, number, description: takeFormulaGuard(description), shape: "whole" }
		: { ...row, shape: "whole" };
}

/** Whether commas between the cells after the number are escaped: `Claims\\, East`. */
export const hasEscapedCommas = ({ description, extra }: PoolRow): boolean =>
	extra.length > 0 && [description, ...extra].slice(0, -1).every((cell) => cell.endsWith("\\"));

/** The description of such a row, with its commas. */
export const unescapedDescription = ({ description, extra }: PoolRow): string =>
	[description, ...extra].join(",").replaceAll("\\,", ",");

function isNumber(text: string, country: CountryCode): boolean {
	const read = readRowNumber(text, country);
	return read.ok || suggestionsOf(read.error).length > 0;
}

/**
 * A line with unbalanced quotes, read without quotes: the number before the first comma, the
 * description after it.
 */
export function splitLoosely<R extends PoolRow>(row: R): R {
	const comma = row.number.indexOf(",");
	if (comma < 0) return { ...row, number: unquote(row.number), shape: "comma-missing" };
	return {
		...row,
		number: unquote(row.number.slice(0, comma)),
		description: takeFormulaGuard(unquote(row.number.slice(comma + 1))),
		shape: "whole",
	};
}

/**
 * Removes quotes around the text, or one quote without a partner. Paired quotes inside are part of
 * the text.
 */
function unquote(cell: string): string {
	const text = cell.trim();
	const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
	if (isQuoted) return text.slice(1, -1).replaceAll('""', '"');
	const isOdd = text.split('"').length % 2 === 0;
	return (isOdd ? text.replace(/^"|"$/, "") : text).replaceAll('""', '"');
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Cuts at grapheme boundaries: half an emoji would end in a joiner, which is not allowed. */
export function shortened(input: string): string {
	const text = input.normalize("NFC");
	let length = 0;
	let end = 0;
	for (const { segment, index } of graphemes.segment(text)) {
		length += codePointLength(segment);
		if (length > DESCRIPTION_MAX) break;
		end = index + segment.length;
	}
	return end > 0 ? text.slice(0, end) : [...text].slice(0, DESCRIPTION_MAX).join("");
}
