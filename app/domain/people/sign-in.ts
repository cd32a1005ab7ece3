/**
 * A session ends this long after a person's last action, or this long after the sign-in at the
 * latest (R7).
 */
export const SESSION_IDLE_SECONDS = 12 * 3600;
export const SESSION_SECONDS_MAX = 7 * 24 * 3600;
/** The last use is written at most this often. */
export const SESSION_TOUCH_SECONDS = 60;

/** A device stays known for this long after its last sign-in. */
export const DEVICE_DAYS = 180;
/** Known devices of one user, at most; the device of the latest sign-in stays. */
export const DEVICES_MAX = 20;
/** Consecutive failures after which a device is no longer known: its mark may be stolen. */
export const DEVICE_FAILURES_MAX = 20;

/**
 * Exponential backoff for failures under one key (R7). The first `free` failures cause no delay.
 * Each further one doubles the delay, from 1 s to `delaySecondsMax`. One failure is forgotten for
 * each `forgetSeconds` without a failure.
 */
export type SlowingRule = { free: number; delaySecondsMax: number; forgetSeconds: number };

/** The key of a failure count, and its name in the audit log's entry of a refusal. */
export type Counter = {
	key: string;
	kind: "account" | "client" | "device" | "session";
	rule: SlowingRule;
};

/** The stored failure count of a key. */
export type FailureCount = { failures: number; lastAt: Date };

/** The pace at which all clients together may guess one account's password. */
const ACCOUNT: SlowingRule = { free: 5, delaySecondsMax: 30, forgetSeconds: 600 };
/**
 * One account from one client. Its delay is longer than the account's. A stranger at one address
 * can therefore take only some of the account's turns. Its owner on a new device elsewhere gets the
 * others.
 */
const PAIR: SlowingRule = { free: 5, delaySecondsMax: 300, forgetSeconds: 600 };
/**
 * One client, for any accounts. Many people may share it, and more of them share a wider network.
 */
const CLIENT = (free: number): SlowingRule => ({ free, delaySecondsMax: 30, forgetSeconds: 60 });
const FREE_OF_NETWORKS = [20, 25, 30];
/** One account from a known device, independent of strangers' attempts. */
const DEVICE: SlowingRule = { free: 5, delaySecondsMax: 900, forgetSeconds: 1800 };
/** The current password, asked for in an open session. */
const OWN_PASSWORD: SlowingRule = { free: 5, delaySecondsMax: 900, forgetSeconds: 600 };

/** The counters of a sign-in from a device that is not known for the account. */
export function strangersCounters(accountKey: string, clientAddress: string): Counter[] {
	const networks = clientNetworks(clientAddress);
	return [
		{ key: `account ${accountKey}`, kind: "account", rule: ACCOUNT },
		{ key: `account-from ${networks.at(-1)} ${accountKey}`, kind: "account", rule: PAIR },
		...networks.map((network, index) => ({
			key: `network ${network}`,
			kind: "client" as const,
			rule: CLIENT(FREE_OF_NETWORKS[index] as number),
		})),
	];
}

/** The counter of a sign-in from a device that is known for the account. */
export const deviceCounter = (deviceId: string, accountKey: string): Counter => ({
	key: `device ${deviceId} ${accountKey}`,
	kind: "device",
	rule: DEVICE,
});

/** The counter of a change of one's own password. */
export const ownPasswordCounter = (userId: string): Counter => ({
	key: `password ${userId}`,
	kind: "session",
	rule: OWN_PASSWORD,
});

/** The account or network in a sign-in counter's key; null for other keys. */
export const subjectOfCounter = (key: string): string | null =>
	/^(?:account|account-from \S+|network|device \S+) (.+)$/.exec(key)?.[1] ?? null;

/**
 * The largest stored failure count of a key: more failures would not lengthen the delay, only the
 * time until they are forgotten.
 */
const FAILURES_KEPT = 40;

/** Failures that still count at `now`. */
export function failuresAt(count: FailureCount | undefined, rule: SlowingRule, now: Date): number {
	if (count === undefined) return 0;
	const idleSeconds = Math.max(0, now.getTime() - count.lastAt.getTime()) / 1000;
	return Math.max(0, count.failures - Math.floor(idleSeconds / rule.forgetSeconds));
}

/** Whole seconds to wait at `now` before the next attempt; 0 if there is no delay. */
export function waitSeconds(count: FailureCount | undefined, rule: SlowingRule, now: Date): number {
	const failures = failuresAt(count, rule, now);
	if (count === undefined || failures < rule.free) return 0;
	const delaySeconds = Math.min(rule.delaySecondsMax, 2 ** (failures - rule.free));
	const leftMs = count.lastAt.getTime() + delaySeconds * 1000 - now.getTime();
	// After a clock was set back, the delay must still not exceed the rule's.
	return Math.min(delaySeconds, Math.max(0, Math.ceil(leftMs / 1000)));
}

/** The count with one more failure, and the seconds until it expires. */
export function countOneMore(
	count: FailureCount | undefined,
	rule: SlowingRule,
	now: Date,
): { failures: number; keptSeconds: number } {
	const failures = Math.min(failuresAt(count, rule, now) + 1, FAILURES_KEPT);
	return { failures, keptSeconds: failures * rule.forgetSeconds };
}

/** IPv6 prefixes that clients are counted by: a customer gets a network of 64, 56 or 48 bits. */
const IPV6_PREFIXES = [64, 56, 48];

/**
 * The client as shown to the account's owner: an IPv4 address, or the /64 network of an IPv6
 * address.
 */
export const clientNetwork = (address: string): string => clientNetworks(address)[0] as string;

/**
 * The networks that a client's failures are counted by, narrowest first: one for IPv4, three for
 * IPv6.
 */
export function clientNetworks(address: string): string[] {
	const plain = address.trim().toLowerCase().replace(/%.*$/, "");
	const groups = plain.includes(":") ? ipv6Groups(plain) : null;
	if (groups === null) return [plain];
	if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
		const [high, low] = [groups[6] as number, groups[7] as number];
		return [[high >> 8, high & 255, low >> 8, low & 255].join(".")];
	}
	return IPV6_PREFIXES.map((bits) => {
		const kept = groups.slice(0, Math.ceil(bits / 16));
		const last = kept.length - 1;
		if (bits % 16 !== 0) kept[last] = (kept[last] as number) & (0xffff << (16 - (bits % 16)));
		return `${kept.map((group) => group.toString(16)).join(":")}::/${bits}`;
	});
}

/** The eight groups of an IPv6 address; null if it is not one. */
function ipv6Groups(address: string): number[] | null {
	const dotted = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
	const [a = 0, b = 0, c = 0, d = 0] = dotted?.slice(2).map(Number) ?? [];
	const text = dotted
		? `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
		: address;
	const [head = "", tail, ...more] = text.split("::");
	const parts = (part: string | undefined) => (part ? part.split(":") : []);
	const missing = tail === undefined ? 0 : 8 - parts(head).length - parts(tail).length;
	const all = [...parts(head), ...Array<string>(Math.max(0, missing)).fill("0"), ...parts(tail)];
	const isOne =
		more.length === 0 && all.length === 8 && all.every((group) => /^[0-9a-f]{1,4}$/.test(group));
	return isOne ? all.map((group) => Number.parseInt(group, 16)) : null;
}
