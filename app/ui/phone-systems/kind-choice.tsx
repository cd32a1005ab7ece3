import {
	CONNECTION_KIND_CODES,
	kindName,
	needsPublicUrl,
	needsSecretsKey,
} from "../../domain/phone-systems/connection-kinds.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.phoneSystems.kinds;

/**
 * The kinds of phone systems, as links to their forms. A kind that cannot work here is no link, but
 * the way to make it possible is said.
 */
export function KindChoice({
	hasPublicUrl,
	hasSecretsKey,
}: {
	hasPublicUrl: boolean;
	hasSecretsKey: boolean;
}) {
	const lacking = CONNECTION_KIND_CODES.filter((kind) => !hasPublicUrl && needsPublicUrl(kind));
	const keyless = CONNECTION_KIND_CODES.filter((kind) => !hasSecretsKey && needsSecretsKey(kind));
	const possible = CONNECTION_KIND_CODES.filter(
		(kind) => !lacking.includes(kind) && !keyless.includes(kind),
	);
	return (
		<section aria-labelledby="kinds-heading" className="panel p-4">
			<h2 id="kinds-heading">{words.heading}</h2>
			<p className="mt-1 text-muted text-sm">{words.hint}</p>
			<ul className="mt-3 space-y-2">
				{possible.map((kind) => (
					<li key={kind}>
						<a href={`/settings/phone-systems/new?kind=${kind}`} className="link">
							{kindName(kind)}
						</a>
					</li>
				))}
			</ul>
			{lacking.length > 0 && (
				<p className="mt-3 text-sm">{words.needsPublicUrl({ kinds: lacking.map(kindName) })}</p>
			)}
			{keyless.length > 0 && (
				<p className="mt-3 text-sm">{words.needsSecretsKey({ kinds: keyless.map(kindName) })}</p>
			)}
		</section>
	);
}
