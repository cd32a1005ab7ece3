import { ATTESTATION_WORDS } from "../../domain/match/attestation.ts";
import { OUTCOME_MEANS, span } from "../../domain/match/near-miss-words.ts";
import type { AttemptRecord } from "../../domain/records/record.ts";
import { texts } from "../../texts/texts.ts";
import { Fact, Facts } from "../fact.tsx";
import { PhoneNumber } from "../grouped-number.tsx";
import { ConnectionLink } from "../phone-systems/connection-link.tsx";
import { RequestLink, ValueLink } from "../record-table.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.record.attempt;
const { columns } = texts.pages.records;
const { notGiven } = texts.pages.shared;
const PATH = "/call-in/attempts";

type Reason = { attempt: AttemptRecord; expiresAt: Date | null; liftsLocks: boolean };

/** Why the call came out as it did, in a sentence, and what to do. */
export function AttemptReason({ attempt, expiresAt, liftsLocks }: Reason) {
	const { outcome, requestId, at } = attempt;
	const link = requestId && (
		<a href={`/call-in/${requestId}`} className="link">
			{words.itsRequest}
		</a>
	);
	const isLate = expiresAt !== null && expiresAt <= at;
	return (
		<section className="panel px-4 py-3" aria-labelledby="why">
			<h2 id="why">{words.why}</h2>
			<p className="max-w-prose">{OUTCOME_MEANS[outcome]}</p>
			{link && isLate && (
				<p>
					<Sentence
						of={words.expiredBefore({ span: span(at.getTime() - expiresAt.getTime()), link })}
					/>
				</p>
			)}
			<h2 className="mt-3">{words.todo}</h2>
			<p className="max-w-prose">
				{words.advice[outcome]}{" "}
				{outcome === "LOCKED" && liftsLocks && (
					<a href="/call-in/locks" className="link whitespace-nowrap">
						{words.toLocks}
					</a>
				)}
			</p>
		</section>
	);
}

/** An attempt's data, without the code tried (K5). */
export function AttemptFacts({
	attempt,
	showsPrivate,
	linksConnections,
	zone,
}: {
	attempt: AttemptRecord;
	showsPrivate: boolean;
	/** Whether the reader may see connections to phone systems (R1). */
	linksConnections: boolean;
	zone: string;
}) {
	const { fromNumber, toNumber, callId, requestId, connectionId, apiKeyName } = attempt;
	const number = (field: "ani" | "dnis", value: string | null) =>
		value === null ? (
			notGiven
		) : (
			<PhoneNumber number={value} href={`${PATH}?${new URLSearchParams({ [field]: value })}`} />
		);
	return (
		<section className="panel" aria-labelledby="call">
			<h2 id="call" className="border-line border-b px-4 py-2">
				{words.facts}
			</h2>
			<Facts>
				<Fact name={columns.time}>
					<Time at={attempt.at} zone={zone} />
				</Fact>
				{showsPrivate && <Fact name={columns.ani}>{number("ani", fromNumber)}</Fact>}
				{showsPrivate && attempt.attestation && (
					<Fact name={texts.pages.match.facts.attestation}>
						{ATTESTATION_WORDS[attempt.attestation]}
					</Fact>
				)}
				<Fact name={columns.dnis}>{number("dnis", toNumber)}</Fact>
				<Fact name={columns.callId}>
					{callId ? <ValueLink path={PATH} field="callId" value={callId} /> : notGiven}
				</Fact>
				<Fact name={columns.keyOrConnection}>
					{linksConnections && connectionId !== null && apiKeyName !== null ? (
						<ConnectionLink id={connectionId} name={apiKeyName} />
					) : (
						(apiKeyName ?? texts.pages.record.request.keyNotKept)
					)}
				</Fact>
				{requestId && (
					<Fact name={columns.request}>
						<RequestLink id={requestId} />
					</Fact>
				)}
				<Fact name={texts.pages.record.request.correlationId}>
					<code className="select-all font-mono">{attempt.corrId}</code>
				</Fact>
			</Facts>
		</section>
	);
}

/** The ways to other attempts: of the same call, caller and number. */
export function SeeAlso({ attempt: { callId, fromNumber, toNumber } }: { attempt: AttemptRecord }) {
	const ways = [
		["callId", callId, words.others.call],
		["ani", fromNumber, words.others.ani],
		["dnis", toNumber, words.others.dnis],
	] as const;
	const given = ways.filter(([, value]) => value !== null);
	if (given.length === 0) return null;
	return (
		<nav className="panel px-4 py-3" aria-labelledby="see-also">
			<h2 id="see-also">{words.others.heading}</h2>
			<ul>
				{given.map(([field, value, name]) => (
					<li key={field}>
						<a href={`${PATH}?${new URLSearchParams({ [field]: value ?? "" })}`} className="link">
							{name}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}
