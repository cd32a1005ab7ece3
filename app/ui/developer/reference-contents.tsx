import type { ReferenceOperation } from "../../api/openapi/reference.ts";
import type { SampleLanguage } from "../../domain/call-samples.ts";
import { texts } from "../../texts/texts.ts";
import { SearchForm } from "../search-form.tsx";

const words = texts.pages.developer.reference;
/** The script marks the section that is being read (current-section.ts). */
const LINK = "link aria-[current]:font-semibold aria-[current]:text-ink";

type Props = {
	operations: ReferenceOperation[];
	q: string;
	language: SampleLanguage;
};

/** The search, and links to all sections that it found. */
export function ReferenceContents({ operations, q, language }: Props) {
	const tags = [...new Set(operations.map(({ tag }) => tag))];
	return (
		<div className="panel lg:sticky lg:top-4">
			<SearchForm
				q={q}
				label={words.search}
				clearTo={`/developer?language=${language}`}
				keep={{ language }}
			/>
			<nav
				aria-label={words.contents}
				data-sections
				className="p-4 lg:max-h-[calc(100vh-7rem)] lg:overflow-y-auto"
			>
				{q === "" && (
					<p>
						<a href="#every-call" className={LINK}>
							{words.everyCall}
						</a>
					</p>
				)}
				{tags.map((tag) => (
					<div key={tag} className="mt-3 first:mt-0">
						<p className="font-medium text-muted text-sm">{tag}</p>
						<ul className="mt-1 gap-x-4 space-y-1 sm:columns-2 lg:columns-1">
							{operations
								.filter((operation) => operation.tag === tag)
								.map(({ id, summary }) => (
									<li key={id}>
										<a href={`#${id}`} className={LINK}>
											{summary}
										</a>
									</li>
								))}
						</ul>
					</div>
				))}
				<p className="mt-3 first:mt-0">
					<a href="#errors" className={LINK}>
						{words.errors}
					</a>
				</p>
				<p className="mt-3 border-line border-t pt-3 text-sm">
					<a href="/openapi.json" className="link">
						/openapi.json
					</a>
				</p>
			</nav>
		</div>
	);
}
