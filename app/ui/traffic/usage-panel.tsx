import type { ReactNode } from "react";
import type { GroupMinute, InUse } from "../../../db/traffic/group-minutes.ts";
import { adviceMessage } from "../../domain/traffic/traffic-messages.ts";
import type { Usage } from "../../operations/traffic/read-usage.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { Notice } from "../notice.tsx";
import { MinuteChart } from "./minute-chart.tsx";

const words = texts.pages.traffic;
const { chart } = words;

const { minute, created, refusedNoNumber, refusedNoCode, mostLive } = words.table;
const MINUTE_COLUMNS = [minute, created, refusedNoNumber, refusedNoCode, mostLive];

const MINUTES = 60;

/**
 * The panel below a group's pool and settings: its usage, its refusals, and the pool size and code
 * length that its traffic needs.
 */
export function UsagePanel({ usage, zone }: { usage: Usage; zone: string }) {
	const { now, day, minutes, advice } = usage;
	return (
		<section aria-labelledby="usage-heading" className="panel mt-6 p-4">
			<h2 id="usage-heading">{words.heading}</h2>
			<dl className="figures mt-3 grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
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
			{advice &&
				(advice.isEnough ? (
					<p className="figures mt-4">{adviceMessage(advice)}</p>
				) : (
					<div className="figures mt-4">
						<Notice look="warn">{adviceMessage(advice)}</Notice>
					</div>
				))}
			{minutes.length > 0 ? (
				<LastHour minutes={minutes} zone={zone} />
			) : (
				<p className="mt-4 text-muted text-sm">{words.quiet}</p>
			)}
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

/** The charts of the last hour, and the same figures as a table (G13). */
function LastHour({ minutes, zone }: { minutes: GroupMinute[]; zone: string }) {
	const byMinute = (of: keyof GroupMinute): number[] => {
		const values = new Array<number>(MINUTES).fill(0);
		for (const minute of minutes) values[MINUTES - 1 - minute.ago] = minute[of];
		return values;
	};
	return (
		<>
			<div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
				<MinuteChart
					title={chart.requests}
					sayMost={(most) => chart.mostRequests({ most })}
					series={[
						{ name: chart.created, values: byMinute("created"), fill: "fill-accent" },
						{
							name: chart.refusedNoNumber,
							values: byMinute("refusedNoNumber"),
							fill: "fill-danger",
						},
						{
							name: chart.refusedNoCode,
							values: byMinute("refusedNoCode"),
							fill: "fill-warn",
						},
					]}
				/>
				<MinuteChart
					title={chart.liveRequests}
					sayMost={(most) => chart.mostLive({ most })}
					series={[{ name: chart.live, values: byMinute("peakLive"), fill: "fill-accent" }]}
				/>
			</div>
			<details className="mt-4">
				<summary className="link cursor-pointer text-sm">{words.table.show}</summary>
				<MinuteTable minutes={minutes} zone={zone} />
			</details>
		</>
	);
}

function MinuteTable({ minutes, zone }: { minutes: GroupMinute[]; zone: string }) {
	// Shared by all rows, because creating a format takes longer than rendering a row.
	const clock = new Intl.DateTimeFormat(texts.pages.shared.time.locale, {
		timeZone: zone,
		hour: "2-digit",
		minute: "2-digit",
	});
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users must be able to scroll.
		<section className="mt-2 overflow-x-auto" aria-labelledby="minutes-caption" tabIndex={0}>
			<table className="figures text-right text-sm">
				<caption id="minutes-caption" className="pb-1 text-left text-muted">
					{words.table.caption({ zone })}
				</caption>
				<thead className="text-muted">
					<tr>
						{MINUTE_COLUMNS.map((name) => (
							<th key={name} scope="col" className="px-3 py-1 font-medium first:pl-0">
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{minutes.map(({ beganMs, created, refusedNoNumber, refusedNoCode, peakLive }) => (
						<tr key={beganMs}>
							<th scope="row" className="pr-3 font-normal">
								{clock.format(beganMs)}
							</th>
							<td className="px-3">{figure(created)}</td>
							<td className="px-3">{figure(refusedNoNumber)}</td>
							<td className="px-3">{figure(refusedNoCode)}</td>
							<td className="px-3">{figure(peakLive)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
