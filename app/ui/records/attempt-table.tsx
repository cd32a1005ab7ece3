import { formatForReading } from "../../domain/groups/phone-number.ts";
import { type MatchOutcome, OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import { Cell, NameCell, RecordTable, RequestLink } from "../record-table.tsx";
import { Time } from "../time.tsx";

type Attempt = {
	id: string;
	at: Date;
	callId: string | null;
	fromNumber: string | null;
	toNumber: string | null;
	outcome: MatchOutcome;
	apiKeyName: string | null;
	requestId: string | null;
};

const readable = (number: string | null): string => (number ? formatForReading(number) : "");

/** Calls of match as rows (K5): never the code that was tried. */
export function AttemptTable({
	attempts,
	showsPrivate,
	zone,
}: {
	attempts: Attempt[];
	showsPrivate: boolean;
	zone: string;
}) {
	const columns = [
		"Outcome",
		"Time",
		...(showsPrivate ? ["ANI"] : []),
		"DNIS",
		"Call ID",
		"API key",
		"Request",
	];
	return (
		<RecordTable label="Table of attempts" columns={columns}>
			{attempts.map((attempt) => (
				<tr key={attempt.id} data-key={attempt.id} className="hover:bg-sunken">
					<Cell className={attempt.outcome === "MATCHED" ? "font-semibold text-good" : ""}>
						{OUTCOME_WORDS[attempt.outcome]}
					</Cell>
					<Cell>
						<Time at={attempt.at} zone={zone} />
					</Cell>
					{showsPrivate && <Cell>{readable(attempt.fromNumber)}</Cell>}
					<Cell>{readable(attempt.toNumber)}</Cell>
					<NameCell name={attempt.callId} />
					<NameCell name={attempt.apiKeyName} className="max-w-48" />
					<Cell>{attempt.requestId && <RequestLink id={attempt.requestId} />}</Cell>
				</tr>
			))}
		</RecordTable>
	);
}
