import { BYTE_ORDER_MARK, csvRow } from "../csv.ts";
import { addFormulaGuard } from "../import/formula-guard.ts";
import { isoWithOffset } from "../zoned-time.ts";
import { auditActionWords } from "./audit-action.ts";
import { auditDifferences, differencesInLine } from "./audit-difference.ts";

type AuditRecord = {
	id: string;
	at: Date;
	actorKind: string;
	actorName: string;
	action: string;
	subjectName: string;
	subjectId: string | null;
	before: unknown;
	after: unknown;
};

/** The first row of a file of audit entries. */
export const auditCsvHead = (): string =>
	BYTE_ORDER_MARK +
	csvRow([
		"Time",
		"Who",
		"Kind",
		"What",
		"Action",
		"Object",
		"Object ID",
		"Change",
		"Before",
		"After",
		"Entry ID",
	]);

/**
 * An audit log entry as a row of a file (O5, I6). The entry is in words, and both sides are
 * complete JSON. Times are in the reader's zone (G14).
 */
export function auditCsvRow(entry: AuditRecord, zone: string): string {
	const json = (side: unknown) => (side === null ? "" : JSON.stringify(side));
	const time = (at: Date) => isoWithOffset(at, zone);
	return csvRow(
		[
			...[
				time(entry.at),
				entry.actorName,
				entry.actorKind,
				auditActionWords(entry.action),
				entry.action,
			],
			...[
				entry.subjectName,
				entry.subjectId ?? "",
				differencesInLine(auditDifferences(entry.before, entry.after, { time })),
			],
			...[json(entry.before), json(entry.after), entry.id],
		].map(addFormulaGuard),
	);
}
