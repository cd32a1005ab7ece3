// Progressive enhancement: every page works without this file. It is all the JavaScript that a page
// ships.

import { startCurrentSection } from "./browser/current-section.ts";
import { startGroupPicker } from "./browser/group-picker.ts";
import { startKeepingPlace } from "./browser/kept-place.ts";
import { startLiveRefresh } from "./browser/live-refresh.ts";
import { startPageKeys } from "./browser/page-keys.ts";
import { startRowMenus } from "./browser/row-menus.ts";
import { startShowingPasswords } from "./browser/shown-password.ts";

document.documentElement.classList.add("js");

startLiveRefresh();
startGroupPicker();
startRowMenus();
startKeepingPlace();
startShowingPasswords();
startCurrentSection();
startPageKeys();

/**
 * Focuses the element to read first. A browser that restores the scroll or follows a #fragment may
 * take the focus from it, until the page is loaded. If the user has already moved the focus, it
 * stays.
 */
function focusFirst(): void {
	if (document.activeElement === null || document.activeElement === document.body)
		document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
focusFirst();
window.addEventListener("load", focusFirst);

/**
 * One press sends a form once: further presses have no effect until the answer arrives. The buttons
 * stay enabled, since browsers do not submit a disabled button's value.
 */
document.addEventListener("submit", (event) => {
	const form = event.target as HTMLFormElement;
	if (form.dataset.busy !== undefined) {
		event.preventDefault();
		return;
	}
	if (form.method !== "post") return;
	form.dataset.busy = "";
	event.submitter?.setAttribute("aria-busy", "true");
});

/** A page restored from the browser's back/forward cache is not busy any more. */
window.addEventListener("pageshow", (event) => {
	if (event.persisted) release();
});

function release(): void {
	for (const form of document.querySelectorAll<HTMLFormElement>("form[data-busy]"))
		delete form.dataset.busy;
	for (const button of document.querySelectorAll("[aria-busy]"))
		button.removeAttribute("aria-busy");
}

/** Copies a number, and says so next to the button. */
document.addEventListener("click", async (event) => {
	const button = (event.target as Element).closest<HTMLButtonElement>("button[data-copy]");
	if (!button?.dataset.copy) return;
	const told = button.firstChild as Text;
	const label = told.data;
	try {
		await navigator.clipboard.writeText(button.dataset.copy);
		told.data = button.dataset.copied!;
	} catch {
		told.data = button.dataset.copyByHand!;
		const number = button.closest("tr")?.querySelector("code") ?? button.previousElementSibling;
		if (number) getSelection()?.selectAllChildren(number);
	}
	setTimeout(() => {
		told.data = label;
	}, 2000);
});

/**
 * The browser asks before the user leaves unsaved input. It does not ask for a form being sent, or
 * for the form's own Cancel link.
 */
document.addEventListener("click", (event) => {
	const form = (event.target as Element).closest("a[data-gives-up]")?.closest("form");
	if (form) delete form.dataset.unsaved;
});
const isTyped = (form: HTMLFormElement) =>
	// A refused form comes back with the user's input.
	form.dataset.unsaved === "typed" ||
	[...form.elements].some((field) => {
		if (!(field instanceof HTMLInputElement) || field.type === "hidden") return false;
		return field.type === "checkbox"
			? field.checked !== field.defaultChecked
			: field.value !== field.defaultValue;
	});
window.addEventListener("beforeunload", (event) => {
	const forms = [...document.querySelectorAll<HTMLFormElement>("form[data-unsaved]")];
	if (!forms.some((form) => form.dataset.busy === undefined && isTyped(form))) return;
	event.preventDefault();
	// After "Stay", the user may press the button again: the timer fires once the dialog is closed.
	setTimeout(release);
});

const MIB = 1024 * 1024;
/** Reports a file that is too large before the upload. The server checks the size as well. */
document.addEventListener("change", (event) => {
	const field = event.target;
	if (!(field instanceof HTMLInputElement) || field.dataset.bytesMax === undefined) return;
	const limit = Number(field.dataset.bytesMax);
	const size = field.files?.[0]?.size ?? 0;
	const told = document.getElementById("file-error");
	if (told)
		told.textContent =
			size > limit ? field.dataset.tooLarge!.replace("{size}", (size / MIB).toFixed(1)) : "";
	field.setAttribute("aria-invalid", String(size > limit));
	if (size > limit) field.value = "";
});
