import type { AuditRow } from "../../domain/audit/audit-attachment.ts";
import { formatForReading } from "../../domain/groups/phone-number.ts";
import { counted } from "../../texts/wording.ts";
import { Pager } from "../pager.tsx";
import { Cell, RecordTable } from "../record-table.tsx";

export const AUDIT_ROWS_PAGE_SIZE = 100;

type Props = {
	entryId: string;
	rows: AuditRow[];
	total: number;
	page: number;
	hasBothSides: boolean;
};

/** The numbers that one entry is about, a page of them, and all as a file. */
export function AuditRows({ entryId, rows, total, page, hasBothSides }: Props) {
	const columns = hasBothSides
		? ["Change", "DNIS", "Description before", "Description after"]
		: ["Change", "DNIS", "Description"];
	return (
		<section className="panel" aria-labelledby="rows">
			<div className="flex flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-2">
				<h2 id="rows">{counted(total, "number")}</h2>
				<p className="text-muted text-sm">Kept for 90 days.</p>
				<a href={`/settings/audit/${entryId}/rows.csv`} className="button">
					Export as CSV
				</a>
			</div>
			<RecordTable label="Table of numbers" columns={columns}>
				{rows.map(({ what, number, before, after }) => (
					<tr key={`${what} ${number}`} className="hover:bg-sunken">
						<Cell>{what}</Cell>
						<Cell>
							{formatForReading(number)}{" "}
							<code className="select-all font-mono text-muted text-sm">{number}</code>
						</Cell>
						{hasBothSides ? (
							<>
								<Cell>{before}</Cell>
								<Cell>{after}</Cell>
							</>
						) : (
							<Cell>{after ?? before}</Cell>
						)}
					</tr>
				))}
			</RecordTable>
			<Pager
				page={page}
				pageSize={AUDIT_ROWS_PAGE_SIZE}
				total={total}
				name="numbers"
				href={(to) => `?page=${to}`}
			/>
		</section>
	);
}
