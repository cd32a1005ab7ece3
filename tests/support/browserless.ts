import { type HTMLElement, parse } from "node-html-parser";

type Typed = Record<string, string | boolean>;
type Press = {
	/**
	 * Values by label: text for a text field, the chosen value of a choice, true or false for a
	 * checkbox, true for a radio button.
	 */
	fill?: Typed;
	/** Only buttons of the table row with this text. */
	row?: string;
};

/** A page as answered. `answered` is the status before redirects, `status` the page's own. */
export type Page = { url: URL; answered: number; status: number; html: string; root: HTMLElement };

/**
 * One person's browser without JavaScript: keeps cookies, follows redirects, and sends forms with
 * all their fields.
 */
export class Browserless {
	private readonly cookies = new Map<string, string>();
	private current: Page | undefined;

	constructor(readonly origin: string) {}

	/** The page that is open. */
	get page(): Page {
		if (this.current === undefined) throw new Error("No page is open.");
		return this.current;
	}

	/** The text of the page's content, white space collapsed. */
	get text(): string {
		return textOf(this.page.root.querySelector("main") ?? this.page.root);
	}

	async open(path: string): Promise<Page> {
		return this.arrive(await this.send("GET", new URL(path, this.current?.url ?? this.origin)));
	}

	async signIn(person: { email: string; password: string }): Promise<this> {
		await this.open("/login");
		await this.press("Sign in", { fill: { Email: person.email, Password: person.password } });
		if (this.page.status !== 200 || this.page.url.pathname === "/login")
			throw new Error(`Not signed in: ${this.text}`);
		return this;
	}

	/** Presses the button with this name, after filling in its form. */
	async press(name: string, { fill = {}, row }: Press = {}): Promise<Page> {
		const buttons = this.buttons(name).filter(
			(button) => row === undefined || textOf(button.closest("tr")).includes(row),
		);
		if (buttons.length !== 1)
			throw new Error(
				`${buttons.length} buttons are named “${name}”${row ? ` in the row of ${row}` : ""}: ${this.text}`,
			);
		return this.submit(buttons[0]!, fill);
	}

	/** Presses Enter in a field. Browsers then press the form's first submit button. */
	async pressEnter(label: string, fill: Typed = {}): Promise<Page> {
		const form = this.field(label).closest("form");
		const first = form
			?.querySelectorAll("button")
			.find((button) => button.getAttribute("type") === "submit");
		if (!first) throw new Error(`The form of “${label}” has no button.`);
		return this.submit(first, fill);
	}

	/** Follows the link with this name. */
	async follow(name: string): Promise<Page> {
		const links = this.page.root.querySelectorAll("a").filter((link) => textOf(link) === name);
		const targets = new Set(links.map((link) => link.getAttribute("href")));
		const [to] = targets;
		if (targets.size !== 1 || to === undefined)
			throw new Error(`${targets.size} links are named “${name}”: ${this.text}`);
		return this.open(to);
	}

	/** A POST that no form of the page sends. */
	async post(path: string, fields: Record<string, string>): Promise<Page> {
		const url = new URL(path, this.current?.url ?? this.origin);
		return this.arrive(await this.send("POST", url, new URLSearchParams(fields)));
	}

	/** The visible buttons and links with this name. */
	buttons(name: string): HTMLElement[] {
		return this.page.root
			.querySelectorAll("button")
			.filter((button) => textOf(button) === name && !button.hasAttribute("hidden"));
	}

	/** The field with this label, visible or not. */
	field(label: string): HTMLElement {
		const { root } = this.page;
		const labelled = root.querySelectorAll("label").filter((one) => textOf(one) === label);
		const fields = [
			...labelled.map((one) => root.getElementById(one.getAttribute("for") ?? "")),
			...root
				.querySelectorAll("input, select")
				.filter((input) => input.getAttribute("aria-label") === label),
		];
		if (fields.length !== 1 || !fields[0])
			throw new Error(`${fields.length} fields are labelled “${label}”: ${this.text}`);
		return fields[0];
	}

	/** The text of a field, or whether a box is ticked. */
	value(label: string): string | boolean {
		const field = this.field(label);
		return ["checkbox", "radio"].includes(field.getAttribute("type") ?? "")
			? field.hasAttribute("checked")
			: filledIn(field);
	}

	/** What a select shows. */
	chosen(label: string): string {
		const field = this.field(label);
		return textOf(field.querySelector("option[selected]") ?? field.querySelector("option"));
	}

	/** The error message of a field, found as a screen reader finds it. Empty without an error. */
	messageAt(label: string): string {
		const field = this.field(label);
		if (field.getAttribute("aria-invalid") !== "true") return "";
		const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
		return textOf(this.page.root.getElementById(ids.at(-1) ?? ""));
	}

	private submit(button: HTMLElement, fill: Typed): Promise<Page> {
		const formId = button.getAttribute("form");
		const form = formId ? this.page.root.getElementById(formId) : button.closest("form");
		if (!form) throw new Error("The button has no form.");
		const typed = new Map(Object.entries(fill).map(([label, value]) => [this.field(label), value]));
		const body = new URLSearchParams();
		const id = form.getAttribute("id");
		const elsewhere = id ? this.page.root.querySelectorAll(`input[form=${id}]`) : [];
		for (const control of [...form.querySelectorAll("input, select, textarea"), ...elsewhere]) {
			const name = control.getAttribute("name");
			if (!name || control.hasAttribute("disabled")) continue;
			const value = typed.get(control);
			const type = control.getAttribute("type");
			if (type === "radio") {
				const chosen = [...typed].find(
					([other, isOn]) => isOn === true && other.getAttribute("name") === name,
				);
				if (chosen ? chosen[0] === control : control.hasAttribute("checked"))
					body.append(name, control.getAttribute("value") ?? "on");
			} else if (type === "checkbox") {
				if (value ?? control.hasAttribute("checked"))
					body.append(name, control.getAttribute("value") ?? "on");
			} else body.append(name, value === undefined ? filledIn(control) : String(value));
		}
		const pressed = button.getAttribute("name");
		if (pressed) body.append(pressed, button.getAttribute("value") ?? "");
		const url = new URL(form.getAttribute("action") ?? "", this.page.url);
		if (form.getAttribute("action") === undefined) url.search = this.page.url.search;
		if (form.getAttribute("method") === "post")
			return this.send("POST", url, body).then((answer) => this.arrive(answer));
		url.search = body.toString();
		return this.open(url.href);
	}

	private async send(
		method: "GET" | "POST",
		url: URL,
		body?: URLSearchParams,
	): Promise<{ url: URL; response: Response }> {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
		// Headers that browsers add to a form of the same page.
		const headers = {
			accept: "text/html",
			cookie,
			...(body && { origin: this.origin, "sec-fetch-site": "same-origin" }),
		};
		const response = await fetch(url, {
			method,
			headers,
			redirect: "manual",
			...(body && { body }),
		});
		for (const line of response.headers.getSetCookie()) {
			const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			this.cookies.set(name, value);
		}
		return { url, response };
	}

	private async arrive(first: { url: URL; response: Response }): Promise<Page> {
		let { url, response } = first;
		for (let hops = 0; response.headers.has("location") && hops < 5; hops += 1) {
			await response.body?.cancel();
			({ url, response } = await this.send("GET", new URL(response.headers.get("location")!, url)));
		}
		const html = await response.text();
		this.current = {
			url,
			answered: first.response.status,
			status: response.status,
			html,
			root: parse(html),
		};
		return this.current;
	}
}

/** The value of a field other than a checkbox. */
function filledIn(field: HTMLElement): string {
	if (field.tagName === "TEXTAREA") return field.text;
	if (field.tagName !== "SELECT") return field.getAttribute("value") ?? "";
	const option = field.querySelector("option[selected]") ?? field.querySelector("option");
	return option?.getAttribute("value") ?? "";
}

/** The text of an element as a person reads it, white space collapsed. */
export const textOf = (element: HTMLElement | null | undefined): string =>
	(element?.text ?? "").replace(/\s+/g, " ").trim();
