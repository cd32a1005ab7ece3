import { formatForReading } from "../../domain/groups/phone-number.ts";
import {
	comparisonInWords,
	type Given,
	nearMissInWords,
} from "../../domain/match/near-miss-words.ts";
import type { NearMiss } from "../../domain/match/near-misses.ts";
import { RequestLink } from "../record-table.tsx";
import { Time } from "../time.tsx";

type Props = { misses: NearMiss[]; given: Given; now: number; zone: string };

/**
 * The requests that a call was held against, the nearest first, each with what stood between; codes
 * are compared, never shown (C13).
 */
export function NearMissList({ misses, given, now, zone }: Props) {
	return (
		<section className="panel" aria-labelledby="requests">
			<h2 id="requests" className="border-line border-b px-4 py-2">
				Requests it was held against
			</h2>
			{misses.length === 0 ? (
				<p className="px-4 py-6 text-muted">
					No request of the last hour has this number, this code or this ANI. Check what the app was
					told to dial, and that it asked for a number at all.
				</p>
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
			<p
				className={`font-medium [overflow-wrap:anywhere] ${obstacles.length === 0 ? "text-good" : ""}`}
			>
				{nearMissInWords(miss)}
			</p>
			<p className="figures mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
				{comparisonInWords(miss, given).map(({ name, word, isSame }) => (
					<span key={name}>
						<span className="text-muted">{name}:</span>{" "}
						<span className={isSame ? "font-semibold" : ""}>{word}</span>
					</span>
				))}
				<span className="text-muted">{isCandidate ? "A live candidate" : "Not a candidate"}</span>
			</p>
			<p className="figures mt-1 text-muted text-sm [overflow-wrap:anywhere]">
				{formatForReading(request.toNumber)}, {request.groupName}
				{request.fromNumber !== null && `, for ${formatForReading(request.fromNumber)}`}.{" "}
				<State miss={miss} now={now} zone={zone} />
				{codeRestsUntil !== null && (
					<>
						{" "}
						Nobody else gets its code before <Time at={new Date(codeRestsUntil)} zone={zone} />.
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
	const at = <Time at={new Date(endedAt ?? expiresAt)} zone={zone} />;
	const matched = wasMatched ? " It was matched before." : "";
	if (endedAt !== null) {
		const how = obstacles.some(({ code }) => code === "released") ? "Released" : "Cancelled";
		return (
			<>
				{how} {at}.{how === "Released" ? "" : matched}
			</>
		);
	}
	if (expiresAt <= now) {
		return (
			<>
				Expired {at}.{matched}
			</>
		);
	}
	return (
		<>
			Expires {at}.{wasMatched && " It was matched before, and can be again until then."}
		</>
	);
}
