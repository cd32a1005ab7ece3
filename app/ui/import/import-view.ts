import type { GroupRef } from "../../domain/groups/errors.ts";
import type { CheckedRow, RowProblem } from "../../domain/import/checked-row.ts";
import type { ImportPlan } from "../../domain/import/import-plan.ts";
import { isDecision } from "../../domain/import/repair-kinds.ts";
import { readRowNumber } from "../../domain/import/row-number.ts";
import { suggestionsOf } from "../../domain/numbers/dnis.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";

/** The parts of a review. Rows in `errors` can be edited. */
export const IMPORT_PARTS = [
	"errors",
	"added",
	"changed",
	"emptied",
	"unchanged",
	"removed",
	"left-out",
	"warnings",
] as const;
export type ImportPart = (typeof IMPORT_PARTS)[number];

export const IMPORT_PAGE_SIZE = 50;

/** A view of a review: part, search and 1-based page. */
export type ImportView = { show: ImportPart; q: string; page: number };

/** A row of a part. `line` is null if the row is not in the file, for example a removed number. */
export type ShownRow = {
	key: string;
	line: number | null;
	number: string;
	description: string;
	/** The description before the import. */
	before?: string;
	problems?: RowProblem[];
	/** Warnings: the number is in no assigned range, or also in other groups. */
	unassigned?: boolean;
	alsoIn?: GroupRef[];
	/**
	 * A number whose reading was chosen for many rows (N6): the other reading, and the number and
	 * description in the file.
	 */
	decided?: { other: string; inFile: string; description: string };
};

type Source = { plan: ImportPlan; rows: CheckedRow[]; alsoIn: Map<string, GroupRef[]> };

/** The number of rows in each part. */
export function countParts({ plan, alsoIn }: Source): Record<ImportPart, number> {
	return {
		errors: plan.problems.size,
		added: plan.added.length,
		changed: plan.changed.length,
		emptied: plan.emptied.length,
		unchanged: plan.unchanged.length,
		removed: plan.removed.length,
		"left-out": plan.leftOut,
		warnings: plan.added.filter((row) => !row.assigned || alsoIn.has(row.number)).length,
	};
}

/**
 * Reads a view from URL parameters. The default is the first part with rows, and errors come first.
 */
export function readImportView(
	params: URLSearchParams,
	counts: Record<ImportPart, number>,
): ImportView {
	const asked = IMPORT_PARTS.find((part) => part === params.get("show"));
	const first = IMPORT_PARTS.find((part) => counts[part] > 0) ?? "errors";
	const page = Number(params.get("page"));
	return {
		show: asked ?? first,
		q: (params.get("q") ?? "").trim().slice(0, 100),
		page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
	};
}

export function importHref({ show, q, page }: ImportView): string {
	return `?${new URLSearchParams({
		show,
		...(q === "" ? {} : { q }),
		...(page > 1 ? { page: String(page) } : {}),
	})}`;
}

/** The view's page of rows, and the number of all rows found in its part. */
export function selectRows(
	source: Source,
	view: ImportView,
	country: CountryCode,
): { rows: ShownRow[]; found: number } {
	const all = rowsOfPart(source, view.show);
	const digits = view.q.replace(/[\s()+.-]/g, "");
	const wanted = view.q.toLowerCase();
	const found =
		view.q === ""
			? all
			: all.filter(
					(row) =>
						row.description.toLowerCase().includes(wanted) ||
						row.number.toLowerCase().includes(wanted) ||
						(digits !== "" && row.number.replace(/\D/g, "").includes(digits)) ||
						String(row.line) === view.q,
				);
	const from = (view.page - 1) * IMPORT_PAGE_SIZE;
	const shown = found.slice(from, from + IMPORT_PAGE_SIZE);
	const rows =
		view.show === "errors" || view.show === "left-out"
			? shown
			: withDecisions(shown, source.rows, country);
	return { rows, found: found.length };
}

/** Rows whose reading was chosen for many rows can still be decided otherwise, one by one (N6). */
function withDecisions(
	shown: ShownRow[],
	rows: readonly CheckedRow[],
	country: CountryCode,
): ShownRow[] {
	const decided = new Map(
		rows.filter((row) => row.repaired?.by.some(isDecision)).map((row) => [row.line, row]),
	);
	return shown.map((one) => {
		const row = decided.get(one.line ?? 0);
		const other = row && otherReading(row, country);
		if (!row?.repaired || other === undefined) return one;
		const inFile = row.repaired.was.number;
		return { ...one, decided: { other, inFile, description: row.description } };
	});
}

function otherReading({ repaired, dnis }: CheckedRow, country: CountryCode): string | undefined {
	const read = readRowNumber(repaired?.was.number ?? "", country);
	const readings = read.ok ? [] : suggestionsOf(read.error);
	return readings.find((number) => number !== dnis?.number);
}

function rowsOfPart({ plan, rows, alsoIn }: Source, part: ImportPart): ShownRow[] {
	const ofLine = (row: { line: number; number: string }) => ({
		key: String(row.line),
		line: row.line,
		number: row.number,
	});
	switch (part) {
		case "errors":
			return rows.flatMap((row) => {
				const problems = plan.problems.get(row.line);
				return problems && !row.leftOut
					? [{ ...ofLine(row), description: row.description, problems }]
					: [];
			});
		case "left-out":
			return rows
				.filter((row) => row.leftOut)
				.map((row) => ({ ...ofLine(row), description: row.description }));
		case "added":
			return plan.added.map((row) => ({
				...ofLine(row),
				description: row.description,
				unassigned: !row.assigned,
				alsoIn: alsoIn.get(row.number) ?? [],
			}));
		case "warnings":
			return rowsOfPart({ plan, rows, alsoIn }, "added").filter(
				(row) => row.unassigned || (row.alsoIn?.length ?? 0) > 0,
			);
		case "changed":
			return plan.changed.map((row) => ({
				...ofLine(row),
				description: row.after,
				before: row.before,
			}));
		case "emptied":
			return plan.emptied.map((row) => ({ ...ofLine(row), description: "", before: row.before }));
		case "unchanged":
			return plan.unchanged.map((row) => ({ ...ofLine(row), description: row.description }));
		case "removed":
			return plan.removed.map((entry) => ({
				key: entry.id,
				line: null,
				number: entry.number,
				description: entry.description,
			}));
	}
}
