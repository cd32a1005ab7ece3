import { Children, Fragment, type ReactNode } from "react";
import { formatForReading } from "../../domain/groups/phone-number.ts";
import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import type { RequestBar } from "../../domain/records/request-bar.ts";
import type { TimelineEvent } from "../../domain/records/request-timeline.ts";
import { texts } from "../../texts/texts.ts";
import { ConnectionLink } from "../phone-systems/connection-link.tsx";
import { ValueLink } from "../record-table.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { RequestBarChart } from "./request-bar-chart.tsx";

const words = texts.pages.record.timeline;
const PATH = "/call-in/attempts";
const ROW = "grid grid-cols-[minmax(0,1fr)] gap-x-4 px-4 py-2 sm:grid-cols-[15rem_minmax(0,1fr)]";

/** The events of a request, oldest first, drawn and in words (K3). */
export function RequestTimeline({
	timeline,
	bar,
	zone,
	linksConnections,
}: {
	timeline: TimelineEvent[];
	bar: RequestBar;
	zone: string;
	/** Whether the reader may see connections to phone systems (R1). */
	linksConnections: boolean;
}) {
	return (
		<section className="panel" aria-labelledby="timeline">
			<h2 id="timeline" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			<RequestBarChart bar={bar} zone={zone} />
			<ol className="figures divide-y divide-line">
				{timeline.map((event) => (
					<li key={keyOf(event)} className={ROW}>
						<span className="text-muted">
							<Time at={event.at} zone={zone} />
						</span>
						<span className="[overflow-wrap:anywhere]">
							<Event event={event} zone={zone} linksConnections={linksConnections} />
						</span>
					</li>
				))}
			</ol>
		</section>
	);
}

function keyOf(event: TimelineEvent): string {
	if (event.kind === "attempt") return event.attempt.id;
	if (event.kind === "extended") return `extended ${event.at.getTime()}`;
	return event.kind === "call-step" ? `${event.attemptId} ${event.step}` : event.kind;
}

type Shown = { zone: string; linksConnections: boolean };

function Event({ event, zone, linksConnections }: Shown & { event: TimelineEvent }) {
	switch (event.kind) {
		case "attempt":
			return <Attempt {...event} linksConnections={linksConnections} />;
		case "call-step":
			return (
				<>
					<span className="font-medium">{words.callSteps[event.step]}</span>
					{event.callId && (
						<span className="block text-sm">
							<Sentence of={words.attemptCall({ callId: event.callId })} />
						</span>
					)}
				</>
			);
		case "extended":
			return (
				<span className="font-medium">
					{event.until === null ? (
						words.extended
					) : (
						<Sentence
							of={words.extendedUntil({
								time: <Time at={event.until} zone={zone} beside={event.at} />,
							})}
						/>
					)}
				</span>
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
	const { connectionId, apiKeyName, outcome, callId, fromNumber, toNumber } = attempt;
	const number = (field: "ani" | "dnis", value: string) => (
		<ValueLink path={PATH} field={field} value={value}>
			{formatForReading(value)}
		</ValueLink>
	);
	const call = callId && <ValueLink path={PATH} field="callId" value={callId} />;
	const facts: ReactNode[] = [
		fromNumber && <Sentence of={words.attemptFrom({ number: number("ani", fromNumber) })} />,
		attempt.attestation && texts.pages.records.attestation({ attestation: attempt.attestation }),
		toNumber && <Sentence of={words.attemptOn({ number: number("dnis", toNumber) })} />,
		call && <Sentence of={words.attemptCall({ callId: call })} />,
		apiKeyName && connectionId === null && words.attemptKey({ name: apiKeyName }),
		attempt.released && words.attemptReleased,
	].filter(Boolean);
	const what =
		connectionId === null
			? words.attempt({ outcome: OUTCOME_WORDS[outcome] })
			: (isFirstOfCall ? words.callCameIn : "") + words.callOutcomes[outcome];
	return (
		<>
			<a href={`${PATH}/${attempt.id}`} className="way font-medium">
				{what}
			</a>
			{facts.length > 0 && (
				<span className="block text-sm">
					{Children.toArray(facts).map((fact, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: the facts have a fixed order.
						<Fragment key={index}>
							{index > 0 && " · "}
							{fact}
						</Fragment>
					))}
				</span>
			)}
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
