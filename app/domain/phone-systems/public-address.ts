import { factsOfKind, needsPublicUrl, parseKind } from "./connection-kinds.ts";

/**
 * Why a connection cannot be reached as it should. `missing`: its kind needs PUBLIC_URL, which is
 * not set. `insecure`: its password crosses the network in plain text, because PUBLIC_URL is http.
 */
export type AddressTrouble = "missing" | "insecure";

/** The trouble of a kind with PUBLIC_URL; null for none. A loopback address crosses no network. */
export function addressTrouble(code: string, publicUrl: string | undefined): AddressTrouble | null {
	const kind = parseKind(code);
	if (kind === undefined) return null;
	if (publicUrl === undefined) return needsPublicUrl(kind) ? "missing" : null;
	const { protocol, hostname } = new URL(publicUrl);
	const { slot } = factsOfKind(kind).secret;
	const sendsSecret = slot === "password" || slot === "key";
	return sendsSecret && protocol === "http:" && !LOOPBACK.test(hostname) ? "insecure" : null;
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
