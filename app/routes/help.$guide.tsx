import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { plainText } from "../domain/help/guide.ts";
import { listGuides } from "../http/pages/guides.server.ts";
import { requireSignedIn } from "../http/pages/permission.server.ts";
import { texts } from "../texts/texts.ts";
import { GuideText } from "../ui/help/guide-text.tsx";
import { HelpContents } from "../ui/help/help-contents.tsx";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.help;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: data ? words.tabTitle({ guide: data.guide.title }) : words.title },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requireSignedIn({ request, context });
	const guides = listGuides();
	const guide = guides.find(({ slug }) => slug === params.guide);
	if (!guide) throw data({ message: words.gone, wayOn: { to: "/help", name: words.start } }, 404);
	return { guide, guides: guides.map(({ slug, title }) => ({ slug, title })) };
}

/** One guide, with links to its chapters and to the other guides. */
export default function GuidePage() {
	const { guide, guides } = useLoaderData<typeof loader>();
	const chapters = guide.blocks.flatMap((block) =>
		block.kind === "heading" && block.level === 2
			? [{ id: block.id, title: plainText(block.text) }]
			: [],
	);
	return (
		<>
			<PageHeading title={guide.title} place={{ to: "/help", name: words.title }} />
			<div className={`${COLUMNS} lg:grid-cols-[18rem_minmax(0,1fr)]`}>
				<HelpContents guides={guides} open={guide.slug} chapters={chapters} />
				<article className="panel px-5 py-4">
					<GuideText blocks={guide.blocks} />
				</article>
			</div>
		</>
	);
}
