/**
 * What callers hear, as a speech synthesizer reads it: whole sentences, no mark-up, no symbols. No
 * sentence tells how near a wrong code was, or whether a request is live (C10).
 */
export const heard = {
	enterCode: "Please enter your access code, then press the hash or pound key.",
	enterCodeOfLength: ({ digits }: { digits: number }): string =>
		`Please enter the ${digits} digits of your access code.`,
	wrongCode: "That code is not right.",
	noCode: "We did not receive a code.",
	notChecked: "We could not check your code.",

	connecting: "We are connecting you now.",
	unanswered: "Nobody was able to answer your call.",
	tryingSecond: "Nobody has answered yet. Please hold the line while we try someone else.",

	expired: "Your call request has expired.",
	busy: "This line is busy.",
	locked: "Too many wrong codes were entered.",
	nothingFound: "We found no call request for this call.",
	away: "We cannot connect your call at the moment.",

	callAgain: "Please look up the code, and call again. Goodbye.",
	startAgain:
		"Please start again where you found the number, and call from the same phone. Goodbye.",
	waitForLock: "Please try again in ten minutes. Goodbye.",
	tryLater: "Please try again in a few minutes. Goodbye.",
};
