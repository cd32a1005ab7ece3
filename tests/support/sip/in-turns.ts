/** Works on all items, so many of them at a time. */
export async function inTurns<Item>(
	items: readonly Item[],
	atOnce: number,
	work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
	const queue = [...items.entries()];
	const worker = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift())
			await work(next[1], next[0]);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
