import { formatForReading } from "../../domain/groups/phone-number.ts";
import type { InState, RequestRecord } from "../../domain/records/record.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { Cell, ID_CELL, NameCell, RecordTable, RequestLink } from "../record-table.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.records;

/** Requests as rows (K1). Codes are never in lists (K3). */
export function RequestTable({
	requests,
	showsPrivate,
	zone,
}: {
	requests: InState<RequestRecord>[];
	showsPrivate: boolean;
	zone: string;
}) {
	const { state, created, ani, dnis, group, expires, matched, attempts, id } = words.columns;
	const columns = [
		...[state, created, ...(showsPrivate ? [ani] : []), dnis, group],
		...[expires, matched, attempts, id],
	];
	return (
		<RecordTable label={words.requestTable} columns={columns}>
			{requests.map((request) => (
				<tr key={request.id} data-key={request.id} className="hover:bg-sunken">
					<Cell of={null} className={request.state === "Active" ? "font-semibold text-good" : ""}>
						{words.states[request.state]}
					</Cell>
					<Cell of={created}>
						<a href={`/call-in/${request.id}`} className="link">
							<Time at={request.createdAt} zone={zone} />
						</a>
					</Cell>
					{showsPrivate && (
						<Cell of={ani}>
							{request.fromNumber === null ? "" : formatForReading(request.fromNumber)}
						</Cell>
					)}
					<Cell of={dnis}>{formatForReading(request.toNumber)}</Cell>
					<NameCell
						of={group}
						name={request.groupName}
						className="max-w-36 @[95rem]/records:max-w-72"
					/>
					<Cell of={expires}>
						<Time at={request.expiresAt} zone={zone} beside={request.createdAt} />
					</Cell>
					<Cell of={matched}>
						{request.matchedAt && (
							<Time at={request.matchedAt} zone={zone} beside={request.createdAt} />
						)}
					</Cell>
					<Cell of={attempts} className="text-right">
						{figure(request.attempts)}
					</Cell>
					<Cell of={id} className={ID_CELL}>
						<RequestLink id={request.id} />
					</Cell>
				</tr>
			))}
		</RecordTable>
	);
}
