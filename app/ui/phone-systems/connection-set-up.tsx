import { parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import type { AddressTrouble } from "../../domain/phone-systems/public-address.ts";
import { texts } from "../../texts/texts.ts";
import { CopyButton } from "../copy-button.tsx";
import { Sentence } from "../sentence.tsx";

const URL_LOOK =
	"min-w-0 flex-1 select-all break-all rounded bg-sunken px-2 py-1.5 font-mono text-sm";
const words = texts.pages.phoneSystems.connection.setUp;

/** What to set up in the phone system, in its own words, with the URLs to paste there (P1). */
export function ConnectionSetUp({
	kind: code,
	urls,
	address,
}: {
	kind: string;
	address: AddressTrouble | null;
	urls: { calls: string; status: string | null };
}) {
	const kind = parseKind(code);
	return (
		<section aria-labelledby="set-up-heading" className="panel p-4">
			<h2 id="set-up-heading" className="mb-3">
				{words.heading}
			</h2>
			{address === "missing" ? (
				<p className="text-danger">{words.noUrls}</p>
			) : (
				<>
					<div className="space-y-2">
						<UrlToPaste name={words.url} url={urls.calls} />
						{urls.status !== null && <UrlToPaste name={words.statusUrl} url={urls.status} />}
					</div>
					<p className="mt-1 text-muted text-sm">{words.urlHint}</p>
				</>
			)}
			{address === "insecure" && <p className="mt-2 text-sm text-warn">{words.insecure}</p>}
			{kind && (
				<ol className="mt-3 list-decimal space-y-1 pl-5">
					{words.kinds[kind].map((step) => (
						<li key={step}>{step}</li>
					))}
				</ol>
			)}
			<p className="mt-3">
				<Sentence
					of={words.tryIt({
						console: (
							<a href="/developer/console" className="link">
								{words.console}
							</a>
						),
					})}
				/>
			</p>
		</section>
	);
}

const UrlToPaste = ({ name, url }: { name: string; url: string }) => (
	<div>
		<p className="font-medium">{name}</p>
		<p className="mt-1 flex items-start gap-2">
			<code className={URL_LOOK}>{url}</code>
			<CopyButton text={url} />
		</p>
	</div>
);
