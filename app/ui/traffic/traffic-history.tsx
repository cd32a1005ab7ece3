import { SPAN_NAMES, SPANS, type Span, type TrafficStep } from "../../domain/traffic/span.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { TrafficChart } from "./traffic-chart.tsx";

const words = texts.pages.traffic;
const { chart, table } = words;

/** Times below a chart. */
const TIMES = 5;
const MINUTE_MS = 60_000;

type Props = {
	span: Span;
	steps: TrafficStep[];
	zone: string;
	/** The page with another span. */
	spanHref: (span: Span) => string;
	csvHref: string;
};

/** The charts of a span, and the same figures as a table and as a file (G13). */
export function TrafficHistory({ span, steps, zone, spanHref, csvHref }: Props) {
	return (
		<div id="usage" data-place="usage">
			<ul className="flex flex-wrap gap-1 text-sm">
				{SPAN_NAMES.map((name) => (
					<li key={name}>
						<a
							href={spanHref(name)}
							aria-current={name === span ? "true" : undefined}
							className={`rounded px-2 py-1 ${name === span ? CURRENT : "link"}`}
						>
							{words.spans[name]}
						</a>
					</li>
				))}
			</ul>
			{steps.length === 0 ? (
				<p className="mt-3 text-muted text-sm">{words.quiet[span]}</p>
			) : (
				<>
					<Charts {...{ span, steps, zone }} />
					<details className="mt-4">
						<summary className="link cursor-pointer text-sm">{table.show}</summary>
						<StepTable {...{ span, steps, zone }} />
					</details>
					<p className="mt-2 text-sm">
						<a href={csvHref} className="link" download>
							{texts.pages.shared.exportAsCsv}
						</a>
					</p>
				</>
			)}
		</div>
	);
}

const CURRENT = "bg-accent-soft font-semibold text-accent forced-colors:underline";

type Shown = Pick<Props, "span" | "steps" | "zone">;

function Charts({ span, steps, zone }: Shown) {
	const { steps: count, stepMinutes } = SPANS[span];
	const clock = clockOf(span, zone);
	const placeOf = ({ ago }: TrafficStep) => count - 1 - ago;
	const values = (of: keyof TrafficStep): number[] => {
		const all = new Array<number>(count).fill(0);
		for (const step of steps) all[placeOf(step)] = step[of];
		return all;
	};
	const said = new Array<string | null>(count).fill(null);
	for (const step of steps)
		said[placeOf(step)] = chart.step({ ...step, time: clock.format(step.beganMs) });
	const [newest] = steps;
	const stepMs = stepMinutes * MINUTE_MS;
	const endMs = (newest?.beganMs ?? 0) + ((newest?.ago ?? 0) + 1) * stepMs;
	const times = Array.from({ length: TIMES }, (_, index) =>
		clock.format(endMs - count * stepMs * (1 - index / (TIMES - 1))),
	);
	const refused = values("refusedNoNumber").map((no, at) => no + values("refusedNoCode")[at]!);
	const common = { steps: said, times };
	return (
		<div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
			<TrafficChart
				{...common}
				title={chart.requests}
				most={(most) => chart.mostRequests[span]({ most })}
				marked={refused.map((value) => value > 0)}
				series={[
					{ name: chart.created, values: values("created"), fill: "fill-accent" },
					{ name: chart.refusedNoNumber, values: values("refusedNoNumber"), fill: "fill-danger" },
					{ name: chart.refusedNoCode, values: values("refusedNoCode"), fill: "fill-warn" },
				]}
			/>
			<TrafficChart
				{...common}
				title={chart.liveRequests}
				most={(most) => chart.mostLive({ most })}
				series={[{ name: chart.live, values: values("peakLive"), fill: "fill-accent" }]}
			/>
		</div>
	);
}

/** One for all times of a span: creating a format takes longer than rendering a row. */
const clockOf = (span: Span, zone: string) =>
	new Intl.DateTimeFormat(texts.pages.shared.time.locale, {
		timeZone: zone,
		hour: "2-digit",
		minute: "2-digit",
		...(span === "hour" ? {} : { weekday: "short" }),
	});

const COLUMNS = [
	...[table.time, table.created, table.refusedNoNumber, table.refusedNoCode],
	table.mostLive,
];

function StepTable({ span, steps, zone }: Shown) {
	const clock = clockOf(span, zone);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users must be able to scroll.
		<section className="mt-2 overflow-x-auto" aria-labelledby="steps-caption" tabIndex={0}>
			<table className="figures text-right text-sm">
				<caption id="steps-caption" className="pb-1 text-left text-muted">
					{table.caption({ span: table.spans[span], zone })}
				</caption>
				<thead className="text-muted">
					<tr>
						{COLUMNS.map((name) => (
							<th key={name} scope="col" className="px-3 py-1 font-medium first:pl-0">
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{steps.map(({ beganMs, created, refusedNoNumber, refusedNoCode, peakLive }) => (
						<tr key={beganMs}>
							<th scope="row" className="whitespace-nowrap pr-3 font-normal">
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
