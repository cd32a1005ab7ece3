import { formatForReading } from "../../domain/groups/phone-number.ts";
import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import type { TimelineEvent } from "../../domain/records/request-timeline.ts";
import { texts } from "../../texts/texts.ts";
import { ConnectionLink } from "../phone-systems/connection-link.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.records.timeline;
const ROW = "grid grid-cols-[minmax(0,1fr)] gap-x-4 px-4 py-2 sm:grid-cols-[15rem_minmax(0,1fr)]";

/** The events of a request, oldest first (K3). */
export function RequestTimeline({
	timeline,
	zone,
	linksConnections,
}: {
	timeline: TimelineEvent[];
	zone: string;
	/** Whether the reader may see connections to phone systems (R1). */
	linksConnections: boolean;
}) {
	return (
		<section className="panel" aria-labelledby="timeline">
			<h2 id="timeline" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			<ol className="figures divide-y divide-line">
				{timeline.map((event) => (
					<li key={keyOf(event)} className={ROW}>
						<span className="text-muted">
							<Time at={event.at} zone={zone} />
						</span>
						<span className="[overflow-wrap:anywhere]">
							<Event event={event} linksConnections={linksConnections} />
						</span>
					</li>
				))}
			</ol>
		</section>
	);
}

function keyOf(event: TimelineEvent): string {
	if (event.kind === "attempt") return event.attempt.id;
	return event.kind === "call-step" ? `${event.attemptId} ${event.step}` : event.kind;
}

function Event({ event, linksConnections }: { event: TimelineEvent; linksConnections: boolean }) {
	switch (event.kind) {
		case "attempt":
			return <Attempt {...event} linksConnections={linksConnections} />;
		case "call-step":
			return (
				<>
					<span className="font-medium">{words.callSteps[event.step]}</span>
					{event.callId && (
						<span className="block text-sm">{words.attemptCall({ callId: event.callId })}</span>
					)}
				</>
			);
		default:
			return <span className="font-medium">{words[event.kind]}</span>;
	}
}

function Attempt({
	attempt,
	isFirstOfCall,
	linksConnections,
}: Extract<TimelineEvent, { kind: "attempt" }> & { linksConnections: boolean }) {
	const { connectionId, apiKeyName, outcome } = attempt;
	const facts = [
		attempt.fromNumber && words.attemptFrom({ number: formatForReading(attempt.fromNumber) }),
		attempt.attestation && texts.pages.records.attestation({ attestation: attempt.attestation }),
		attempt.callId && words.attemptCall({ callId: attempt.callId }),
		apiKeyName && connectionId === null && words.attemptKey({ name: apiKeyName }),
		attempt.released && words.attemptReleased,
	].filter(Boolean);
	const what =
		connectionId === null
			? words.attempt({ outcome: OUTCOME_WORDS[outcome] })
			: (isFirstOfCall ? words.callCameIn : "") + words.callOutcomes[outcome];
	return (
		<>
			<span className="font-medium">{what}</span>
			{facts.length > 0 && <span className="block text-sm">{facts.join(" · ")}</span>}
			{connectionId !== null && apiKeyName !== null && (
				<span className="block text-sm">
					<Sentence
						of={words.attemptThrough({
							name: linksConnections ? (
								<ConnectionLink id={connectionId} name={apiKeyName} />
							) : (
								apiKeyName
							),
						})}
					/>
				</span>
			)}
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
