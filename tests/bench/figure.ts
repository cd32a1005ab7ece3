/** The basis of a section's measurements: its own empty, migrated database on a real server. */
export type Bench = { url: string };

/**
 * One measured figure. `ratio` is ours against the baseline, both from this run. Without a
 * baseline, the bound applies to the figure itself.
 */
export type Figure = {
	name: string;
	ours: number;
	baseline?: number;
	bound: { atMost: number } | { atLeast: number };
	unit: string;
};

/** At least this many rounds, so that one disturbance does not decide. */
const ROUNDS_MIN = 5;

/**
 * Runs both in turn, round by round, so that a disturbance of the machine affects both. Returns the
 * median of each. The order changes with every round. A round yields one number: a duration or a
 * rate.
 */
export async function interleave(
	rounds: number,
	ours: () => Promise<number>,
	baseline: () => Promise<number>,
): Promise<{ ours: number; baseline: number }> {
	const measured: { ours: number[]; baseline: number[] } = { ours: [], baseline: [] };
	for (let round = 0; round < Math.max(rounds, ROUNDS_MIN); round += 1) {
		const order =
			round % 2 === 0 ? (["ours", "baseline"] as const) : (["baseline", "ours"] as const);
		for (const side of order) measured[side].push(await (side === "ours" ? ours() : baseline()));
	}
	return { ours: median(measured.ours), baseline: median(measured.baseline) };
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Checks the ratio against the bound, or the figure itself where there is no baseline. */
export function isWithin({ ours, baseline, bound }: Figure): boolean {
	const value = baseline === undefined ? ours : ours / baseline;
	return "atMost" in bound ? value <= bound.atMost : value >= bound.atLeast;
}

export const HEADER = columns("name", "ours", "baseline", "ratio", "bound", "ok");

/** The figure in a line. */
export function line(figure: Figure): string {
	const { name, ours, baseline, bound, unit } = figure;
	const figures = [ours, baseline].map((value) =>
		value === undefined ? "-" : `${round(value)} ${unit}`,
	);
	const ratio = baseline === undefined ? "-" : round(ours / baseline);
	const limit = "atMost" in bound ? `<= ${bound.atMost}` : `>= ${bound.atLeast}`;
	return columns(
		name,
		figures[0]!,
		figures[1]!,
		String(ratio),
		limit,
		isWithin(figure) ? "yes" : "NO",
	);
}

const round = (value: number): number => Number(value.toPrecision(3));

function columns(name: string, ...cells: string[]): string {
	return [name.padEnd(52), ...cells.map((cell) => cell.padStart(11))].join(" ");
}
