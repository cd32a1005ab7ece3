import { texts } from "../../texts/texts.ts";
import { SearchForm } from "../search-form.tsx";

const words = texts.pages.help;
/** The script marks the section that is being read (current-section.ts). */
const LINK = "link aria-[current]:font-semibold aria-[current]:text-ink";

/** On a narrow screen only the chapters of the open guide stand above it. */
const BESIDE = "max-lg:hidden";

type Heading = { id: string; title: string };

/** The search of the help, and links to all guides; below the open one, those to its chapters. */
export function HelpContents({
	guides,
	open = null,
	chapters = [],
}: {
	guides: { slug: string; title: string }[];
	open?: string | null;
	chapters?: Heading[];
}) {
	return (
		<div className="panel print:hidden lg:sticky lg:top-4">
			<HelpSearch q="" />
			<nav
				aria-label={words.contents}
				data-sections
				className="p-4 [overflow-wrap:anywhere] lg:max-h-[calc(100vh-7rem)] lg:overflow-y-auto"
			>
				<ul className="space-y-1.5">
					<li className={BESIDE}>
						<a href="/help" className="link">
							{words.start}
						</a>
					</li>
					{guides.map(({ slug, title }) => (
						<li key={slug} className={slug === open ? "" : BESIDE}>
							<a
								href={`/help/${slug}`}
								aria-current={slug === open ? "page" : undefined}
								className={`${LINK} ${slug === open ? "font-semibold" : ""}`}
							>
								{title}
							</a>
							{slug === open && chapters.length > 0 && (
								<ul className="my-1.5 space-y-1 border-line border-l pl-3 text-sm">
									{chapters.map((chapter) => (
										<li key={chapter.id}>
											<a href={`#${chapter.id}`} className={LINK}>
												{chapter.title}
											</a>
										</li>
									))}
								</ul>
							)}
						</li>
					))}
				</ul>
			</nav>
		</div>
	);
}

/** The search of all guides. Its results are on the start page of the help. */
export function HelpSearch({ q }: { q: string }) {
	return <SearchForm q={q} label={words.search} clearTo="/help" action="/help" />;
}
