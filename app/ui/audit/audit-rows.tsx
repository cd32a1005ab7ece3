import type { AuditRow } from "../../domain/audit/audit-attachment.ts";
import { formatForReading } from "../../domain/groups/phone-number.ts";
import { texts } from "../../texts/texts.ts";
import { PANEL_HEAD } from "../layout.ts";
import { Pager } from "../pager.tsx";
import { Cell, RecordTable } from "../record-table.tsx";

const words = texts.pages.audit.rows;

export const AUDIT_ROWS_PAGE_SIZE = 100;

type Props = {
	entryId: string;
	rows: AuditRow[];
	total: number;
	page: number;
	hasBothSides: boolean;
};

/** A page of an entry's numbers, and a link to all of them as a file. */
export function AuditRows({ entryId, rows, total, page, hasBothSides }: Props) {
	const columns = hasBothSides
		? [words.change, words.dnis, words.descriptionBefore, words.descriptionAfter]
		: [words.change, words.dnis, words.description];
	return (
		<section className="panel" aria-labelledby="rows">
			<div className={PANEL_HEAD}>
				<h2 id="rows">{words.count({ count: total })}</h2>
				<p className="text-muted text-sm">{words.kept}</p>
				<a href={`/settings/audit/${entryId}/rows.csv`} className="button">
					{texts.pages.shared.exportAsCsv}
				</a>
			</div>
			<RecordTable label={words.table} columns={columns}>
				{rows.map(({ what, number, before, after }) => (
					<tr key={`${what} ${number}`} className="hover:bg-sunken">
						<Cell of={words.change}>{what}</Cell>
						<Cell of={words.dnis}>
							{formatForReading(number)}{" "}
							<code className="select-all font-mono text-muted text-sm">{number}</code>
						</Cell>
						{hasBothSides ? (
							<>
								<Cell of={words.descriptionBefore}>{before}</Cell>
								<Cell of={words.descriptionAfter}>{after}</Cell>
							</>
						) : (
							<Cell of={words.description}>{after ?? before}</Cell>
						)}
					</tr>
				))}
			</RecordTable>
			<Pager
				page={page}
				pageSize={AUDIT_ROWS_PAGE_SIZE}
				total={total}
				label={words.pages}
				href={(to) => `?page=${to}`}
			/>
		</section>
	);
}
