// The choice of the group becomes a combobox (ARIA APG, "editable combobox with list
// autocomplete"): typing searches, the arrow keys choose, Enter opens, Escape gives up.

type Choice = { id: string; name: string };

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 120;

/** Starts on a page with a picker. The page's select stays what it is without the script. */
export function startGroupPicker(): void {
	const form = document.querySelector<HTMLFormElement>("form[data-picker]");
	const select = form?.querySelector("select");
	if (!form || !select) return;
	const all = [...select.options].map((option) => ({ id: option.value, name: option.text }));
	const offered = all.filter(({ id }) => id !== "");
	const isComplete = offered.length === all.length;
	const current = select.selectedOptions[0]!.text;

	const input = element("input", { id: select.id, className: "input", value: current });
	input.autocomplete = "off";
	const list = element("ul", { id: "group-picker-list", className: "picker-list", hidden: true });
	list.setAttribute("role", "listbox");
	list.setAttribute("aria-label", form.dataset.label!);
	for (const [name, value] of [
		["role", "combobox"],
		["aria-autocomplete", "list"],
		["aria-controls", list.id],
		["aria-expanded", "false"],
	])
		input.setAttribute(name!, value!);
	select.replaceWith(input);
	form.append(list);

	let active = -1;
	let asked: AbortController | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const options = () => [...list.querySelectorAll<HTMLElement>("[role=option]")];
	const activate = (index: number) => {
		const shown = options();
		active = shown.length === 0 ? -1 : (index + shown.length) % shown.length;
		for (const [at, option] of shown.entries())
			option.setAttribute("aria-selected", String(at === active));
		const chosen = shown[active];
		chosen?.scrollIntoView({ block: "nearest" });
		if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
		else input.removeAttribute("aria-activedescendant");
	};
	const show = (found: Choice[], at: number) => {
		list.replaceChildren(
			...found.map(({ id, name }, index) => {
				const option = element("li", { id: `group-picker-${index}`, textContent: name });
				option.setAttribute("role", "option");
				option.dataset.id = id;
				return option;
			}),
		);
		if (found.length === 0) {
			const none = element("li", { textContent: form.dataset.none! });
			none.setAttribute("role", "presentation");
			list.append(none);
		}
		list.hidden = false;
		input.setAttribute("aria-expanded", "true");
		activate(at);
	};
	const close = () => {
		asked?.abort();
		clearTimeout(timer);
		list.hidden = true;
		input.setAttribute("aria-expanded", "false");
		activate(-1);
		input.removeAttribute("aria-activedescendant");
	};
	const open = () => {
		if (!list.hidden) return;
		show(
			offered,
			offered.findIndex(({ name }) => name === current),
		);
	};
	const giveUp = () => {
		close();
		input.value = current;
	};
	const choose = (option: HTMLElement | undefined) => {
		if (!option) return;
		giveUp();
		location.assign(`${form.action}/${option.dataset.id}`);
	};

	async function search(): Promise<void> {
		const typed = input.value.trim();
		asked?.abort();
		clearTimeout(timer);
		if (isComplete || typed === "") return show(offered.filter(has(typed)), 0);
		asked = new AbortController();
		const { signal } = asked;
		timer = setTimeout(async () => {
			try {
				const url = `${form!.dataset.picker}?${new URLSearchParams({ q: typed })}`;
				const response = await fetch(url, { signal });
				const found: { groups: Choice[] } = await response.json();
				if (!signal.aborted) show(found.groups, 0);
			} catch {
				// Enter still searches on the page of all groups.
				if (!signal.aborted) close();
			}
		}, PAUSE_MS);
	}

	input.addEventListener("focus", () => input.select());
	input.addEventListener("click", open);
	input.addEventListener("input", search);
	input.addEventListener("blur", giveUp);
	// A press on an option must not take the focus from the field first.
	list.addEventListener("pointerdown", (event) => event.preventDefault());
	list.addEventListener("click", (event) =>
		choose((event.target as Element).closest<HTMLElement>("[role=option]") ?? undefined),
	);
	input.addEventListener("keydown", (event) => {
		const { key } = event;
		if (key === "ArrowDown" || key === "ArrowUp") {
			event.preventDefault();
			if (list.hidden) open();
			else activate(active + (key === "ArrowDown" ? 1 : -1));
		} else if (key === "Enter") {
			event.preventDefault();
			const option = list.hidden ? undefined : options()[active];
			if (option) choose(option);
			else location.assign(`${form.action}?${new URLSearchParams({ q: input.value })}`);
		} else if (key === "Escape" && !list.hidden) {
			event.preventDefault();
			giveUp();
		}
	});
}

const folded = (text: string): string => text.normalize("NFKC").toLowerCase();

const has =
	(typed: string) =>
	({ name }: Choice): boolean =>
		folded(name).includes(folded(typed));

function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
	return Object.assign(document.createElement(name), properties);
}
