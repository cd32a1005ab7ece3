import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from "node:tls";
import { UnusableDatabaseError } from "./unusable-database.ts";

/** The driver's TLS options; empty if DATABASE_URL has none. */
export type Tls = { ssl?: boolean | "allow" | "prefer" | "require" | ConnectionOptions };

/**
 * The known parameters that begin with "ssl"; the driver sends all others to the server as
 * settings.
 */
const PARAMETERS = new Set(["ssl", "sslmode", "sslrootcert", "sslnegotiation"]);
const OFF = new Set(["disable", "false"]);
/** Encrypted, without a check of the server's identity. */
const UNVERIFIED = new Set(["allow", "prefer", "require"]);
/** All of these check the host name too, as the driver does. */
const VERIFIED = new Set(["verify-ca", "verify-full", "true"]);

/**
 * Takes the TLS parameters out of a DATABASE_URL. The driver itself takes any unknown mode for a
 * known one, sends `sslrootcert` to the server, and compares the certificate of a server named by
 * its IP address with "localhost". Throws an UnusableDatabaseError for an unknown value, and for an
 * unreadable certificate file.
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
 * Compares the certificate with the host of the connection. For an IP address, the driver does not
 * say which: the certificate must be for one of the addresses in DATABASE_URL.
 */
const identityCheck =
	(hosts: readonly string[]) =>
	(asked: string, certificate: PeerCertificate): Error | undefined => {
		const addresses = hosts.filter((host) => isIP(host) !== 0);
		const names = hosts.includes(asked) || addresses.length === 0 ? [asked] : addresses;
		const errors = names.map((name) => checkServerIdentity(name, certificate));
		return errors.includes(undefined) ? undefined : errors[0];
	};

/** The hosts of a URL (it may have several), without their ports. */
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
 * Whether an error's code means that the server could not prove its identity, so there is no
 * connection.
 */
export const isRefusedCertificate = (code: string): boolean => REFUSED_CERTIFICATE.test(code);
