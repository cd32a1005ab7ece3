import { auditActionWords } from "../../domain/audit/audit-action.ts";
import { auditDifferences, differencesInLine } from "../../domain/audit/audit-difference.ts";
import { texts } from "../../texts/texts.ts";
import { Cell, NameCell, RecordTable } from "../record-table.tsx";
import { formatTime, Time } from "../time.tsx";

const words = texts.pages.audit.table;
const COLUMNS = [words.when, words.who, words.what, words.object, words.change];

/** An entry as pages show it. */
export type ShownEntry = {
	id: string;
	at: Date;
	actorKind: string;
	actorName: string;
	action: string;
	subjectId: string | null;
	subjectName: string;
	before: unknown;
	after: unknown;
	hasAttachment: boolean;
};

/** Entries of the audit log as rows. Each links to its page. */
export function AuditTable({ entries, zone }: { entries: ShownEntry[]; zone: string }) {
	return (
		<RecordTable label={words.label} columns={COLUMNS}>
			{entries.map((entry) => {
				const change = differencesInLine(
					auditDifferences(entry.before, entry.after, { time: (at) => formatTime(at, zone) }),
				);
				return (
					<tr key={entry.id} className="hover:bg-sunken">
						<Cell of={null}>
							<a href={`/settings/audit/${entry.id}`} className="link">
								<Time at={entry.at} zone={zone} />
							</a>
						</Cell>
						<NameCell of={words.who} name={entry.actorName} className="max-w-44" />
						<Cell of={words.what} className={entry.action === "sign-in.fail" ? "text-danger" : ""}>
							{auditActionWords(entry.action)}
						</Cell>
						<NameCell of={words.object} name={entry.subjectName} className="max-w-44" />
						<NameCell of={words.change} name={change || null} className="max-w-72" />
					</tr>
				);
			})}
		</RecordTable>
	);
}
