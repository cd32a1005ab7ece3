import path from "node:path";
import { damaged } from "../db/connection/embedded.ts";
import { isUnreachable, sqlState } from "../db/connection/errors.ts";
import { isRefusedCertificate } from "../db/connection/server-tls.ts";
import { UnusableDatabaseError } from "../db/connection/unusable-database.ts";
import { type Env, EnvError, getEnv } from "./platform/env.server.ts";

/** The server cannot listen on HOST and PORT. `cause` is the system's error. */
export class CannotListenError extends Error {
	override name = "CannotListenError";
}

/**
 * Says in one line what keeps a process from starting, where the operator can mend it; undefined
 * for a defect of ours. A code alone does not tell what failed: all that is no setting and no
 * listening is the database.
 */
export function whatTheOperatorCanMend(
	error: unknown,
	settings?: Pick<Env, "DATABASE_URL" | "DATA_DIR">,
): string | undefined {
	if (error instanceof EnvError || error instanceof UnusableDatabaseError) return error.message;
	const code = sqlState(error) ?? "";
	if (error instanceof CannotListenError) return whyNotListening(code);
	const { DATABASE_URL, DATA_DIR } = settings ?? getEnv();
	const { name, message } = innermost(error);
	if (DATABASE_URL !== undefined) return whyNotOnServer(code, error, message);
	const directory = path.resolve(DATA_DIR);
	if (code === "53100")
		return `The disk of DATA_DIR (${directory}) is full. Make room, then start again.`;
	// The engine stops in the middle of WebAssembly where it finds what cannot be.
	return name === "RuntimeError" || /^(58|XX)/.test(code)
		? damaged(directory, message).message
		: undefined;
}

function innermost(error: unknown): { name: string; message: string } {
	let at = error;
	while (at instanceof Error && at.cause instanceof Error) at = at.cause;
	return at instanceof Error ? at : { name: typeof at, message: String(at) };
}

function whyNotListening(code: string): string {
	switch (code) {
		case "EADDRINUSE":
			return "The port is taken by another program. Stop that one, or set PORT to another port.";
		case "EACCES":
			return "The port may not be used by this user. Set PORT to 1024 or more.";
		case "EADDRNOTAVAIL":
		case "EAFNOSUPPORT":
		case "EINVAL":
			return "HOST is not an address of this machine.";
		case "ENOTFOUND":
		case "EAI_AGAIN":
		case "EAI_FAIL":
		case "ENODATA":
			return "HOST is a name that this machine does not know. Set HOST to one of its addresses, or to 0.0.0.0 for all.";
		default:
			return `The server cannot listen on HOST and PORT (${code}).`;
	}
}

const NETWORK =
	/^(EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|ENOENT|EACCES)$/;
const TLS =
	/^(ERR_TLS_|ERR_SSL_|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;

function whyNotOnServer(code: string, error: unknown, message: string): string | undefined {
	// A name, never a value.
	const parameter =
		/(?:unrecognized configuration parameter|unsupported startup parameter)\W+([\w.]+)/.exec(
			message,
		)?.[1];
	if (parameter)
		return `DATABASE_URL sets ${parameter}, which neither the driver nor the server knows. Take it out.`;
	if (code === "53300")
		return "The database server has no connection left for this user. Raise max_connections, or its limit for the user.";
	if (code === "53100")
		return "The disk of the database server is full. Make room on it, then start again.";
	if (code.startsWith("53"))
		return `The database server is short of resources (${code}). Its log says of which.`;
	if (code === "TLS_REFUSED")
		return "The database server has no TLS, which sslmode in DATABASE_URL asks for. Switch it on there, or set sslmode=disable where the line is your own.";
	if (isRefusedCertificate(code))
		return `The database server's certificate was refused (${code}). Check sslmode and sslrootcert in DATABASE_URL, and the certificate's names, issuer and end.`;
	if (TLS.test(code))
		return `There is no trusted TLS connection to the database server (${code}). Check its certificate, and sslmode in DATABASE_URL.`;
	if (code.startsWith("28"))
		return "The database server refused the user or password in DATABASE_URL.";
	if (code === "3D000")
		return "The database that DATABASE_URL names does not exist. Create it, or name another.";
	if (code === "42501" || code === "3F000")
		return "The user in DATABASE_URL may not create or change the tables of this database. Make that user the owner of the database and its tables.";
	if (code === "25006")
		return "The database takes no writes: its server is a standby, or default_transaction_read_only is on. Name the primary in DATABASE_URL, promote the standby, or switch that off.";
	if (code === "57014")
		return "The database server ended a statement before it was done (57014). Raise statement_timeout for the user in DATABASE_URL.";
	if (code === "ERR_INVALID_URL" || code === "ERR_SOCKET_BAD_PORT")
		return "DATABASE_URL cannot be read as an address.";
	if (/^(58|XX)/.test(code))
		return `The database server reports damage or an error of its disk (${code}). Its log says more.`;
	if (isUnreachable(error) || NETWORK.test(code))
		return `The database cannot be reached (${code}). Check DATABASE_URL, and whether the server runs.`;
	return undefined;
}
