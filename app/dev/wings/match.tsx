import { MATCH_OUTCOMES, OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import { NearMissList } from "../../ui/match/near-miss-list.tsx";
import { SimulatedCallOutcome } from "../../ui/match/simulated-call.tsx";
import { SimulatedCallForm } from "../../ui/match/simulated-call-form.tsx";
import { refused, show, type Wing } from "../kit/example.tsx";
import { idOf, LONG_NAME, NOW, ZONE } from "../kit/fixtures.ts";
import { callOf, GIVEN, MISSES } from "../kit/match-fixtures.ts";

const KEYS = [
	{ id: idOf(90), name: "Phone system", limitedToGroups: false },
	{ id: idOf(91), name: LONG_NAME, limitedToGroups: true },
];
const reply = refused(
	{ callId: "c".repeat(300), apiKeyId: idOf(91), forReal: "on" },
	{
		callId: ["A call ID has at most 255 characters."],
		apiKeyId: ["This key does not work any more. Choose another."],
	},
);
const nothingGiven = callOf("NOTHING_MATCHED", {
	toNumber: null,
	isKnownNumber: false,
	fromNumber: null,
	isAniTyped: false,
	misses: [],
	given: { accessCode: false, fromNumber: false, toNumber: false },
});
const forReal = callOf("MATCHED", { isForReal: true, hasReleased: true });
const repeated = callOf("MATCHED", {
	isRepeated: true,
	decided: callOf("EXPIRED").told,
	pools: [],
});
const misses = (list: typeof MISSES) => (
	<NearMissList misses={list} given={GIVEN} now={NOW.getTime()} zone={ZONE} />
);
const outcome = (call: ReturnType<typeof callOf>) => (
	<SimulatedCallOutcome call={call} zone={ZONE} />
);

/** A simulated call, and why it comes to what it does. */
export const match: Wing = {
	path: "match",
	title: "Simulated calls",
	components: [
		show(SimulatedCallForm, {
			empty: <SimulatedCallForm keys={[]} reply={undefined} />,
			"with keys": <SimulatedCallForm keys={KEYS} reply={undefined} />,
			refused: <SimulatedCallForm keys={KEYS} reply={reply} />,
		}),
		show(SimulatedCallOutcome, {
			...Object.fromEntries(
				MATCH_OUTCOMES.map((name) => [OUTCOME_WORDS[name], outcome(callOf(name))]),
			),
			"for real, released": outcome(forReal),
			"told again": outcome(repeated),
			"nothing given": outcome(nothingGiven),
		}),
		show(NearMissList, { empty: misses([]), "every obstacle": misses(MISSES) }),
	],
};
