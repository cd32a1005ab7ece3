import type { HeardSentences } from "./heard-sentences.ts";

/** What callers hear, in German. */
export const german: HeardSentences = {
	enterCode: "Bitte geben Sie Ihren Zugangscode ein, und drücken Sie dann die Rautetaste.",
	enterCodeOfLength: ({ digits }) =>
		`Bitte geben Sie die ${digits} Ziffern Ihres Zugangscodes ein.`,
	wrongCode: "Dieser Code ist nicht richtig.",
	noCode: "Wir haben keinen Code erhalten.",
	notChecked: "Wir konnten Ihren Code nicht prüfen.",
	connecting: "Wir verbinden Sie jetzt.",
	unanswered: "Leider konnte niemand Ihren Anruf annehmen.",
	tryingSecond:
		"Bisher hat niemand abgenommen. Bitte bleiben Sie am Apparat, wir versuchen es anderswo.",
	expired: "Ihre Anrufanfrage ist abgelaufen.",
	busy: "Diese Leitung ist besetzt.",
	locked: "Es wurden zu viele falsche Codes eingegeben.",
	nothingFound: "Wir haben zu diesem Anruf keine Anfrage gefunden.",
	away: "Wir können Ihren Anruf im Moment nicht verbinden.",
	callAgain: "Bitte sehen Sie den Code nach, und rufen Sie noch einmal an. Auf Wiederhören.",
	startAgain:
		"Bitte beginnen Sie noch einmal dort, wo Sie die Nummer gefunden haben, und rufen Sie " +
		"vom selben Telefon an. Auf Wiederhören.",
	waitForLock: "Bitte versuchen Sie es in zehn Minuten noch einmal. Auf Wiederhören.",
	tryLater: "Bitte versuchen Sie es in einigen Minuten noch einmal. Auf Wiederhören.",
};
