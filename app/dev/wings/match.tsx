import { texts } from "../../texts/texts.ts";
import { NearMissList } from "../../ui/match/near-miss-list.tsx";
import { SimulatedCallForm } from "../../ui/match/simulated-call-form.tsx";
import { refused, show, type Wing } from "../kit/example.tsx";
import { idOf, LONG_NAME, NOW, ZONE } from "../kit/fixtures.ts";
import { GIVEN, MISSES } from "../kit/match-fixtures.ts";

const KEYS = [
	{ id: idOf(90), name: "Phone system", limitedToGroups: false },
	{ id: idOf(91), name: LONG_NAME, limitedToGroups: true },
];
const reply = refused(
	{ callId: "c".repeat(300), apiKeyId: idOf(91), forReal: "on" },
	{
		callId: [texts.messages.match.callIdWrong({ limit: 255 })],
		apiKeyId: [texts.pages.match.keyGone],
	},
);
const misses = (list: typeof MISSES) => (
	<NearMissList misses={list} given={GIVEN} now={NOW.getTime()} zone={ZONE} />
);
/** The form of a simulated call, and the requests compared with the call. */
export const match: Wing = {
	path: "match",
	title: "Simulated calls",
	components: [
		show(SimulatedCallForm, {
			empty: <SimulatedCallForm keys={[]} reply={undefined} />,
			"with keys": <SimulatedCallForm keys={KEYS} reply={undefined} />,
			refused: <SimulatedCallForm keys={KEYS} reply={reply} />,
		}),
		show(NearMissList, { empty: misses([]), "every obstacle": misses(MISSES) }),
	],
};
