import { formatForReading } from "../../domain/groups/phone-number.ts";
import { ATTESTATION_WORDS } from "../../domain/match/attestation.ts";
import { type Given, OUTCOME_MEANS } from "../../domain/match/near-miss-words.ts";
import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import type { Simulation } from "../../domain/match/simulation.ts";
import { texts } from "../../texts/texts.ts";
import { Fact, Facts } from "../fact.tsx";
import { Notice } from "../notice.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { NearMissList } from "./near-miss-list.tsx";

const words = texts.pages.match;
const { facts } = words;
const { notGiven } = texts.pages.shared;

/** A call as sent, its outcome, and its effects. */
export type SimulatedCall = Simulation & {
	given: Given;
	/** True if the ANI field was filled in, even with an invalid number. */
	isAniTyped: boolean;
	isForReal: boolean;
	hasReleased: boolean;
};

/** A call's outcome, its values after parsing, and the requests compared with it (C13). */
export function SimulatedCallOutcome({ call, zone }: { call: SimulatedCall; zone: string }) {
	return (
		<div className="space-y-6">
			<section className="panel" aria-labelledby="outcome">
				<div className="px-4 pt-4">
					<Outcome call={call} zone={zone} />
				</div>
				<CallFacts call={call} zone={zone} />
			</section>
			<NearMissList misses={call.misses} given={call.given} now={call.now} zone={zone} />
		</div>
	);
}

function Outcome({ call, zone }: { call: SimulatedCall; zone: string }) {
	const { told, decided, guessing } = call;
	const isAdmitted = told.outcome === "MATCHED";
	return (
		<Notice look={isAdmitted ? "good" : "warn"} role="status" focus>
			<h2 id="outcome">
				{OUTCOME_WORDS[told.outcome]}{" "}
				<code className="font-mono font-normal text-sm">{told.outcome}</code>
			</h2>
			<p className="mt-1">{OUTCOME_MEANS[told.outcome]}</p>
			{call.isRepeated && (
				<p className="mt-1">
					{words.outcome.repeated}
					{decided.outcome !== told.outcome &&
						` ${words.outcome.asNewCall({ outcome: OUTCOME_WORDS[decided.outcome] })}`}
				</p>
			)}
			{guessing.lockedUntil !== null && (
				<p className="mt-1">
					<Sentence
						of={words.outcome.lockedUntil({
							time: <Time at={new Date(guessing.lockedUntil)} zone={zone} />,
						})}
					/>
				</p>
			)}
			{call.guards.map(({ until, ...guard }) => (
				<p key={guard.group} className="mt-1">
					<Sentence
						of={words.outcome.guardedUntil({
							...guard,
							time: <Time at={new Date(until)} zone={zone} />,
						})}
					/>
				</p>
			))}
			<p className="mt-1 text-sm">{whatWasDone(call)}</p>
		</Notice>
	);
}

function whatWasDone({ isForReal, hasReleased }: SimulatedCall): string {
	if (!isForReal) return words.outcome.simulated;
	return hasReleased ? words.outcome.forRealReleased : words.outcome.forReal;
}

function CallFacts({ call, zone }: { call: SimulatedCall; zone: string }) {
	const { told, given, guessing, liveHere, pools } = call;
	const { accessCode, fromPhoneNumber, toPhoneNumber } = told.matched;
	const flag = (name: string, is: boolean) => `${name} ${is ? "true" : "false"}`;
	return (
		<div className="border-line border-t">
			<Facts>
				<Fact name={facts.time}>
					<Time at={new Date(call.now)} zone={zone} />
				</Fact>
				<Fact name={facts.dialedNumber}>
					<DialedNumber call={call} />
				</Fact>
				{call.isKnownNumber && (
					<Fact name={facts.pools}>
						{pools.length === 0
							? facts.noPool
							: pools.map(({ id, name }, index) => (
									<span key={id}>
										{index > 0 && ", "}
										<a href={`/tools/click-to-call-in/${id}`} className="link">
											{name}
										</a>
									</span>
								))}
					</Fact>
				)}
				{call.isKnownNumber && <Fact name={facts.live}>{facts.liveCounts(liveHere)}</Fact>}
				<Fact name={facts.ani}>
					{call.fromNumber === null
						? call.isAniTyped
							? facts.noAni
							: notGiven
						: formatForReading(call.fromNumber)}
				</Fact>
				<Fact name={facts.attestation}>
					{call.attestation === null ? notGiven : ATTESTATION_WORDS[call.attestation]}
				</Fact>
				<Fact name={facts.accessCode}>{given.accessCode ? facts.given : notGiven}</Fact>
				<Fact name={facts.wrongCodes}>
					{(call.fromNumber === null ? facts.wrongCodesWithoutAni : facts.wrongCodesOfAni)({
						count: guessing.wrongCodes,
						limit: guessing.limit,
					})}
				</Fact>
				{call.spread && <Fact name={facts.spread}>{facts.spreadCounts(call.spread)}</Fact>}
				<Fact name={facts.matched}>
					<code className="font-mono text-sm">
						{[
							flag("accessCode", accessCode),
							flag("fromPhoneNumber", fromPhoneNumber),
							flag("toPhoneNumber", toPhoneNumber),
						].join(", ")}
					</code>
				</Fact>
			</Facts>
		</div>
	);
}

function DialedNumber({ call: { toNumber, isKnownNumber, given } }: { call: SimulatedCall }) {
	if (!given.toNumber) return <>{notGiven}</>;
	if (toNumber === null) return <>{facts.noNumber}</>;
	const number = formatForReading(toNumber);
	return <>{isKnownNumber ? number : facts.unknownNumber({ number })}</>;
}
