import { texts } from "../../texts/texts.ts";

const words = texts.pages.help;

/** All terms of the product with their meanings. */
export function Glossary() {
	return (
		<dl className="grid gap-x-6 gap-y-3 md:grid-cols-2">
			{Object.entries(texts.pages.glossary).map(([name, { word, meaning, more }]) => (
				<div key={name} id={`term-${name}`}>
					<dt className="font-medium">{word}</dt>
					<dd className="text-muted text-sm">
						{meaning}{" "}
						<a href={more} className="link">
							{words.more}
							<span className="sr-only">{words.moreOf({ word })}</span>
						</a>
					</dd>
				</div>
			))}
		</dl>
	);
}
