/** Milliseconds without any answer after which the server is asked for a sign of life. */
const QUIET_MS = 800;
/** Milliseconds without any answer after which it counts as away: whoever waits is told within 2 s. */
const SILENCE_MS_MAX = 1800;

/** `isUnreachable` knows it. */
const silence = (message: string): Error => Object.assign(new Error(message), { code: "SILENCE" });

/**
 * Waits for an answer of the server, and gives up after `ownMsMax`, or once nothing at all has come back for 1.8 s. Both count from `asked`
 * (performance.now()), which is earlier than now where something else had to be waited for first. `isAnswer` is false where what is waited for
 * comes from this process: it says nothing of the server.
 */
export type Watch = <T>(answer: PromiseLike<T>, ownMsMax: number, how?: { asked?: number | undefined; isAnswer?: boolean }) => Promise<T>;

/**
 * Gives answers up once the server is away. Not by each one's own time: one statement takes long, and in a burst those at the end of the queue
 * wait, while all is well. So any answer counts for all who wait; and where none comes, `askForLife` asks for one. `ownMsMax` is for a connection
 * that is dead although the server lives. Nothing is cancelled: the driver sends several statements down one connection at once, and a
 * cancellation is for whichever of them the server is at.
 */
export function watchForAnswers(askForLife: () => Promise<unknown>): Watch {
	let lastAnswer = 0;
	let isAsking = false;
	const heard = () => {
		lastAnswer = performance.now();
	};
	async function ask(): Promise<void> {
		if (isAsking) return;
		isAsking = true;
		await askForLife().then(heard, (error) => isFromServer(error) && heard());
		isAsking = false;
	}
	return async (answer, ownMsMax, { asked = performance.now(), isAnswer = true } = {}) => {
		let timer: NodeJS.Timeout | undefined;
		const givenUp = new Promise<never>((_resolve, reject) => {
			const listen = (): void => {
				const now = performance.now();
				const quiet = now - Math.max(asked, lastAnswer);
				const left = ownMsMax - (now - asked);
				if (quiet >= SILENCE_MS_MAX) reject(silence("The database does not answer."));
				else if (left <= 0) reject(silence("The database does not answer in time."));
				else {
					if (quiet >= QUIET_MS) void ask();
					timer = setTimeout(listen, Math.max(1, Math.min(left, (quiet < QUIET_MS ? QUIET_MS : SILENCE_MS_MAX) - quiet)));
				}
			};
			listen();
		});
		try {
			const given = await Promise.race([answer, givenUp]);
			if (isAnswer) heard();
			return given;
		} catch (error) {
			if (isFromServer(error)) heard();
			throw error;
		} finally {
			clearTimeout(timer);
		}
	};
}

/** A refusal is an answer too: the driver's own errors have no severity. */
const isFromServer = (error: unknown): boolean => error instanceof Error && "severity" in error;
