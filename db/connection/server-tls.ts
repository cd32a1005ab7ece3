import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from "node:tls";
import { UnusableDatabaseError } from "./unusable-database.ts";

/** What the driver is told of TLS; nothing where DATABASE_URL says nothing of it. */
export type Tls = { ssl?: boolean | "allow" | "prefer" | "require" | ConnectionOptions };

/**
 * Parameters that begin with "ssl" and mean something here; the driver sends all others to the
 * server as settings.
 */
const PARAMETERS = new Set(["ssl", "sslmode", "sslrootcert", "sslnegotiation"]);
const OFF = new Set(["disable", "false"]);
/** Encrypted, with whoever answers. */
const UNVERIFIED = new Set(["allow", "prefer", "require"]);
/** The name is checked for all of them, as the driver does it. */
const VERIFIED = new Set(["verify-ca", "verify-full", "true"]);

/**
 * Takes what a DATABASE_URL says of TLS out of it: the driver takes any unknown mode for a known
 * one, sends `sslrootcert` to the server, and compares the certificate of a server that is named by
 * its IP address with "localhost". Throws an UnusableDatabaseError for what it does not know, and
 * for a file of certificates that cannot be read.
 */
export function takeTls(databaseUrl: string): { url: string; tls: Tls } {
	const [base, query] = splitAtFirst(databaseUrl, "?");
	const params = new URLSearchParams(query);
	for (const name of params.keys())
		if (/^ssl/i.test(name) && !PARAMETERS.has(name))
			throw refusal(`${name} is not known; of TLS, sslmode and sslrootcert are`);
	const mode = params.getAll("sslmode").at(-1) ?? params.getAll("ssl").at(-1);
	const roots = params.getAll("sslrootcert").at(-1);
	if (mode === undefined && roots === undefined) return { url: databaseUrl, tls: {} };
	for (const name of ["ssl", "sslmode", "sslrootcert"]) params.delete(name);
	return {
		url: params.size === 0 ? base : `${base}?${params}`,
		tls: { ssl: tlsOf(mode, roots, hostsOf(base)) },
	};
}

function tlsOf(
	mode: string | undefined,
	roots: string | undefined,
	hosts: readonly string[],
): NonNullable<Tls["ssl"]> {
	if (roots !== undefined && (mode === undefined || !VERIFIED.has(mode)))
		throw refusal("sslrootcert needs sslmode=verify-full");
	if (mode === undefined || OFF.has(mode)) return false;
	if (UNVERIFIED.has(mode)) return mode as "require";
	if (!VERIFIED.has(mode))
		throw refusal("sslmode must be disable, allow, prefer, require, verify-ca or verify-full");
	const ca = roots === undefined || roots === "system" ? {} : { ca: readRoots(roots) };
	return { rejectUnauthorized: true, checkServerIdentity: identityCheck(hosts), ...ca };
}

function readRoots(file: string): string {
	try {
		const text = readFileSync(file, "utf8");
		if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
	} catch (error) {
		throw refusal(`sslrootcert cannot be read (${(error as NodeJS.ErrnoException).code})`);
	}
	throw refusal("sslrootcert has no certificate in it (PEM)");
}

/**
 * Compares the certificate with the host that was asked. Where that is an IP address, the driver
 * does not say which: the certificate has to be of one of those that DATABASE_URL names.
 */
const identityCheck =
	(hosts: readonly string[]) =>
	(asked: string, certificate: PeerCertificate): Error | undefined => {
		const addresses = hosts.filter((host) => isIP(host) !== 0);
		const names = hosts.includes(asked) || addresses.length === 0 ? [asked] : addresses;
		const errors = names.map((name) => checkServerIdentity(name, certificate));
		return errors.includes(undefined) ? undefined : errors[0];
	};

/** The hosts of a URL, of which it may have several, without their ports. */
function hostsOf(base: string): string[] {
	const authority = /^[a-z]+:\/\/(?:[^/]*@)?([^/]*)/i.exec(base)?.[1] ?? "";
	return authority.split(",").map((host) => /^\[(.*)\]/.exec(host)?.[1] ?? host.split(":", 1)[0]!);
}

function splitAtFirst(text: string, mark: string): [string, string] {
	const at = text.indexOf(mark);
	return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

const refusal = (what: string) => new UnusableDatabaseError(`DATABASE_URL: ${what}.`);

const REFUSED_CERTIFICATE = new RegExp(
	`^(?:${[
		String.raw`(?:ERR_TLS|ERR_SSL|CERT|UNABLE_TO)_\w+`,
		"SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT",
		"INVALID_(?:CA|PURPOSE)|HOSTNAME_MISMATCH",
	].join("|")})$`,
);

/**
 * Whether an error's code means that the server could not prove who it is: there is no connection
 * to it.
 */
export const isRefusedCertificate = (code: string): boolean => REFUSED_CERTIFICATE.test(code);
