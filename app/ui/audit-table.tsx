import { auditActionWords } from "../domain/audit-action.ts";
import { auditDifferences, differencesInLine } from "../domain/audit-difference.ts";
import { Cell, RecordTable } from "./record-table.tsx";
import { formatTime, Time } from "./time.tsx";

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

/** Entries of the audit log as rows, each leading to its page. */
export function AuditTable({ entries, zone }: { entries: ShownEntry[]; zone: string }) {
	return (
		<RecordTable label="Table of entries" columns={["When", "Who", "What", "Object", "Change"]}>
			{entries.map((entry) => {
				const change = differencesInLine(auditDifferences(entry.before, entry.after, { time: (at) => formatTime(at, zone) }));
				return (
					<tr key={entry.id} className="hover:bg-sunken">
						<Cell>
							<a href={`/settings/audit/${entry.id}`} className="link">
								<Time at={entry.at} zone={zone} />
							</a>
						</Cell>
						<Name name={entry.actorName} />
						<Cell className={entry.action === "sign-in.fail" ? "text-danger" : ""}>{auditActionWords(entry.action)}</Cell>
						<Name name={entry.subjectName} />
						<td className="max-w-96 truncate px-3 py-1.5 text-sm" title={change || undefined}>
							{change}
						</td>
					</tr>
				);
			})}
		</RecordTable>
	);
}

const Name = ({ name }: { name: string }) => (
	<td className="max-w-52 truncate px-3 py-1.5" title={name}>
		{name}
	</td>
);
