import { formatForReading } from "../../domain/groups/phone-number.ts";
import { ATTESTATION_WORDS, type Attestation } from "../../domain/match/attestation.ts";
import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import type { AttemptRecord } from "../../domain/records/record.ts";
import { type AttemptSort, queryWith, type RecordView } from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";
import { ConnectionLink } from "../phone-systems/connection-link.tsx";
import {
	Cell,
	NameCell,
	RecordTable,
	RequestLink,
	sortedColumn,
	ValueLink,
} from "../record-table.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.records;
const KEY_CELL = "max-w-36 truncate @[95rem]/records:max-w-48";

const PATH = "/call-in/attempts";

const NumberLink = ({ field, number }: { field: "ani" | "dnis"; number: string | null }) =>
	number && (
		<ValueLink path={PATH} field={field} value={number}>
			{formatForReading(number)}
		</ValueLink>
	);

function AttestationTag({ attestation }: { attestation: Attestation }) {
	return (
		<span className="tag ml-2" title={ATTESTATION_WORDS[attestation]}>
			{words.attestation({ attestation })}
		</span>
	);
}

/** Calls of match as rows (K5), without the codes tried. */
export function AttemptTable({
	attempts,
	showsPrivate,
	linksConnections,
	zone,
	view,
	sort,
}: {
	attempts: AttemptRecord[];
	showsPrivate: boolean;
	/** Whether the reader may see connections to phone systems (R1). */
	linksConnections: boolean;
	zone: string;
	view: RecordView;
	sort: AttemptSort;
}) {
	const { outcome, time, ani, dnis, callId, keyOrConnection, request } = words.columns;
	const columns = [
		outcome,
		sortedColumn(time, sort, "at", (next) => PATH + queryWith(view, { sort: next })),
		...(showsPrivate ? [ani] : []),
		dnis,
		callId,
		keyOrConnection,
		request,
	];
	return (
		<RecordTable label={words.attemptTable} columns={columns}>
			{attempts.map((attempt) => (
				<tr key={attempt.id} data-key={attempt.id} className="hover:bg-sunken">
					<Cell
						of={null}
						className={attempt.outcome === "MATCHED" ? "font-semibold text-good" : ""}
					>
						<a href={`${PATH}/${attempt.id}`} className="way">
							{OUTCOME_WORDS[attempt.outcome]}
						</a>
					</Cell>
					<Cell of={time}>
						<Time at={attempt.at} zone={zone} />
					</Cell>
					{showsPrivate && (
						<Cell of={ani}>
							<NumberLink field="ani" number={attempt.fromNumber} />
							{attempt.attestation && <AttestationTag attestation={attempt.attestation} />}
						</Cell>
					)}
					<Cell of={dnis}>
						<NumberLink field="dnis" number={attempt.toNumber} />
					</Cell>
					<NameCell
						of={callId}
						name={attempt.callId}
						className="max-w-40 @[95rem]/records:max-w-72"
					>
						{attempt.callId && <ValueLink path={PATH} field="callId" value={attempt.callId} />}
					</NameCell>
					{linksConnections && attempt.connectionId !== null && attempt.apiKeyName !== null ? (
						<Cell of={keyOrConnection} className={KEY_CELL}>
							<ConnectionLink id={attempt.connectionId} name={attempt.apiKeyName} />
						</Cell>
					) : (
						<NameCell of={keyOrConnection} name={attempt.apiKeyName} className={KEY_CELL} />
					)}
					<Cell of={request}>{attempt.requestId && <RequestLink id={attempt.requestId} />}</Cell>
				</tr>
			))}
		</RecordTable>
	);
}
