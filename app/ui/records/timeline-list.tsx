import { formatForReading } from "../../domain/groups/phone-number.ts";
import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import type { TimelineEvent } from "../../domain/records/request-timeline.ts";
import { texts } from "../../texts/texts.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.records.timeline;
const ROW = "grid grid-cols-[minmax(0,1fr)] gap-x-4 px-4 py-2 sm:grid-cols-[15rem_minmax(0,1fr)]";

/** The events of a request, oldest first (K3). */
export function RequestTimeline({ timeline, zone }: { timeline: TimelineEvent[]; zone: string }) {
	return (
		<section className="panel" aria-labelledby="timeline">
			<h2 id="timeline" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			<ol className="figures divide-y divide-line">
				{timeline.map((event) => (
					<li key={event.kind === "attempt" ? event.attempt.id : event.kind} className={ROW}>
						<span className="text-muted">
							<Time at={event.at} zone={zone} />
						</span>
						<span className="[overflow-wrap:anywhere]">
							{event.kind === "attempt" ? (
								<Attempt {...event} />
							) : (
								<span className="font-medium">{words[event.kind]}</span>
							)}
						</span>
					</li>
				))}
			</ol>
		</section>
	);
}

function Attempt({ attempt }: Extract<TimelineEvent, { kind: "attempt" }>) {
	const facts = [
		attempt.fromNumber && words.attemptFrom({ number: formatForReading(attempt.fromNumber) }),
		attempt.attestation && texts.pages.records.attestation({ attestation: attempt.attestation }),
		attempt.callId && words.attemptCall({ callId: attempt.callId }),
		attempt.apiKeyName && words.attemptKey({ name: attempt.apiKeyName }),
		attempt.released && words.attemptReleased,
	].filter(Boolean);
	return (
		<>
			<span className="font-medium">
				{words.attempt({ outcome: OUTCOME_WORDS[attempt.outcome] })}
			</span>
			{facts.length > 0 && <span className="block text-sm">{facts.join(" · ")}</span>}
			<span className="block text-muted text-sm">
				<Sentence
					of={words.correlationId({
						id: <code className="select-all font-mono">{attempt.corrId}</code>,
					})}
				/>
			</span>
		</>
	);
}
