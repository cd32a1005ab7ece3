import { formatForReading } from "../../domain/groups/phone-number.ts";
import type { InState, RequestRecord } from "../../domain/records/record.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { Cell, NameCell, RecordTable, RequestLink } from "../record-table.tsx";
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
					<Cell className={request.state === "Active" ? "font-semibold text-good" : ""}>
						{words.states[request.state]}
					</Cell>
					<Cell>
						<a href={`/call-in/${request.id}`} className="link">
							<Time at={request.createdAt} zone={zone} />
						</a>
					</Cell>
					{showsPrivate && (
						<Cell>{request.fromNumber === null ? "" : formatForReading(request.fromNumber)}</Cell>
					)}
					<Cell>{formatForReading(request.toNumber)}</Cell>
					<NameCell name={request.groupName} />
					<Cell>
						<Time at={request.expiresAt} zone={zone} after={request.createdAt} />
					</Cell>
					<Cell>
						{request.matchedAt && (
							<Time at={request.matchedAt} zone={zone} after={request.createdAt} />
						)}
					</Cell>
					<Cell className="text-right">{figure(request.attempts)}</Cell>
					<Cell>
						<RequestLink id={request.id} />
					</Cell>
				</tr>
			))}
		</RecordTable>
	);
}
