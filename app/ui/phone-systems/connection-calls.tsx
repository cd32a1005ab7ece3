import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import { CALLS_KEPT, readNotedEvent } from "../../domain/phone-systems/noted-call.ts";
import { texts } from "../../texts/texts.ts";
import { PANEL_HEAD } from "../layout.ts";
import { Cell, RecordTable } from "../record-table.tsx";
import { Time } from "../time.tsx";
import { inWords, refusalInWords } from "./refusal-in-words.ts";

const words = texts.pages.phoneSystems.connection.calls;
const { events, answers } = texts.messages.phoneSystems;
const COLUMNS = [words.time, words.cameIn, words.answered, words.callId];

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

/** What came in, with the phone system's own word where it has one. */
export function eventInWords(event: string): string {
	const { code, word } = readNotedEvent(event);
	const named = inWords(events, code);
	return word === null ? named : words.toldAs({ event: named, word });
}

/** The last calls: what came in, what was answered, and why a message was refused (P1). */
export function ConnectionCalls({
	calls,
	kind,
	zone,
}: {
	calls: ShownCall[];
	kind: string;
	zone: string;
}) {
	return (
		<section aria-labelledby="calls-heading" className="panel">
			<h2 id="calls-heading" className={PANEL_HEAD}>
				{words.heading}
			</h2>
			<p className="px-4 py-2 text-muted text-sm">
				{calls.length === 0 ? words.none : words.hint({ count: CALLS_KEPT })}
			</p>
			{calls.length > 0 && (
				<RecordTable label={words.table} columns={COLUMNS}>
					{calls.map((call) => (
						<CallRow key={call.id} call={call} kind={kind} zone={zone} />
					))}
				</RecordTable>
			)}
		</section>
	);
}

function CallRow({ call, kind, zone }: { call: ShownCall; kind: string; zone: string }) {
	const { at, callId, event, fromDigits, toDigits, outcome, answer, refusal, status } = call;
	const numbers = [
		fromDigits && words.from({ digits: fromDigits }),
		toDigits && words.to({ digits: toDigits }),
	].filter(Boolean);
	const details = [outcome && inWords(OUTCOME_WORDS, outcome), words.status({ status })];
	return (
		<tr className="align-top hover:bg-sunken">
			<Cell of={null}>
				<Time at={at} zone={zone} />
			</Cell>
			<Cell of={words.cameIn} className="min-w-36 whitespace-normal [overflow-wrap:anywhere]">
				{eventInWords(event)}
				<span className="block text-muted">{numbers.join(" ")}</span>
				{readNotedEvent(event).code.endsWith("-misplaced") && (
					<span className="block text-danger">{words.swapped}</span>
				)}
			</Cell>
			<Cell of={words.answered} className="min-w-48 whitespace-normal">
				{refusal === null ? (
					inWords(answers, answer)
				) : (
					<span className="text-danger">{refusalInWords(refusal, kind)}</span>
				)}
				<span className="block text-muted">{details.filter(Boolean).join(" · ")}</span>
			</Cell>
			<Cell of={words.callId} className="max-w-32 truncate font-mono">
				{callId && (
					<a
						href={`/call-in/attempts?callId=${encodeURIComponent(callId)}`}
						className="link"
						title={callId}
					>
						{callId}
					</a>
				)}
			</Cell>
		</tr>
	);
}
