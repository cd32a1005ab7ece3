/** Failed sign-ins of one address from one client, until it has to wait (R2). */
export const PAIR_FAILURES_MAX = 5;
/** Failed sign-ins from one client, whatever the addresses. */
export const CLIENT_FAILURES_MAX = 50;
/** Failures are counted for this long from the first one; then the count starts again. */
export const FAILURE_WINDOW_SECONDS = 15 * 60;

/** A session ends this long after its last use, and at the latest this long after the sign-in. */
export const SESSION_IDLE_SECONDS = 12 * 3600;
export const SESSION_SECONDS_MAX = 7 * 24 * 3600;
/** The last use is written down no more often than this. */
export const SESSION_TOUCH_SECONDS = 60;

/** What failures are counted by: a client has one IPv4 address, but a whole /64 network of IPv6 addresses to draw from. */
export function clientNetwork(address: string): string {
	const plain = address.trim().toLowerCase().replace(/%.*$/, "");
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
	if (mapped) return mapped[1] as string;
	if (!plain.includes(":")) return plain;
	const [head = "", tail] = plain.split("::");
	const groups = (part: string | undefined) => (part ? part.split(":") : []);
	const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
	const all = [...groups(head), ...Array<string>(Math.max(0, missing)).fill("0"), ...groups(tail)];
	return `${all
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ""))
		.join(":")}::/64`;
}
