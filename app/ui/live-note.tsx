import { texts } from "../texts/texts.ts";
import { Sentence } from "./sentence.tsx";
import { Time } from "./time.tsx";

const words = texts.pages.shared.live;

/**
 * The time of the data shown, and a button that pauses its refreshing. It stands in a region that
 * the script refreshes (`data-live`).
 */
export function LiveNote({ now, zone }: { now: Date; zone: string }) {
	return (
		<p className="figures flex flex-wrap items-center gap-x-4 text-muted">
			<span data-live-part="time">
				<Sentence of={words.asOf({ time: <Time at={now} zone={zone} /> })} />
			</span>
			<span data-live-note data-paused={words.paused} data-failed={words.notRefreshed} />
			<button
				type="button"
				className="button button-quiet needs-script -mx-2"
				data-live-pause={words.resume}
			>
				{words.pause}
			</button>
		</p>
	);
}
