import type { FoundSection } from "../../domain/help/search-help.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.help;

/** What a search of the help found, by section, with the words marked. */
export function HelpResults({ q, found }: { q: string; found: FoundSection[] }) {
	if (found.length === 0)
		return (
			<p role="status" className="px-4 py-12 text-center text-muted [overflow-wrap:anywhere]">
				{words.nothingFound({ search: q })}
			</p>
		);
	return (
		<>
			<p role="status" className="border-line border-b px-4 py-1.5 text-sm">
				{words.found({ count: found.length })}
			</p>
			<ol className="divide-y divide-line">
				{found.map(({ guide, title, href, excerpt }) => (
					<li key={href} className="px-4 py-2.5 [overflow-wrap:anywhere]">
						<p>
							<a href={href} className="link font-medium">
								{title}
							</a>
							{title !== guide && (
								<span className="text-muted text-sm"> {words.within({ guide })}</span>
							)}
						</p>
						<p className="max-w-prose text-muted text-sm">
							{excerpt.map(({ text, isFound }, at) =>
								isFound ? (
									// biome-ignore lint/suspicious/noArrayIndexKey: pieces never change places.
									<mark key={at} className="bg-warn-soft text-ink">
										{text}
									</mark>
								) : (
									text
								),
							)}
						</p>
					</li>
				))}
			</ol>
		</>
	);
}
