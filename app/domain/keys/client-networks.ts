import { err, ok, type Result } from "../result.ts";

/** Networks of one key, at most. */
export const NETWORKS_MAX = 50;

/** An address as bits, with those of an IPv4 address mapped into IPv6 written as IPv4. */
type Address = { bits: bigint; length: 32 | 128 };

const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function readV4(text: string): bigint | null {
	const parts = V4.exec(text)?.slice(1);
	if (!parts || parts.some((part) => Number(part) > 255 || /^0\d/.test(part))) return null;
	return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

const GROUPS = 8;

function readV6(text: string): bigint | null {
	// The last 32 bits may be written as IPv4.
	const at = text.lastIndexOf(":") + 1;
	const v4 = text.includes(".") ? readV4(text.slice(at)) : undefined;
	if (v4 === null) return null;
	const plain =
		v4 === undefined
			? text
			: `${text.slice(0, at)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
	const halves = plain.split("::");
	if (halves.length > 2) return null;
	const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
	const missing = GROUPS - head.length - tail.length;
	if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
	const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
	if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
	return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

const MAPPED = 0xffffn << 32n;

function readAddress(text: string): Address | null {
	const v4 = readV4(text);
	if (v4 !== null) return { bits: v4, length: 32 };
	const v6 = text.includes(":") ? readV6(text.replace(/%.*$/, "")) : null;
	if (v6 === null) return null;
	return v6 >> 32n === MAPPED >> 32n
		? { bits: v6 & 0xffff_ffffn, length: 32 }
		: { bits: v6, length: 128 };
}

type Network = Address & { prefix: number };

function readNetwork(text: string): Network | null {
	const [address = "", prefix, more] = text.trim().split("/");
	const read = readAddress(address);
	if (read === null || more !== undefined) return null;
	if (prefix === undefined) return { ...read, prefix: read.length };
	if (!/^\d{1,3}$/.test(prefix)) return null;
	// A prefix of a mapped address counts from the beginning of IPv6.
	const isMapped = read.length === 32 && address.includes(":");
	const bits = Number(prefix) - (isMapped ? 96 : 0);
	return bits < 0 || bits > read.length ? null : { ...read, prefix: bits };
}

const hostBits = ({ length, prefix }: Network): bigint => BigInt(length - prefix);

/** A network as it is stored, with the bits beyond its prefix cleared. */
function written(network: Network): string {
	const bits = (network.bits >> hostBits(network)) << hostBits(network);
	if (network.length === 32)
		return `${[24n, 16n, 8n, 0n].map((by) => (bits >> by) & 0xffn).join(".")}/${network.prefix}`;
	const groups = Array.from({ length: GROUPS }, (_, at) =>
		((bits >> BigInt(16 * (GROUPS - 1 - at))) & 0xffffn).toString(16),
	);
	return `${groups.join(":")}/${network.prefix}`;
}

/**
 * Reads client networks (C11a): addresses, or networks as CIDR such as `203.0.113.0/24` and
 * `2001:db8::/32`. The error is the first text that is neither, or that there are too many.
 */
export function parseNetworks(
	texts: readonly string[],
): Result<string[], { code: "network-unreadable"; text: string } | { code: "networks-too-many" }> {
	const networks = new Set<string>();
	for (const text of texts) {
		const network = readNetwork(text);
		if (network === null) return err({ code: "network-unreadable", text });
		networks.add(written(network));
	}
	return networks.size > NETWORKS_MAX ? err({ code: "networks-too-many" }) : ok([...networks]);
}

/** Whether a client's address is in one of the networks. An unknown address is in none. */
export function isInNetworks(address: string | undefined, networks: readonly string[]): boolean {
	const read = readAddress(address ?? "");
	if (read === null) return false;
	return networks.some((text) => {
		const network = readNetwork(text);
		if (network === null || network.length !== read.length) return false;
		return read.bits >> hostBits(network) === network.bits >> hostBits(network);
	});
}
