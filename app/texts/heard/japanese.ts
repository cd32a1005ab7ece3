import type { HeardSentences } from "./heard-sentences.ts";

/** What callers hear, in Japanese. */
export const japanese: HeardSentences = {
	enterCode: "アクセスコードを入力し、最後にシャープを押してください。",
	enterCodeOfLength: ({ digits }) => `${digits} けたのアクセスコードを入力してください。`,
	wrongCode: "コードが正しくありません。",
	noCode: "コードが入力されませんでした。",
	notChecked: "コードを確認できませんでした。",
	connecting: "おつなぎします。",
	unanswered: "ただいま電話に出ることができません。",
	tryingSecond: "まだ応答がありません。ほかの担当者におつなぎしますので、そのままお待ちください。",
	expired: "お電話の予約は期限が切れました。",
	busy: "この回線は話し中です。",
	locked: "間違ったコードの入力が多すぎました。",
	nothingFound: "このお電話の予約が見つかりませんでした。",
	away: "ただいまお電話をおつなぎできません。",
	callAgain: "コードをお確かめのうえ、もう一度おかけください。失礼いたします。",
	startAgain:
		"番号が表示された画面からもう一度やり直し、同じ電話からおかけください。失礼いたします。",
	waitForLock: "十分後にもう一度お試しください。失礼いたします。",
	tryLater: "しばらくしてからもう一度お試しください。失礼いたします。",
};
