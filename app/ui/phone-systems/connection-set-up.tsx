import { parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import { texts } from "../../texts/texts.ts";
import { CopyButton } from "../copy-button.tsx";

const words = texts.pages.phoneSystems.connection.setUp;

/** What to set up in the phone system, in its own words, with the URL to paste there (P1). */
export function ConnectionSetUp({ kind: code, url }: { kind: string; url: string }) {
	const kind = parseKind(code);
	return (
		<section aria-labelledby="set-up-heading" className="panel p-4">
			<h2 id="set-up-heading" className="mb-3">
				{words.heading}
			</h2>
			<p className="font-medium">{words.url}</p>
			<p className="mt-1 flex flex-wrap items-center gap-2">
				<code className="select-all break-all rounded bg-sunken px-2 py-1 font-mono text-sm">
					{url}
				</code>
				<CopyButton text={url} />
			</p>
			<p className="mt-1 text-muted text-sm">{words.urlHint}</p>
			{kind && (
				<ol className="mt-3 list-decimal space-y-1 pl-5">
					{words.kinds[kind].map((step) => (
						<li key={step}>{step}</li>
					))}
				</ol>
			)}
		</section>
	);
}
