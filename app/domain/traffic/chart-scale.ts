/** The tops of scales that people read easily, up to the next power of ten. */
const TOPS = [1, 2, 4, 6, 8, 10];

/** The top of a scale from 0 that has room for `most`: 1, 2, 4, 6, 8, 10, 20, 40 … */
export function scaleTop(most: number): number {
	const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, most))));
	return (TOPS.find((top) => top * power >= most) ?? 10) * power;
}
