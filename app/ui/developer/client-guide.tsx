import { texts } from "../../texts/texts.ts";
import { CodeBlock } from "./code-block.tsx";

const words = texts.pages.developer.guide;

type Guide = {
	heading: string;
	about: string;
	command?: (at: { origin: string }) => string;
	code?: (at: { origin: string }) => string;
};
const GUIDES: readonly Guide[] = [
	words.typescript,
	words.openapiFetch,
	words.heyApi,
	words.orval,
	words.postman,
	words.prism,
];

/** How to use each client of the API with the server at `origin`. */
export function ClientGuide({ origin }: { origin: string }) {
	return (
		<div className="space-y-6">
			<p className="max-w-prose">
				{words.lead}{" "}
				<a href="/openapi.json" className="link">
					{words.description}
				</a>
			</p>
			{GUIDES.map(({ heading, about, command, code }) => (
				<section key={heading} className="panel" aria-label={heading}>
					<h2 className="border-line border-b px-4 py-2">{heading}</h2>
					<div className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 px-4 py-3 lg:grid-cols-2">
						<p className="max-w-prose">{about}</p>
						<div className="space-y-3">
							{command && <CodeBlock title={words.command}>{command({ origin })}</CodeBlock>}
							{code && <CodeBlock title={words.code}>{code({ origin })}</CodeBlock>}
						</div>
					</div>
				</section>
			))}
		</div>
	);
}
