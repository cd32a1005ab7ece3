import { MATCH_OUTCOMES, OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import { SimulatedCallOutcome } from "../../ui/match/simulated-call.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ZONE } from "../kit/fixtures.ts";
import { callOf } from "../kit/match-fixtures.ts";

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
const outcome = (call: ReturnType<typeof callOf>) => (
	<SimulatedCallOutcome call={call} zone={ZONE} />
);

/** The outcome of a simulated call. */
export const matchOutcomes: Wing = {
	path: "match-outcomes",
	title: "Outcomes of simulated calls",
	components: [
		show(SimulatedCallOutcome, {
			...Object.fromEntries(
				MATCH_OUTCOMES.map((name) => [OUTCOME_WORDS[name], outcome(callOf(name))]),
			),
			"for real, released": outcome(forReal),
			"told again": outcome(repeated),
			"nothing given": outcome(nothingGiven),
		}),
	],
};
