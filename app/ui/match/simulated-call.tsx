import { formatForReading } from "../../domain/groups/phone-number.ts";
import { type Given, OUTCOME_MEANS } from "../../domain/match/near-miss-words.ts";
import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import type { Simulation } from "../../domain/match/simulation.ts";
import { counted, figure } from "../../texts/wording.ts";
import { Fact, Facts } from "../fact.tsx";
import { Notice } from "../notice.tsx";
import { Time } from "../time.tsx";
import { NearMissList } from "./near-miss-list.tsx";

/** What a call came to, as it was sent, and what was done. */
export type SimulatedCall = Simulation & {
	given: Given;
	/** Whether anything was given as the ANI, a number or not. */
	isAniTyped: boolean;
	isForReal: boolean;
	hasReleased: boolean;
};

/** The outcome of a call, what it was read as, and the requests that it was held against (C13). */
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
					Told again: a call with this ID and the same criteria was answered within the last ten
					minutes.
					{decided.outcome !== told.outcome &&
						` As a new call it would be ${OUTCOME_WORDS[decided.outcome].toLowerCase()}.`}
				</p>
			)}
			{guessing.lockedUntil !== null && (
				<p className="mt-1">
					Locked until <Time at={new Date(guessing.lockedUntil)} zone={zone} />. An Administrator
					can lift it under Call-In, Locks.
				</p>
			)}
			<p className="mt-1 text-sm">{whatWasDone(call)}</p>
		</Notice>
	);
}

function whatWasDone({ isForReal, hasReleased }: SimulatedCall): string {
	if (!isForReal) return "Nothing was changed: no attempt is recorded, and no wrong code counts.";
	return `Done for real: the attempt is recorded in your name${hasReleased ? ", and the request has ended" : ""}.`;
}

function CallFacts({ call, zone }: { call: SimulatedCall; zone: string }) {
	const { told, given, guessing, liveHere, pools } = call;
	const { accessCode, fromPhoneNumber, toPhoneNumber } = told.matched;
	const flag = (name: string, is: boolean) => `${name} ${is ? "true" : "false"}`;
	return (
		<div className="border-line border-t">
			<Facts>
				<Fact name="At">
					<Time at={new Date(call.now)} zone={zone} />
				</Fact>
				<Fact name="Dialed number">
					<DialedNumber call={call} />
				</Fact>
				{call.isKnownNumber && (
					<Fact name="In the pools of">
						{pools.length === 0
							? "No group now"
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
				{call.isKnownNumber && (
					<Fact name="Live there">
						{counted(liveHere.withCode, "request")} with a code, {figure(liveHere.withoutCode)}{" "}
						without
					</Fact>
				)}
				<Fact name="ANI">
					{call.fromNumber === null
						? call.isAniTyped
							? "No number: counts as not given"
							: "Not given"
						: formatForReading(call.fromNumber)}
				</Fact>
				<Fact name="Access code">{given.accessCode ? "Given" : "Not given"}</Fact>
				<Fact name="Wrong codes before">
					{figure(guessing.wrongCodes)} of {figure(guessing.limit)} within ten minutes
					{call.fromNumber === null ? ", from callers without a number" : ", from this ANI"}
				</Fact>
				<Fact name="matched">
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
	if (!given.toNumber) return <>Not given</>;
	if (toNumber === null) return <>What was given is no number</>;
	return (
		<>
			{formatForReading(toNumber)}
			{!isKnownNumber && ": in no pool, and never was"}
		</>
	);
}
