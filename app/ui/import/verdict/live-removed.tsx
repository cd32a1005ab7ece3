import { texts } from "../../../texts/texts.ts";

const words = texts.pages.import.review;
const NAMED = 20;

/** The numbers with live requests that an import removes. The first ones are listed. */
export function LiveRemoved({
	live,
	className,
}: {
	live: { number: string; liveRequests: number }[];
	className: string;
}) {
	const named = live.slice(0, NAMED);
	return (
		<p className={`figures ${className}`}>
			<strong>{words.liveRemovedLead}</strong>{" "}
			{words.liveRemoved({
				numbers: named.map(({ number, liveRequests }) => [number, liveRequests]),
				more: live.length - named.length,
			})}
		</p>
	);
}
