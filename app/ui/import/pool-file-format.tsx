import { texts } from "../../texts/texts.ts";

const words = texts.pages.import.format;
const EXAMPLE = "+18005555554,Claims";

/** The format of a pool's file in four lines (I1). */
export function PoolFileFormat() {
	return (
		<section aria-labelledby="format-heading" className="mt-8">
			<h2 id="format-heading">{words.heading}</h2>
			<ul className="mt-2 list-disc space-y-1 pl-5">
				<li>
					{words.rowLead} <code className="font-mono text-sm">{EXAMPLE}</code>
				</li>
				<li>{words.number}</li>
				<li>{words.description}</li>
				<li>{words.header}</li>
			</ul>
			<p className="mt-3">
				<a href="/dnis-pool-sample.csv" download className="link">
					{words.sample}
				</a>
			</p>
		</section>
	);
}
