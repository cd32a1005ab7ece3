/** Escape and a press elsewhere close an open menu of a row. Escape gives the focus back to it. */
export function startRowMenus(): void {
	document.addEventListener("keydown", (event) => {
		const menu = event.key === "Escape" ? openMenu() : null;
		if (!menu) return;
		menu.open = false;
		menu.querySelector("summary")?.focus();
	});
	for (const kind of ["click", "focusin"])
		document.addEventListener(kind, ({ target }) => {
			const menu = openMenu();
			if (menu && !menu.contains(target as Node)) menu.open = false;
		});
}

const openMenu = () => document.querySelector<HTMLDetailsElement>("details.menu[open]");
