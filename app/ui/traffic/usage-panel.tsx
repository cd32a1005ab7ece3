import type { ReactNode } from "react";
import type { InUse } from "../../../db/traffic/group-minutes.ts";
import { adviceMessage } from "../../domain/traffic/traffic-messages.ts";
import type { Usage } from "../../operations/traffic/read-usage.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { type PoolView, poolHref } from "../groups/pool-view.ts";
import { Notice } from "../notice.tsx";
import { TrafficHistory } from "./traffic-history.tsx";

const words = texts.pages.traffic;

type Props = { groupId: string; usage: Usage; view: PoolView; zone: string };

/**
 * The panel below a group's pool and settings. The verdict comes first: the pool size and code
 * length that the traffic needs. Then its usage, its refusals, and their history.
 */
export function UsagePanel({ groupId, usage, view, zone }: Props) {
	const { now, day, advice, span, steps } = usage;
	return (
		<section aria-labelledby="usage-heading" className="panel mt-6 p-4">
			<h2 id="usage-heading">{words.heading}</h2>
			{advice && (
				<div className="figures mt-3">
					<Notice look={advice.isEnough ? "good" : "warn"}>{adviceMessage(advice)}</Notice>
				</div>
			)}
			<dl className="figures mt-3 mb-4 grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
				<Figure name={words.liveNow} value={now.live}>
					<Highest hour={day.highestOfHour} day={day.highestOfDay} of="live" />
				</Figure>
				<Figure name={words.numbersNow} value={now.numbers}>
					<Highest hour={day.highestOfHour} day={day.highestOfDay} of="numbers" />
				</Figure>
				<Figure name={words.createdDay} value={day.created} />
				<Figure name={words.refusedDay} value={day.refusedNoNumber + day.refusedNoCode}>
					{words.refusedReasons({ noNumber: day.refusedNoNumber, noCode: day.refusedNoCode })}
				</Figure>
			</dl>
			<TrafficHistory
				{...{ span, steps, zone }}
				spanHref={(usage) => `${poolHref(view, { usage })}#usage`}
				csvHref={`/tools/click-to-call-in/${groupId}/usage.csv?usage=${span}`}
			/>
		</section>
	);
}

function Figure({ name, value, children }: { name: string; value: number; children?: ReactNode }) {
	return (
		<div className="min-w-0">
			<dt className="text-muted text-sm">{name}</dt>
			<dd className="font-semibold text-xl">{figure(value)}</dd>
			{children && <dd className="text-muted text-sm">{children}</dd>}
		</div>
	);
}

const Highest = ({ hour, day, of }: { hour: InUse; day: InUse; of: keyof InUse }) => (
	<>{words.highest({ hour: hour[of], day: day[of] })}</>
);
