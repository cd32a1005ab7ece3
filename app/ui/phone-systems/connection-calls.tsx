import { CALLS_KEPT } from "../../domain/phone-systems/noted-call.ts";
import { texts } from "../../texts/texts.ts";
import { PANEL_HEAD } from "../layout.ts";
import { Cell, NameCell, RecordTable } from "../record-table.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.phoneSystems.connection.calls;
const { events, answers, refusals } = texts.messages.phoneSystems;

/** A message of a phone system. Its codes may be of a newer version. */
export type ShownCall = {
	id: string;
	at: Date;
	callId: string | null;
	event: string;
	fromDigits: string | null;
	toDigits: string | null;
	outcome: string | null;
	answer: string | null;
	refusal: string | null;
	status: number;
};

/** A code in words; a code of a newer version stays a code. */
export const inWords = (known: Record<string, string>, code: string | null): string =>
	code === null ? "" : Object.hasOwn(known, code) ? (known[code] as string) : code;

/** The last calls: what came in, what was answered, and why a message was refused (P1). */
export function ConnectionCalls({ calls, zone }: { calls: ShownCall[]; zone: string }) {
	const columns = [
		...[words.time, words.event, words.from, words.to, words.outcome, words.answer],
		...[words.status, words.callId],
	];
	return (
		<section aria-labelledby="calls-heading" className="panel">
			<h2 id="calls-heading" className={PANEL_HEAD}>
				{words.heading}
			</h2>
			<p className="px-4 py-2 text-muted text-sm">
				{calls.length === 0 ? words.none : words.hint({ count: CALLS_KEPT })}
			</p>
			{calls.length > 0 && (
				<RecordTable label={words.table} columns={columns}>
					{calls.map((call) => (
						<tr key={call.id}>
							<Cell>
								<Time at={call.at} zone={zone} />
							</Cell>
							<Cell>{inWords(events, call.event)}</Cell>
							<Cell>{call.fromDigits}</Cell>
							<Cell>{call.toDigits}</Cell>
							<Cell>{call.outcome}</Cell>
							<Cell className="max-w-80 whitespace-normal">
								{call.refusal === null ? (
									inWords(answers, call.answer)
								) : (
									<span className="text-danger">{inWords(refusals, call.refusal)}</span>
								)}
							</Cell>
							<Cell>{call.status}</Cell>
							<NameCell name={call.callId} className="max-w-48 font-mono" />
						</tr>
					))}
				</RecordTable>
			)}
		</section>
	);
}
