import {
	CONNECTION_KIND_CODES,
	factsOfKind,
	kindName,
	needsSecretsKey,
} from "../../domain/phone-systems/connection-kinds.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.phoneSystems.kinds;

/** The kinds of phone systems, as links to their forms. A kind that cannot work here is no link. */
export function KindChoice({
	hasPublicUrl,
	hasSecretsKey,
}: {
	hasPublicUrl: boolean;
	hasSecretsKey: boolean;
}) {
	return (
		<section aria-labelledby="kinds-heading" className="panel p-4">
			<h2 id="kinds-heading">{words.heading}</h2>
			<p className="mt-1 text-muted text-sm">{words.hint}</p>
			<ul className="mt-3 space-y-2">
				{CONNECTION_KIND_CODES.map((kind) => {
					const isPossible =
						(hasPublicUrl || !factsOfKind(kind).needsPublicUrl) &&
						(hasSecretsKey || !needsSecretsKey(kind));
					return (
						<li key={kind}>
							{isPossible ? (
								<a href={`/settings/phone-systems/new?kind=${kind}`} className="link">
									{kindName(kind)}
								</a>
							) : (
								<span className="text-muted">{kindName(kind)}</span>
							)}
						</li>
					);
				})}
			</ul>
			{!hasPublicUrl && <p className="mt-3 text-sm">{words.needsPublicUrl}</p>}
			{!hasSecretsKey && <p className="mt-3 text-sm">{words.needsSecretsKey}</p>}
		</section>
	);
}
