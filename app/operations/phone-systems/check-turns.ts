import { clientNetwork } from "../../domain/people/sign-in.ts";
import { REFUSALS_A_MINUTE, WAITING_MAX } from "../../domain/phone-systems/webhook-limits.ts";
import type { CheckTurns, Service } from "../../platform/service.ts";

/*
 * Anybody can send webhooks, and checking one costs more than sending one. A limit that refuses the
 * further ones would shut out the right ones: a stranger can make the platform itself send wrong
 * ones, from the addresses that all its customers share. So every webhook is checked. Clients that
 * send many wrong ones take turns, with one check in a turn of the event loop, so that the calls
 * under way come first. An address that has sent a valid one never waits.
 */

/** Clients counted one by one in a minute. Further ones count for their connection only. */
const CLIENTS_MAX = 10_000;
/** Addresses with a valid webhook that are kept for each connection. A platform has fewer. */
const KNOWN_MAX = 1000;

/** The connection that a webhook names, and the address that it came from. */
export type Sender = { connectionId: string; address: string };

/**
 * Resolves when the webhook's signature may be checked: at once, or after those of others (O7).
 * False if too many webhooks of its client wait already. `now`: milliseconds of a monotonic clock.
 */
export function takeCheckTurn(
	{ state: { checkTurns } }: Service,
	sender: Sender,
	now = performance.now(),
): true | Promise<boolean> {
	if (isKnown(checkTurns, sender) || !sentMany(checkTurns, sender, now)) return true;
	const network = clientNetwork(sender.address);
	const own = checkTurns.waiting.get(network) ?? [];
	// A client of which none waits always has its turn, however many others wait.
	const limit = checkTurns.waitingOfAll < WAITING_MAX.ofAll ? WAITING_MAX.ofClient : 1;
	if (own.length >= limit) return Promise.resolve(false);
	return new Promise((resolve) => {
		own.push(() => resolve(true));
		checkTurns.waiting.set(network, own);
		checkTurns.waitingOfAll += 1;
		if (checkTurns.waitingOfAll === 1) setImmediate(giveTurns, checkTurns);
	});
}

/** Notes that a webhook was valid: its address no longer waits. */
export function noteValid({ state: { checkTurns } }: Service, sender: Sender): void {
	const { connectionId, address } = sender;
	const addresses = checkTurns.known.get(connectionId);
	if (addresses === undefined) checkTurns.known.set(connectionId, new Set([address]));
	else if (!addresses.has(address)) {
		// A set keeps the order of insertion.
		const [oldest] = addresses.size < KNOWN_MAX ? [] : addresses;
		if (oldest !== undefined) addresses.delete(oldest);
		addresses.add(address);
	}
}

/**
 * Counts a refused webhook. Returns whether its client, and all clients of the connection together,
 * have sent few of them in this minute. `now`: milliseconds of a monotonic clock.
 */
export function countRefused(
	{ state: { checkTurns } }: Service,
	sender: Sender,
	now = performance.now(),
): boolean {
	const wereFew = !sentMany(checkTurns, sender, now);
	const { ofClient, ofConnection } = checkTurns.refusals;
	const network = clientNetwork(sender.address);
	if (ofClient.has(network) || ofClient.size < CLIENTS_MAX) add(ofClient, network);
	add(ofConnection, sender.connectionId);
	return wereFew;
}

const isKnown = ({ known }: CheckTurns, { connectionId, address }: Sender): boolean =>
	known.get(connectionId)?.has(address) === true;

function sentMany(turns: CheckTurns, { connectionId, address }: Sender, now: number): boolean {
	const minute = Math.floor(now / 60_000);
	if (minute !== turns.minute) {
		turns.minute = minute;
		turns.refusals = { ofClient: new Map(), ofConnection: new Map() };
	}
	const { ofClient, ofConnection } = turns.refusals;
	if (ofConnection.size === 0) return false;
	return (
		(ofConnection.get(connectionId) ?? 0) >= REFUSALS_A_MINUTE.ofConnection ||
		(ofClient.get(clientNetwork(address)) ?? 0) >= REFUSALS_A_MINUTE.ofClient
	);
}

/** Gives the next client its turn, and the others theirs in later turns of the event loop. */
function giveTurns(turns: CheckTurns): void {
	for (const [network, own] of turns.waiting) {
		turns.waiting.delete(network);
		const turn = own.shift();
		if (own.length > 0) turns.waiting.set(network, own);
		turns.waitingOfAll -= 1;
		turn?.();
		break;
	}
	if (turns.waitingOfAll > 0) setImmediate(giveTurns, turns);
}

const add = (counts: Map<string, number>, key: string): void =>
	void counts.set(key, (counts.get(key) ?? 0) + 1);
