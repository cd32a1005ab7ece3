import type { HeardSentences } from "./heard-sentences.ts";

/** What callers hear, in Portuguese. */
export const portuguese: HeardSentences = {
	enterCode: "Digite o seu código de acesso e pressione a tecla jogo da velha.",
	enterCodeOfLength: ({ digits }) => `Digite os ${digits} dígitos do seu código de acesso.`,
	wrongCode: "Este código não está correto.",
	noCode: "Não recebemos nenhum código.",
	notChecked: "Não foi possível verificar o seu código.",
	connecting: "Estamos transferindo a sua ligação.",
	unanswered: "Ninguém pôde atender a sua ligação.",
	tryingSecond: "Ninguém atendeu ainda. Aguarde na linha enquanto tentamos outra pessoa.",
	expired: "O seu pedido de ligação expirou.",
	busy: "Esta linha está ocupada.",
	locked: "Foram digitados códigos incorretos demais.",
	nothingFound: "Não encontramos nenhum pedido para esta ligação.",
	away: "No momento não podemos completar a sua ligação.",
	callAgain: "Confira o código e ligue novamente. Até logo.",
	startAgain: "Comece novamente onde você encontrou o número e ligue do mesmo telefone. Até logo.",
	waitForLock: "Tente novamente em dez minutos. Até logo.",
	tryLater: "Tente novamente em alguns minutos. Até logo.",
};
