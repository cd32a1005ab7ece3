import type { HeardSentences } from "./heard-sentences.ts";

/** What callers hear, in Dutch. */
export const dutch: HeardSentences = {
	enterCode: "Voer uw toegangscode in, en druk daarna op het hekje.",
	enterCodeOfLength: ({ digits }) => `Voer de ${digits} cijfers van uw toegangscode in.`,
	wrongCode: "Deze code is niet juist.",
	noCode: "We hebben geen code ontvangen.",
	notChecked: "We konden uw code niet controleren.",
	connecting: "We verbinden u nu door.",
	unanswered: "Niemand kon uw oproep beantwoorden.",
	tryingSecond: "Er heeft nog niemand opgenomen. Blijf aan de lijn, we proberen iemand anders.",
	expired: "Uw belverzoek is verlopen.",
	busy: "Deze lijn is bezet.",
	locked: "Er zijn te veel onjuiste codes ingevoerd.",
	nothingFound: "We hebben geen verzoek voor deze oproep gevonden.",
	away: "We kunnen uw oproep op dit moment niet doorverbinden.",
	callAgain: "Zoek de code op, en bel opnieuw. Tot ziens.",
	startAgain:
		"Begin opnieuw waar u het nummer hebt gevonden, en bel met dezelfde telefoon. Tot ziens.",
	waitForLock: "Probeer het over tien minuten opnieuw. Tot ziens.",
	tryLater: "Probeer het over een paar minuten opnieuw. Tot ziens.",
};
