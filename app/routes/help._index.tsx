import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { plainText } from "../domain/help/guide.ts";
import { searchHelp } from "../domain/help/search-help.ts";
import { searchText } from "../domain/text.ts";
import { listGuides } from "../http/pages/guides.server.ts";
import { requireSignedIn } from "../http/pages/permission.server.ts";
import { texts } from "../texts/texts.ts";
import { KeyList } from "../ui/frame/key-list.tsx";
import { Glossary } from "../ui/help/glossary.tsx";
import { HelpSearch } from "../ui/help/help-contents.tsx";
import { HelpResults } from "../ui/help/help-results.tsx";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.help;

export const meta: MetaFunction = () => [{ title: words.title }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requireSignedIn({ request, context });
	const q = searchText(new URL(request.url).searchParams.get("q") ?? "");
	const guides = listGuides();
	return {
		q,
		found: q === "" ? null : searchHelp(guides, q),
		guides: guides.map(({ slug, title, intro }) => ({ slug, title, intro: plainText(intro) })),
	};
}

/** The start page of the help, with the search of all guides. */
export default function Help() {
	const { q, found, guides } = useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title={words.title} />
			<div className="space-y-6">
				<section className="panel" aria-label={words.contents}>
					<HelpSearch q={q} />
					{found ? (
						<HelpResults q={q} found={found} />
					) : (
						<ul className="grid gap-x-6 gap-y-3 px-4 py-3 md:grid-cols-2 xl:grid-cols-3">
							{guides.map(({ slug, title, intro }) => (
								<li key={slug} className="min-w-0">
									<a href={`/help/${slug}`} className="link font-medium">
										{title}
									</a>
									<p className="line-clamp-2 text-muted text-sm">{intro}</p>
								</li>
							))}
						</ul>
					)}
				</section>
				{!found && (
					<>
						<section className="panel p-4" aria-labelledby="words">
							<h2 id="words" className="mb-3">
								{words.glossary}
							</h2>
							<Glossary />
						</section>
						<section className="panel p-4" aria-labelledby="keys">
							<h2 id="keys" className="mb-3">
								{texts.pages.shared.keys.title}
							</h2>
							<KeyList />
						</section>
					</>
				)}
			</div>
		</>
	);
}
