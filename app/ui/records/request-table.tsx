import { formatForReading } from "../../domain/groups/phone-number.ts";
import type { InState, RequestRecord } from "../../domain/records/record.ts";
import { queryWith, type RecordView, type RequestSort } from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import {
	Cell,
	type Column,
	NameCell,
	RecordTable,
	RequestLink,
	sortedColumn,
	ValueLink,
} from "../record-table.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.records;
const PATH = "/call-in";

/** Requests as rows (K1). Codes are never in lists (K3). */
export function RequestTable({
	requests,
	showsPrivate,
	zone,
	view,
	sort,
	without,
}: {
	requests: InState<RequestRecord>[];
	showsPrivate: boolean;
	zone: string;
	/** The list whose headings sort. */
	view?: RecordView;
	sort?: RequestSort;
	/** A number that all of them share. */
	without?: "ani" | "dnis";
}) {
	const { state, created, ani, dnis, group, expires, matched, attempts, id } = words.columns;
	const sorting = (name: string, by: "created" | "expires"): Column =>
		view && sort
			? sortedColumn(name, sort, by, (next) => PATH + queryWith(view, { sort: next }))
			: name;
	const showsAni = showsPrivate && without !== "ani";
	const showsDnis = without !== "dnis";
	const columns = [
		...[
			state,
			sorting(created, "created"),
			...(showsAni ? [ani] : []),
			...(showsDnis ? [dnis] : []),
			group,
		],
		...[sorting(expires, "expires"), matched, attempts, id],
	];
	return (
		<RecordTable label={words.requestTable} columns={columns}>
			{requests.map((request) => (
				<tr key={request.id} data-key={request.id} className="hover:bg-sunken">
					<Cell of={null} className={request.state === "Active" ? "font-semibold text-good" : ""}>
						{words.states[request.state]}
					</Cell>
					<Cell of={created}>
						<a href={`/call-in/${request.id}`} className="way">
							<Time at={request.createdAt} zone={zone} />
						</a>
					</Cell>
					{showsAni && (
						<Cell of={ani}>
							{request.fromNumber !== null && (
								<ValueLink path={PATH} field="ani" value={request.fromNumber}>
									{formatForReading(request.fromNumber)}
								</ValueLink>
							)}
						</Cell>
					)}
					{showsDnis && (
						<Cell of={dnis}>
							<ValueLink path={PATH} field="dnis" value={request.toNumber}>
								{formatForReading(request.toNumber)}
							</ValueLink>
						</Cell>
					)}
					<NameCell
						of={group}
						name={request.groupName}
						className="max-w-36 @[95rem]/records:max-w-72"
					>
						<ValueLink path={PATH} field="group" value={request.groupName} />
					</NameCell>
					<Cell of={expires}>
						<Time at={request.expiresAt} zone={zone} beside={request.createdAt} />
					</Cell>
					<Cell of={matched}>
						{request.matchedAt && (
							<Time at={request.matchedAt} zone={zone} beside={request.createdAt} />
						)}
					</Cell>
					<Cell of={attempts} className="text-right">
						{request.attempts === 0 ? (
							figure(0)
						) : (
							<ValueLink path="/call-in/attempts" field="id" value={request.id}>
								{figure(request.attempts)}
							</ValueLink>
						)}
					</Cell>
					<Cell of={id}>
						<RequestLink id={request.id} />
					</Cell>
				</tr>
			))}
		</RecordTable>
	);
}
