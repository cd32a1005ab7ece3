import { formatForReading } from "../../domain/groups/phone-number.ts";
import {
	comparisonInWords,
	type Given,
	nearMissInWords,
} from "../../domain/match/near-miss-words.ts";
import type { NearMiss } from "../../domain/match/near-misses.ts";
import { texts } from "../../texts/texts.ts";
import { Cell, RecordTable, RequestLink } from "../record-table.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.match.compared;
const { criteria } = texts.messages.match;
/** Requests that are shown at once: what is further away rarely explains a call. */
const NEAREST = 3;
const WRAPPED = "whitespace-normal [overflow-wrap:anywhere] @[60rem]/records:min-w-56";
const COLUMNS = [
	words.columns.why,
	criteria.code,
	criteria.number,
	criteria.ani,
	words.columns.state,
	words.columns.request,
];

type Props = { misses: NearMiss[]; given: Given; now: number; zone: string };

/**
 * The requests compared with a call, nearest first, each with its obstacles. Codes are compared,
 * never shown (C13).
 */
export function NearMissList({ misses, ...call }: Props) {
	return (
		<section className="panel" aria-labelledby="requests">
			<h2 id="requests" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			{misses.length === 0 && <p className="px-4 py-6 text-muted">{words.none}</p>}
			{misses.length > 0 && (
				<Misses label={words.nearest} misses={misses.slice(0, NEAREST)} {...call} />
			)}
			{misses.length > NEAREST && (
				<details className="border-line border-t">
					<summary className="cursor-pointer px-4 py-2">
						{words.more({ count: misses.length - NEAREST })}
					</summary>
					<Misses label={words.further} misses={misses.slice(NEAREST)} {...call} />
				</details>
			)}
		</section>
	);
}

const Misses = ({ label, misses, ...call }: Props & { label: string }) => (
	<RecordTable label={label} columns={COLUMNS}>
		{misses.map((miss) => (
			<Miss key={miss.request.id} miss={miss} {...call} />
		))}
	</RecordTable>
);

function Miss({ miss, given, now, zone }: Omit<Props, "misses"> & { miss: NearMiss }) {
	const { request, isCandidate, obstacles, codeRestsUntil } = miss;
	const isAdmitted = obstacles.length === 0;
	return (
		<tr className="align-top">
			<Cell of={null} className={`${WRAPPED} font-medium ${isAdmitted ? "text-good" : ""}`}>
				{nearMissInWords(miss)}
			</Cell>
			{comparisonInWords(miss, given).map(({ name, word, isSame }) => (
				<Cell key={name} of={name} className={isSame ? "font-semibold" : ""}>
					{word}
				</Cell>
			))}
			<Cell of={words.columns.state} className={WRAPPED}>
				{isCandidate ? words.candidate : words.notCandidate}.{" "}
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
			</Cell>
			<Cell of={words.columns.request} className={`${WRAPPED} text-muted`}>
				{words.request({
					number: formatForReading(request.toNumber),
					group: request.groupName,
					ani: request.fromNumber === null ? null : formatForReading(request.fromNumber),
				})}
				<span className="block">
					<RequestLink id={request.id} />
				</span>
			</Cell>
		</tr>
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
