import { texts } from "../../texts/texts.ts";

const words = texts.pages.traffic.chart;

/**
 * A series of counts. `values` has one count a minute, oldest first. The classes in `fill` give the
 * colour.
 */
export type Series = { name: string; values: number[]; fill: string };

const COLUMN = 10;
const BAR = 8;
const HEIGHT = 60;
/** The minimum height, so that any nonzero count is visible. */
const LEAST = 2;

/**
 * A stacked bar chart by minute, rendered on the server without scripts or inline styles. Its
 * accessible name says the same in words, and the table beside it in figures.
 */
export function MinuteChart({
	title,
	series,
	sayMost,
}: {
	title: string;
	series: Series[];
	sayMost: (most: number) => string;
}) {
	const shown = series.filter(
		({ values }, index) => index === 0 || values.some((value) => value > 0),
	);
	const minutes = shown[0]?.values.length ?? 0;
	const sums = Array.from({ length: minutes }, (_, minute) =>
		shown.reduce((sum, { values }) => sum + (values[minute] ?? 0), 0),
	);
	const most = Math.max(...sums);
	return (
		<figure className="min-w-0">
			<figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
				<span className="font-medium">{title}</span>
				<span className="figures text-muted">{sayMost(most)}</span>
			</figcaption>
			<svg
				viewBox={`0 0 ${minutes * COLUMN} ${HEIGHT}`}
				preserveAspectRatio="none"
				role="img"
				aria-label={words.description({ title, most: sayMost(most) })}
				className="mt-1 h-20 w-full border-line-strong border-b bg-sunken"
			>
				{barsOf(shown, most).map((path, index) => (
					<path key={shown[index]?.name} d={path} className={shown[index]?.fill} />
				))}
			</svg>
			<div className="flex flex-wrap justify-between gap-x-4 text-muted text-xs">
				<span>{words.hourAgo}</span>
				<span>{words.now}</span>
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

/** One path per series. Sixty separate shapes would be most of the page's size. */
function barsOf(series: Series[], most: number): string[] {
	const tops: number[] = [];
	return series.map(({ values }) =>
		values
			.map((value, minute) => {
				if (value === 0) return "";
				const bottom = tops[minute] ?? HEIGHT;
				// The minimum height must not push a full column above the chart.
				const top = Math.max(
					0,
					Math.round(Math.min(bottom - LEAST, bottom - (value / most) * (HEIGHT - 2 * LEAST))),
				);
				tops[minute] = top;
				return `M${minute * COLUMN + (COLUMN - BAR) / 2} ${bottom}V${top}h${BAR}V${bottom}z`;
			})
			.join(""),
	);
}
