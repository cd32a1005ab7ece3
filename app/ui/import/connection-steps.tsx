import {
	type HeardLanguage,
	parseHeardLanguage,
} from "../../domain/conversation/heard-language.ts";
import type { ConnectionStep } from "../../domain/import/all-groups/connections-plan.ts";
import { DESTINATION_PARTS } from "../../domain/phone-systems/call-destination.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.import.groups.connections;

/** What an import changes for one group on connections to phone systems. */
export function ConnectionSteps({ steps }: { steps: ConnectionStep[] }) {
	return (
		<>
			<h2 className="mt-3 font-semibold">{words.steps}</h2>
			<ul className="mt-1 space-y-1 [overflow-wrap:anywhere]">
				{steps.flatMap(sentencesOf).map((sentence) => (
					<li key={sentence}>{sentence}</li>
				))}
			</ul>
		</>
	);
}

function sentencesOf({ name, isServedAnew, destinations }: ConnectionStep): string[] {
	const changes = DESTINATION_PARTS.flatMap((part) => {
		const [before, after] = [destinations?.before[part], destinations?.after[part]];
		if (before === after) return [];
		const shown = { before: before ?? words.ofConnection, after: after ?? words.ofConnection };
		return [words[part]({ name, ...shown })];
	});
	const [before, after] = [destinations?.before.language, destinations?.after.language];
	const language =
		before === after
			? []
			: [words.language({ name, before: languageInWords(before), after: languageInWords(after) })];
	return [...(isServedAnew ? [words.serves({ name })] : []), ...changes, ...language];
}

const languageInWords = (language: HeardLanguage | null | undefined): string =>
	language
		? texts.pages.phoneSystems.form.languages[parseHeardLanguage(language)]
		: words.ofConnection;
