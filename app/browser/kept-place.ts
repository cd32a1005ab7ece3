// The page of a pool stays where it is when an action in it loads the page again: what stands in
// the row, or the form, is at the same height of the screen as before.

const KEY = "kept-place";

type Kept = { path: string; place: string; top: number; scroll: number };

/** Remembers the place of each action, and goes back to the place of the last one. */
export function startKeepingPlace(): void {
	const kept = read();
	if (kept) {
		goBack(kept);
		// A browser that follows a #fragment does so again until the page is loaded.
		window.addEventListener("load", () => goBack(kept));
	}
	document.addEventListener("submit", (event) => note(event.submitter ?? event.target));
	document.addEventListener("click", (event) => {
		const link = (event.target as Element).closest("a[href]");
		if (link) note(link);
	});
}

function note(by: EventTarget | null): void {
	const row = (by as Element).closest<HTMLElement>("[data-place]");
	sessionStorage.removeItem(KEY);
	if (!row) return;
	const kept: Kept = {
		path: location.pathname,
		place: row.dataset.place!,
		top: row.getBoundingClientRect().top,
		scroll: scrollY,
	};
	sessionStorage.setItem(KEY, JSON.stringify(kept));
}

function read(): Kept | null {
	const text = sessionStorage.getItem(KEY);
	sessionStorage.removeItem(KEY);
	const kept: Kept | null = text === null ? null : JSON.parse(text);
	return kept?.path === location.pathname ? kept : null;
}

function goBack({ place, top, scroll }: Kept): void {
	scrollTo({ top: scroll, behavior: "instant" });
	const row = document.querySelector(`[data-place="${place}"]`);
	// What sticks to the edge of the screen is there at any scroll.
	if (!row || getComputedStyle(row).position === "sticky") return;
	scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
}
