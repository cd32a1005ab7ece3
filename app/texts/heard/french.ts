import type { HeardSentences } from "./heard-sentences.ts";

/** What callers hear, in French. */
export const french: HeardSentences = {
	enterCode: "Veuillez saisir votre code d'accès, puis appuyer sur la touche dièse.",
	enterCodeOfLength: ({ digits }) =>
		`Veuillez saisir les ${digits} chiffres de votre code d'accès.`,
	wrongCode: "Ce code n'est pas correct.",
	noCode: "Nous n'avons pas reçu de code.",
	notChecked: "Nous n'avons pas pu vérifier votre code.",
	connecting: "Nous vous mettons en relation.",
	unanswered: "Personne n'a pu répondre à votre appel.",
	tryingSecond:
		"Personne n'a encore répondu. Ne quittez pas, nous essayons un autre interlocuteur.",
	expired: "Votre demande d'appel a expiré.",
	busy: "Cette ligne est occupée.",
	locked: "Trop de codes incorrects ont été saisis.",
	nothingFound: "Nous n'avons trouvé aucune demande pour cet appel.",
	away: "Nous ne pouvons pas prendre votre appel pour le moment.",
	callAgain: "Veuillez vérifier le code et rappeler. Au revoir.",
	startAgain:
		"Veuillez recommencer là où vous avez trouvé le numéro, et appeler depuis le même " +
		"téléphone. Au revoir.",
	waitForLock: "Veuillez réessayer dans dix minutes. Au revoir.",
	tryLater: "Veuillez réessayer dans quelques minutes. Au revoir.",
};
