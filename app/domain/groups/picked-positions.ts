// All numbers that a search found are named by their positions in the pool, one bit each: a form
// carries 10,000 of them in 1,700 characters. The pool's version says what is at a position.

/** Writes positions as base64url. */
export function writePositions(positions: readonly number[]): string {
	const bytes = new Uint8Array(Math.ceil((Math.max(-1, ...positions) + 1) / 8));
	for (const position of positions) {
		const at = position >> 3;
		bytes[at] = (bytes[at] ?? 0) | (1 << (position & 7));
	}
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_");
}

/** Reads what `writePositions` wrote. Anything else gives some positions or none. */
export function readPositions(text: string): Set<number> {
	const plain = text.replaceAll("-", "+").replaceAll("_", "/");
	if (!/^[A-Za-z0-9+/]{0,1700}={0,2}$/.test(plain)) return new Set();
	let bytes = "";
	try {
		bytes = atob(plain);
	} catch {
		return new Set();
	}
	const positions = new Set<number>();
	for (let at = 0; at < bytes.length; at += 1)
		for (let bit = 0; bit < 8; bit += 1)
			if (bytes.charCodeAt(at) & (1 << bit)) positions.add(8 * at + bit);
	return positions;
}
