import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { markupOf } from "../../app/dev/markup.server.tsx";
import { WINGS } from "../../app/dev/wings.ts";

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".tsx"))
		.map((name) => path.join(folder, name));

test("every component of app/ui is on the page of components, and is used there", async () => {
	const sources = filesIn("app/dev/wings").map((file) => readFileSync(file, "utf8"));
	const shown = new Set<unknown>(
		WINGS.flatMap(({ components }) => components.map(({ component }) => component)),
	);
	const all = await Promise.all(
		filesIn("app/ui").map(async (file) => {
			const exported: Record<string, unknown> = await import(`../../${file}`);
			return Object.entries(exported)
				.filter(([name, value]) => /^[A-Z]/.test(name) && typeof value === "function")
				.map(([name, value]) => ({
					name: `${file} ${name}`,
					value,
					tag: new RegExp(`<${name}\\b`),
				}));
		}),
	);
	const missing = all
		.flat()
		.filter(({ value, tag }) => !shown.has(value) || !sources.some((text) => tag.test(text)))
		.map(({ name }) => name);
	expect(all.flat().length).toBeGreaterThan(80);
	expect(missing).toEqual([]);
});

test.each(WINGS)(
	"no ID stands twice on the page $path, and every reference has its element",
	({ components }) => {
		const html = components
			.flatMap(({ component, states }) =>
				Object.values(states).map((node, index) => markupOf(node, `${component.name}-${index}`)),
			)
			.join("");
		const idsOf = (attributes: string) =>
			[...html.matchAll(new RegExp(` (?:${attributes})="([^"]+)"`, "g"))].flatMap(([, ids]) =>
				ids!.split(" "),
			);
		const ids = idsOf("id");
		expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
		const wanted = idsOf("for|list|form|aria-labelledby|aria-describedby");
		expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
		expect(html).not.toMatch(/ autofocus| data-live=| data-unsaved/);
	},
);
