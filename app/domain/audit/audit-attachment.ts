import { BYTE_ORDER_MARK, csvRow } from "../csv.ts";
import { addFormulaGuard } from "../import/formula-guard.ts";

/**
 * A number changed by an import, by an undo, with others at once, or by making or deleting a group.
 * It has its description on both sides; null on a side without the number.
 */
export type AuditRow = {
	what: "Added" | "Changed" | "Removed" | "Returned" | "Drained" | "Lifted";
	number: string;
	before: string | null;
	after: string | null;
};

type Stored = { number?: unknown; description?: unknown; before?: unknown; after?: unknown };

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const rows = (value: unknown): Stored[] =>
	Array.isArray(value)
		? (value.filter((row) => row !== null && typeof row === "object") as Stored[])
		: [];

/**
 * The rows of an entry's stored attachment. The attachment is one list (the numbers of a group made
 * or deleted) or several lists, one for each kind of change.
 */
export function readAuditAttachment(content: string, action: string): AuditRow[] {
	const stored: unknown = JSON.parse(content);
	if (Array.isArray(stored)) {
		return rows(stored).map(({ number, description }) =>
			action === "group.delete"
				? { what: "Removed", number: text(number), before: text(description), after: null }
				: { what: "Added", number: text(number), before: null, after: text(description) },
		);
	}
	const lists = (stored ?? {}) as Record<string, unknown>;
	return [
		...rows(lists.added).map((row) => ({
			what: "Added" as const,
			number: text(row.number),
			before: null,
			after: text(row.description),
		})),
		...rows(lists.returned).map((row) => ({
			what: "Returned" as const,
			number: text(row.number),
			before: null,
			after: text(row.description),
		})),
		...[...rows(lists.changed), ...rows(lists.emptied)].map((row) => ({
			...{
				what: "Changed" as const,
				number: text(row.number),
				before: text(row.before),
				after: text(row.after),
			},
		})),
		...rows(lists.drained).map((row) => stays("Drained", row)),
		...rows(lists.lifted).map((row) => stays("Lifted", row)),
		...rows(lists.removed).map((row) => ({
			what: "Removed" as const,
			number: text(row.number),
			before: text(row.description),
			after: null,
		})),
	];
}

const stays = (what: AuditRow["what"], { number, description }: Stored): AuditRow => ({
	what,
	number: text(number),
	before: text(description),
	after: text(description),
});

/**
 * The rows as a CSV file. Numbers are plain. Descriptions are guarded against spreadsheet formulas
 * (I6).
 */
export const auditRowsCsv = (changed: readonly AuditRow[]): string =>
	BYTE_ORDER_MARK +
	[
		["Change", "DNIS", "Description before", "Description after"],
		...changed.map(({ what, number, before, after }) => [
			what,
			number,
			addFormulaGuard(before ?? ""),
			addFormulaGuard(after ?? ""),
		]),
	]
		.map(csvRow)
		.join("");
