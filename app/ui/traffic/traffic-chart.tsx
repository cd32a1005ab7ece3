import { scaleTop } from "../../domain/traffic/chart-scale.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";

const words = texts.pages.traffic.chart;

/**
 * A series of counts. `values` has one count a step, oldest first. The classes in `fill` give the
 * colour.
 */
export type Series = { name: string; values: number[]; fill: string };

const COLUMN = 10;
const BAR = 8;
const HEIGHT = 60;
/** The minimum height, so that any nonzero count is visible. */
const LEAST = 1;

type Props = {
	title: string;
	series: Series[];
	/** The largest count in words, and the span. */
	most: (most: number) => string;
	/** What a step has, for the pointer that rests on it. Null for a step without traffic. */
	steps: (string | null)[];
	/** Steps that stand out, such as those with refusals. */
	marked?: boolean[];
	/** Times below the chart, from its beginning to its end. */
	times: string[];
};

/**
 * A stacked bar chart with a scale, a grid and times, rendered on the server without scripts or
 * inline styles. Its accessible name says the same in words, and the table beside it in figures.
 */
export function TrafficChart({ title, series, most: sayMost, steps, marked, times }: Props) {
	const shown = series.filter(
		({ values }, index) => index === 0 || values.some((value) => value > 0),
	);
	const sums = steps.map((_, step) =>
		shown.reduce((sum, { values }) => sum + (values[step] ?? 0), 0),
	);
	const most = Math.max(...sums);
	const top = scaleTop(most);
	const width = steps.length * COLUMN;
	const marks = (marked ?? []).map((isMarked, step) =>
		isMarked ? `M${step * COLUMN + 1} 0h${BAR}l-${BAR / 2} 3z` : "",
	);
	return (
		<figure className="min-w-0">
			<figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
				<span className="font-medium">{title}</span>
				<span className="figures text-muted">{sayMost(most)}</span>
			</figcaption>
			<div className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
				<div className={`figures ${SCALE}`}>
					<span>{figure(top)}</span>
					<span>{top > 1 && figure(top / 2)}</span>
					<span>{figure(0)}</span>
				</div>
				<svg
					viewBox={`0 0 ${width} ${HEIGHT}`}
					preserveAspectRatio="none"
					role="img"
					aria-label={words.description({ title, most: sayMost(most) })}
					className="h-28 w-full border-line-strong border-b"
				>
					<path d={`M0 0h${width}M0 ${HEIGHT / 2}h${width}`} className="chart-grid" />
					{barsOf(shown, top).map((path, index) => (
						<path key={shown[index]?.name} d={path} className={shown[index]?.fill} />
					))}
					<path d={marks.join("")} className="fill-danger" />
					{steps.map(
						(said, step) =>
							said !== null && (
								<rect
									// biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in time.
									key={step}
									x={step * COLUMN}
									width={COLUMN}
									height={HEIGHT}
									className="chart-step"
								>
									<title>{said}</title>
								</rect>
							),
					)}
				</svg>
				<div className="figures col-start-2 mt-1 flex justify-between text-muted text-xs">
					{times.map((time) => (
						<span key={time} className="max-sm:even:hidden">
							{time}
						</span>
					))}
				</div>
			</div>
			{shown.length > 1 && (
				<ul className="mt-1 flex flex-wrap gap-x-4 text-sm">
					{shown.map(({ name, fill }) => (
						<li key={name} className="flex items-center gap-1.5">
							<svg viewBox="0 0 10 10" aria-hidden="true" className="size-2.5 flex-none">
								<rect width="10" height="10" className={fill} />
							</svg>
							{name}
						</li>
					))}
				</ul>
			)}
		</figure>
	);
}

const SCALE = "flex h-28 flex-col justify-between text-right text-muted text-xs leading-none";

/** One path per series. A shape for each step would double the page's size. */
function barsOf(series: Series[], scale: number): string[] {
	const tops: number[] = [];
	return series.map(({ values }) =>
		values
			.map((value, step) => {
				if (value === 0) return "";
				const bottom = tops[step] ?? HEIGHT;
				// The minimum height must not push a full column above the chart.
				const height = Math.max(LEAST, (value / scale) * HEIGHT);
				const top = Math.max(0, Math.round((bottom - height) * 10) / 10);
				tops[step] = top;
				return `M${step * COLUMN + (COLUMN - BAR) / 2} ${bottom}V${top}h${BAR}V${bottom}z`;
			})
			.join(""),
	);
}
