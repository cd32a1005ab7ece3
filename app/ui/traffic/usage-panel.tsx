import type { ReactNode } from "react";
import type { GroupMinute, InUse } from "../../../db/traffic/group-minutes.ts";
import { adviceMessage } from "../../domain/traffic/traffic-messages.ts";
import type { Usage } from "../../operations/traffic/read-usage.ts";
import { counted, figure } from "../../texts/wording.ts";
import { Notice } from "../notice.tsx";
import { MinuteChart } from "./minute-chart.tsx";

const MINUTES = 60;

/**
 * Below a group's pool and settings: how much it is used, what was refused, and what its traffic
 * wants of it.
 */
export function UsagePanel({ usage, zone }: { usage: Usage; zone: string }) {
	const { now, day, minutes, advice } = usage;
	return (
		<section aria-labelledby="usage-heading" className="panel mt-6 p-4">
			<h2 id="usage-heading">Utilisation</h2>
			<dl className="figures mt-3 grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
				<Figure name="Live requests now" value={now.live}>
					<Highest hour={day.highestOfHour} day={day.highestOfDay} of="live" />
				</Figure>
				<Figure name="Numbers in use now" value={now.numbers}>
					<Highest hour={day.highestOfHour} day={day.highestOfDay} of="numbers" />
				</Figure>
				<Figure name="Created in the last day" value={day.created} />
				<Figure name="Refused in the last day" value={day.refusedNoNumber + day.refusedNoCode}>
					{figure(day.refusedNoNumber)} for want of a number, {figure(day.refusedNoCode)} for want
					of a code
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
				<p className="mt-4 text-muted text-sm">
					Nothing was asked of this group in the last hour, and nothing was live.
				</p>
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
	<>
		highest: {figure(hour[of])} in the last hour, {figure(day[of])} in the last day
	</>
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
					title="Requests"
					sayMost={(n) => `at most ${counted(n, "request")} in a minute`}
					series={[
						{ name: "Created", values: byMinute("created"), fill: "fill-accent" },
						{
							name: "Refused for want of a number",
							values: byMinute("refusedNoNumber"),
							fill: "fill-danger",
						},
						{
							name: "Refused for want of a code",
							values: byMinute("refusedNoCode"),
							fill: "fill-warn",
						},
					]}
				/>
				<MinuteChart
					title="Live requests"
					sayMost={(n) => `at most ${figure(n)} at once`}
					series={[{ name: "Live", values: byMinute("peakLive"), fill: "fill-accent" }]}
				/>
			</div>
			<details className="mt-4">
				<summary className="link cursor-pointer text-sm">The figures by minute</summary>
				<MinuteTable minutes={minutes} zone={zone} />
			</details>
		</>
	);
}

function MinuteTable({ minutes, zone }: { minutes: GroupMinute[]; zone: string }) {
	// One for all rows: making one takes longer than writing a row.
	const clock = new Intl.DateTimeFormat("en-GB", {
		timeZone: zone,
		hour: "2-digit",
		minute: "2-digit",
	});
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
		<section className="mt-2 overflow-x-auto" aria-labelledby="minutes-caption" tabIndex={0}>
			<table className="figures text-right text-sm">
				<caption id="minutes-caption" className="pb-1 text-left text-muted">
					The last hour by minute, the newest first; times in {zone}. Minutes without a request are
					left out; the newest figures follow within seconds.
				</caption>
				<thead className="text-muted">
					<tr>
						{["Minute", "Created", "Refused: no number", "Refused: no code", "Live at most"].map(
							(name) => (
								<th key={name} scope="col" className="px-3 py-1 font-medium first:pl-0">
									{name}
								</th>
							),
						)}
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
