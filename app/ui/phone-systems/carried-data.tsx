import { agentHeaders } from "../../domain/conversation/agent-headers.ts";
import { arrivingHeaders } from "../../domain/conversation/arriving-headers.ts";
import { HEADER_FORMS } from "../../domain/conversation/header-forms.ts";
import { type ConnectionKind, factsOfKind } from "../../domain/phone-systems/connection-kinds.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.phoneSystems.carried;
const EXAMPLE_KEYS = ["customer_id", "name"];

/** What a connection of this kind carries to the agent, with an example of what arrives (P3). */
export function CarriedData({ kind, keys }: { kind: ConnectionKind; keys: readonly string[] }) {
	const { carrier } = factsOfKind(kind);
	const { valueMax, allMax } = HEADER_FORMS[carrier];
	const shown = keys.length > 0 ? keys : EXAMPLE_KEYS;
	const userData = Object.fromEntries(shown.map((key) => [key, words.exampleValue]));
	const request = { id: words.exampleRequest, userData };
	return (
		<div className="rounded bg-sunken p-3 text-sm">
			<p>{words.ways[carrier]}</p>
			<p className="mt-1">{words.sizes({ value: valueMax, all: allMax })}</p>
			<p className="mt-2 font-medium">{words.admitted}</p>
			<pre className="whitespace-pre-wrap [overflow-wrap:anywhere]">
				{arrivingHeaders(carrier, agentHeaders(request, shown, carrier))}
			</pre>
			<p className="mt-2 font-medium">{words.fallback}</p>
			<pre className="whitespace-pre-wrap [overflow-wrap:anywhere]">
				{arrivingHeaders(carrier, agentHeaders(null, [], carrier))}
			</pre>
			<p className="mt-2">{words.number}</p>
		</div>
	);
}
