import type { Guide } from "../../domain/help/guide.ts";
import { readGuide } from "../../domain/help/read-guide.ts";

// The build writes the texts into the bundle: the product reads nothing of docs/ when it runs.
const FILES: Record<string, string> = import.meta.glob("../../../docs/*.md", {
	eager: true,
	query: "?raw",
	import: "default",
});

/** The order of the guides: what most readers look for first. New ones follow. */
const ORDER = [
	"importing",
	"phone-systems",
	"caller-numbers",
	"numbers",
	"people",
	"api",
	"provisioning",
	"groups-file",
	"operating",
	"architecture",
	"rules",
];

let read: Guide[] | undefined;

/** All guides of the help. They are read once. */
export function listGuides(): Guide[] {
	if (read === undefined) {
		const texts = Object.entries(FILES).map(
			([file, text]) => [file.split("/").at(-1)!.replace(/\.md$/, ""), text] as const,
		);
		const slugs = new Set(texts.map(([slug]) => slug));
		const place = (slug: string) => (ORDER.includes(slug) ? ORDER.indexOf(slug) : ORDER.length);
		read = texts
			.map(([slug, text]) => readGuide(slug, text, slugs))
			.sort((a, b) => place(a.slug) - place(b.slug));
	}
	return read;
}
