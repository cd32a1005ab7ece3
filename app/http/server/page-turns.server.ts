import { clientNetwork } from "../../domain/people/sign-in.ts";

/** How many pages may wait for their turn. */
export type PageLimits = {
	/** Of all clients together. */
	waiting: number;
	/** Of one client: an IPv4 address, or an IPv6 network of 64 bits. */
	waitingOfAClient: number;
};

/** Steps that wait, by client; the client whose turn comes next is the first. */
type Lane = Map<string, (() => void)[]>;

/**
 * While calls of the API come, a step of a page is followed by a pause of so many times as long.
 */
const CALLS_SHARE = 2;

/**
 * Gives pages their turns, so that calls of the API wait for one step of one page at most (O7): the
 * event loop takes a step, then looks at what else has come, and while calls come, it leaves them
 * time between two steps. Clients take turns too: one with many pages waits for its own. A page
 * that has begun goes before those that have not, and checks of this process take every second turn
 * of those that begin: whoever waits long for one might end the process.
 */
export class PageTurns {
	private readonly begun: (() => void)[] = [];
	private readonly waiting: Lane = new Map();
	private readonly checks: Lane = new Map();
	private wasCheck = false;
	private count = 0;
	private isAtWork = false;
	private calls = 0;
	private callsSeen = 0;

	constructor(private readonly limits: PageLimits) {}

	/** Waits for the turn of a page that begins. Null where too many wait already. */
	begin(clientAddress: string): Promise<void> | null {
		const client = clientNetwork(clientAddress);
		const own = this.waiting.get(client)?.length ?? 0;
		if (this.count >= this.limits.waiting || own >= this.limits.waitingOfAClient) return null;
		this.count += 1;
		return this.enter(this.waiting, client);
	}

	/**
	 * Waits for the turn of a check whether this process lives and can serve. None is refused,
	 * however many pages wait.
	 */
	beginCheck(clientAddress: string): Promise<void> {
		return this.enter(this.checks, clientNetwork(clientAddress));
	}

	/** Waits for the next turn of a page that has begun. */
	goOn(): Promise<void> {
		return new Promise((resolve) => {
			this.begun.push(resolve);
			this.work();
		});
	}

	/** Notes that a call of the API has come. */
	noteCall(): void {
		this.calls += 1;
	}

	private enter(lane: Lane, client: string): Promise<void> {
		const own = lane.get(client) ?? [];
		lane.set(client, own);
		return new Promise((resolve) => {
			own.push(resolve);
			this.work();
		});
	}

	private work(): void {
		if (this.isAtWork) return;
		this.isAtWork = true;
		this.next();
	}

	private next(): void {
		const step = this.take();
		if (step === undefined) {
			this.isAtWork = false;
			return;
		}
		let began = 0;
		setImmediate(() => {
			began = performance.now();
			step();
		});
		// Between these two, whoever waited for the step runs, up to where it waits for something else.
		setImmediate(() => {
			const took = performance.now() - began;
			if (this.calls === this.callsSeen) return this.next();
			this.callsSeen = this.calls;
			setTimeout(() => this.next(), took * CALLS_SHARE);
		});
	}

	private take(): (() => void) | undefined {
		const begun = this.begun.shift();
		if (begun !== undefined) return begun;
		this.wasCheck = this.checks.size > 0 && !(this.wasCheck && this.count > 0);
		if (this.wasCheck) return takeFirst(this.checks);
		if (this.count === 0) return undefined;
		this.count -= 1;
		return takeFirst(this.waiting);
	}
}

/** The step whose turn it is; its client's next one comes after those of all others. */
function takeFirst(lane: Lane): (() => void) | undefined {
	const [first] = lane;
	if (first === undefined) return undefined;
	const [client, steps] = first;
	lane.delete(client);
	const step = steps.shift();
	if (steps.length > 0) lane.set(client, steps);
	return step;
}

/** Those of this process. At the bound, the last one waits for a second or two. */
export const pageTurns = new PageTurns({ waiting: 400, waitingOfAClient: 100 });
