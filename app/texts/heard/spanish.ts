import type { HeardSentences } from "./heard-sentences.ts";

/** What callers hear, in Spanish. */
export const spanish: HeardSentences = {
	enterCode: "Introduzca su código de acceso y pulse la tecla almohadilla.",
	enterCodeOfLength: ({ digits }) => `Introduzca los ${digits} dígitos de su código de acceso.`,
	wrongCode: "El código no es correcto.",
	noCode: "No hemos recibido ningún código.",
	notChecked: "No hemos podido comprobar su código.",
	connecting: "Ahora le ponemos en contacto.",
	unanswered: "Nadie ha podido atender su llamada.",
	tryingSecond:
		"Todavía no ha contestado nadie. No cuelgue, por favor, mientras probamos con otra persona.",
	expired: "Su solicitud de llamada ha caducado.",
	busy: "Esta línea está ocupada.",
	locked: "Se han introducido demasiados códigos incorrectos.",
	nothingFound: "No hemos encontrado ninguna solicitud para esta llamada.",
	away: "En este momento no podemos conectar su llamada.",
	callAgain: "Compruebe el código y vuelva a llamar. Adiós.",
	startAgain: "Empiece de nuevo donde encontró el número y llame desde el mismo teléfono. Adiós.",
	waitForLock: "Inténtelo de nuevo dentro de diez minutos. Adiós.",
	tryLater: "Inténtelo de nuevo dentro de unos minutos. Adiós.",
};
