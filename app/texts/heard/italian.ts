import type { HeardSentences } from "./heard-sentences.ts";

/** What callers hear, in Italian. */
export const italian: HeardSentences = {
	enterCode: "Inserisca il suo codice di accesso, poi prema il tasto cancelletto.",
	enterCodeOfLength: ({ digits }) => `Inserisca le ${digits} cifre del suo codice di accesso.`,
	wrongCode: "Il codice non è corretto.",
	noCode: "Non abbiamo ricevuto alcun codice.",
	notChecked: "Non è stato possibile verificare il suo codice.",
	connecting: "La stiamo mettendo in contatto.",
	unanswered: "Nessuno ha potuto rispondere alla sua chiamata.",
	tryingSecond: "Non ha ancora risposto nessuno. Resti in linea, proviamo con un'altra persona.",
	expired: "La sua richiesta di chiamata è scaduta.",
	busy: "Questa linea è occupata.",
	locked: "Sono stati inseriti troppi codici errati.",
	nothingFound: "Non abbiamo trovato alcuna richiesta per questa chiamata.",
	away: "Al momento non possiamo collegare la sua chiamata.",
	callAgain: "Controlli il codice e richiami. Arrivederci.",
	startAgain:
		"Ricominci da dove ha trovato il numero, e chiami dallo stesso telefono. Arrivederci.",
	waitForLock: "Riprovi tra dieci minuti. Arrivederci.",
	tryLater: "Riprovi tra qualche minuto. Arrivederci.",
};
