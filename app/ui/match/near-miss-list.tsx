import { formatForReading } from "../../domain/groups/phone-number.ts";
import {
	comparisonInWords,
	type Given,
	nearMissInWords,
} from "../../domain/match/near-miss-words.ts";
import type { NearMiss } from "../../domain/match/near-misses.ts";
import { texts } from "../../texts/texts.ts";
import { RequestLink } from "../record-table.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.match.compared;
const VERDICT = "font-medium [overflow-wrap:anywhere]";

type Props = { misses: NearMiss[]; given: Given; now: number; zone: string };

/**
 * The requests compared with a call, nearest first, each with its obstacles. Codes are compared,
 * never shown (C13).
 */
export function NearMissList({ misses, given, now, zone }: Props) {
	return (
		<section className="panel" aria-labelledby="requests">
			<h2 id="requests" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			{misses.length === 0 ? (
				<p className="px-4 py-6 text-muted">{words.none}</p>
			) : (
				<ul className="divide-y divide-line">
					{misses.map((miss) => (
						<Miss key={miss.request.id} miss={miss} given={given} now={now} zone={zone} />
					))}
				</ul>
			)}
		</section>
	);
}

function Miss({ miss, given, now, zone }: Omit<Props, "misses"> & { miss: NearMiss }) {
	const { request, isCandidate, obstacles, codeRestsUntil } = miss;
	return (
		<li className="px-4 py-3">
			<p className={`${VERDICT} ${obstacles.length === 0 ? "text-good" : ""}`}>
				{nearMissInWords(miss)}
			</p>
			<p className="figures mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
				{comparisonInWords(miss, given).map(({ name, word, isSame }) => (
					<span key={name}>
						<span className="text-muted">{words.criterion({ name })}</span>{" "}
						<span className={isSame ? "font-semibold" : ""}>{word}</span>
					</span>
				))}
				<span className="text-muted">{isCandidate ? words.candidate : words.notCandidate}</span>
			</p>
			<p className="figures mt-1 text-muted text-sm [overflow-wrap:anywhere]">
				{words.request({
					number: formatForReading(request.toNumber),
					group: request.groupName,
					ani: request.fromNumber === null ? null : formatForReading(request.fromNumber),
				})}{" "}
				<State miss={miss} now={now} zone={zone} />
				{codeRestsUntil !== null && (
					<>
						{" "}
						<Sentence
							of={words.codeRests({
								time: <Time at={new Date(codeRestsUntil)} zone={zone} />,
							})}
						/>
					</>
				)}
			</p>
			<p className="mt-1">
				<RequestLink id={request.id} />
			</p>
		</li>
	);
}

function State({
	miss: { request, obstacles },
	now,
	zone,
}: {
	miss: NearMiss;
	now: number;
	zone: string;
}) {
	const { endedAt, expiresAt, wasMatched } = request;
	const time = <Time at={new Date(endedAt ?? expiresAt)} zone={zone} />;
	const isLive = endedAt === null && expiresAt > now;
	const isReleased = obstacles.some(({ code }) => code === "released");
	const say = isLive
		? words.expires
		: endedAt === null
			? words.expired
			: isReleased
				? words.released
				: words.cancelled;
	const matched = isLive ? words.canMatchAgain : words.wasMatched;
	return (
		<>
			<Sentence of={say({ time })} />
			{/* Only a matched request can be released. */}
			{wasMatched && !(endedAt !== null && isReleased) && ` ${matched}`}
		</>
	);
}
