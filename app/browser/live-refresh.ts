// Refreshes a list of records quietly: fetches the open page again, and applies the differences.
// Unchanged rows keep their elements, and so focus, scroll and selection.

const SECONDS = 3;
const SECONDS_MAX = 60;
/**
 * A slow list is refreshed less often: the pause is this many times the duration of the last fetch.
 */
const REST = 10;

/** Starts on a page with such a list. */
export function startLiveRefresh(): void {
	const region = document.querySelector<HTMLElement>("[data-live]");
	const button = region?.querySelector<HTMLButtonElement>("[data-live-pause]");
	const note = region?.querySelector<HTMLElement>("[data-live-note]");
	if (!region || !button || !note) return;
	let wait = SECONDS;
	let isPaused = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const later = () => {
		clearTimeout(timer);
		if (!isPaused && !document.hidden) timer = setTimeout(refresh, wait * 1000);
	};
	async function refresh(): Promise<void> {
		if (isInUse(region!)) return later();
		const asked = performance.now();
		try {
			const fresh = await fetchRegion(region!.dataset.live!);
			// An interaction that began during the fetch is not disturbed either.
			if (!isPaused && !isInUse(region!)) takeOver(region!, fresh);
			wait = Math.min(Math.max(SECONDS, ((performance.now() - asked) / 1000) * REST), SECONDS_MAX);
			note!.textContent = "";
		} catch {
			wait = Math.min(wait * 2, SECONDS_MAX);
			note!.textContent = note!.dataset.failed!;
		}
		later();
	}

	button.addEventListener("click", () => {
		isPaused = !isPaused;
		const label = button.dataset.livePause!;
		button.dataset.livePause = button.textContent!;
		button.textContent = label;
		note.textContent = isPaused ? note.dataset.paused! : "";
		wait = SECONDS;
		if (isPaused) clearTimeout(timer);
		else void refresh();
	});
	document.addEventListener("visibilitychange", () => {
		clearTimeout(timer);
		if (!document.hidden && !isPaused) void refresh();
	});
	later();
}

/** Whether text is selected in the region, or one of its fields has the focus. */
function isInUse(region: HTMLElement): boolean {
	const selection = getSelection();
	if (selection && !selection.isCollapsed && selection.containsNode(region, true)) return true;
	return (
		document.activeElement?.matches("input, select, textarea") === true &&
		region.contains(document.activeElement)
	);
}

async function fetchRegion(name: string): Promise<Element> {
	const response = await fetch(location.href, {
		headers: { accept: "text/html", "x-live-refresh": "1" },
		redirect: "error",
	});
	if (!response.ok) throw new Error(String(response.status));
	const page = new DOMParser().parseFromString(await response.text(), "text/html");
	const fresh = page.querySelector(`[data-live="${name}"]`);
	// The page is another one now, such as the result of work that has ended.
	if (!fresh) location.reload();
	return fresh ?? page.body;
}

function takeOver(region: HTMLElement, fresh: Element): void {
	for (const part of region.querySelectorAll("[data-live-part]")) {
		const next = fresh.querySelector(`[data-live-part="${part.getAttribute("data-live-part")}"]`);
		if (!next || next.innerHTML === part.innerHTML) continue;
		const [rows, nextRows] = [part.querySelector("tbody"), next.querySelector("tbody")];
		if (rows && nextRows) takeOverRows(rows, nextRows);
		// A focused link keeps its element and its focus; the next refresh replaces it.
		else if (!part.contains(document.activeElement)) part.replaceChildren(...next.childNodes);
	}
}

/**
 * Unchanged rows are not moved, because moving a row drops its focus. Removed rows are deleted, and
 * new rows inserted in between.
 */
function takeOverRows(body: HTMLTableSectionElement, fresh: HTMLTableSectionElement): void {
	const next = new Map([...fresh.rows].map((row) => [row.dataset.key, row]));
	for (const row of [...body.rows]) if (!next.has(row.dataset.key)) row.remove();
	let at = body.rows[0] ?? null;
	for (const [key, row] of next) {
		if (at === null || at.dataset.key !== key) {
			body.insertBefore(row, at);
			continue;
		}
		for (const [index, cell] of [...row.cells].entries()) {
			const old = at.cells[index];
			if (old && old.outerHTML !== cell.outerHTML) old.replaceWith(cell);
		}
		at = at.nextElementSibling as HTMLTableRowElement | null;
	}
}
