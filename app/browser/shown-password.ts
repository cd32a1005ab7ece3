/** A pressed button shows its password field's text. Sending the form hides it again. */
export function startShowingPasswords(): void {
	document.addEventListener("click", ({ target }) => {
		const button = (target as Element).closest<HTMLElement>("[data-shows-password]");
		if (button) show(button, button.getAttribute("aria-pressed") !== "true");
	});
	// Browsers offer to save what was typed only into a field of the type password.
	document.addEventListener("submit", ({ target }) => {
		for (const button of (target as Element).querySelectorAll<HTMLElement>("[data-shows-password]"))
			show(button, false);
	});
}

function show(button: HTMLElement, isShown: boolean): void {
	const field = document.getElementById(button.dataset.showsPassword!) as HTMLInputElement;
	field.type = isShown ? "text" : "password";
	button.setAttribute("aria-pressed", String(isShown));
}
