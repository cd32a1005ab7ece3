import { clientNetwork } from "../../domain/people/sign-in.ts";

/** Limits on pages that wait for their turn. */
export type PageLimits = {
	/** For all clients together. */
	waiting: number;
	/** For one client: an IPv4 address, or an IPv6 /64 network. */
	waitingOfAClient: number;
};

/** Waiting steps by client. The first client is next. */
type Lane = Map<string, (() => void)[]>;

/** While API calls arrive, the pause after a page's step is this many times the step's duration. */
const CALLS_SHARE = 2;

/**
 * Fair scheduling of pages, so that an API call waits for one step of one page at most (O7). The
 * event loop runs one step, then handles other events. While API calls arrive, it pauses between
 * two steps. Clients take turns: a client with many pages waits only for itself. A page under way
 * goes before new pages. Health checks take every second turn of new work, since a supervisor may
 * kill a process that answers them late.
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

	/** Waits for the turn of a new page. Null if too many wait already. */
	begin(clientAddress: string): Promise<void> | null {
		const client = clientNetwork(clientAddress);
		const own = this.waiting.get(client)?.length ?? 0;
		if (this.count >= this.limits.waiting || own >= this.limits.waitingOfAClient) return null;
		this.count += 1;
		return this.enter(this.waiting, client);
	}

	/** Waits for the turn of a health check. Checks are never refused, however many pages wait. */
	beginCheck(clientAddress: string): Promise<void> {
		return this.enter(this.checks, clientNetwork(clientAddress));
	}

	/** Waits for the next turn of a page under way. */
	goOn(): Promise<void> {
		return new Promise((resolve) => {
			this.begun.push(resolve);
			this.work();
		});
	}

	/** Records the arrival of an API call. */
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
		// Between these two callbacks, the step runs up to its next wait.
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

/** Takes the next step. Its client then goes to the end of the queue. */
function takeFirst(lane: Lane): (() => void) | undefined {
	const [first] = lane;
	if (first === undefined) return undefined;
	const [client, steps] = first;
	lane.delete(client);
	const step = steps.shift();
	if (steps.length > 0) lane.set(client, steps);
	return step;
}

/** The process's own instance. At the bound, the last page waits for a second or two. */
export const pageTurns = new PageTurns({ waiting: 400, waitingOfAClient: 100 });
