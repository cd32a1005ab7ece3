// Single keys: `/` goes to the page's search, `g` and a letter to a page, `?` shows the list. They
// never act in a field, with a modifier, or where the reader has turned them off (WCAG 2.1.4).

/** The second key must follow within this time. */
const PAUSE_MS = 1500;

const PAGES: Record<string, string> = {
	h: "/",
	c: "/call-in",
	g: "/tools/click-to-call-in",
};

/** Starts on the pages of a signed-in user: those that have the list of keys. */
export function startPageKeys(): void {
	const dialog = document.querySelector<HTMLDialogElement>("#key-dialog");
	if (!dialog || document.documentElement.dataset.keys === "off") return;
	let begun = Number.NEGATIVE_INFINITY;
	document.addEventListener("keydown", (event) => {
		if (event.defaultPrevented || event.isComposing || isElsewhere(event, dialog)) return;
		const page = event.timeStamp - begun < PAUSE_MS ? PAGES[event.key] : undefined;
		begun = Number.NEGATIVE_INFINITY;
		if (page !== undefined) location.assign(page);
		else if (event.key === "g") begun = event.timeStamp;
		else if (event.key === "?") dialog.showModal();
		else if (event.key !== "/" || !focusSearch()) return;
		event.preventDefault();
	});
}

/** Whether the key belongs to a field, to the browser, or to the open list. */
function isElsewhere(event: KeyboardEvent, dialog: HTMLDialogElement): boolean {
	if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return true;
	const target = event.target as HTMLElement;
	return target.isContentEditable || target.closest("input, select, textarea") !== null;
}

/** Goes to the first search field that is shown. False if the page has none. */
function focusSearch(): boolean {
	const fields = document.querySelectorAll<HTMLInputElement>("main [type=search]");
	const field = [...fields].find((one) => one.checkVisibility());
	field?.focus();
	field?.select();
	return field !== undefined;
}
