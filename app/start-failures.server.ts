import path from "node:path";
import { damaged } from "../db/connection/embedded.ts";
import { isUnreachable, sqlState } from "../db/connection/errors.ts";
import { isRefusedCertificate } from "../db/connection/server-tls.ts";
import { UnusableDatabaseError } from "../db/connection/unusable-database.ts";
import { type Env, EnvError, getEnv } from "./platform/env.server.ts";
import { texts } from "./texts/texts.ts";

const words = texts.messages.start;

/** The server cannot listen on HOST and PORT. `cause` is the system's error. */
export class CannotListenError extends Error {
	override name = "CannotListenError";
}

/**
 * The reason of a failed start in one line, if the operator can correct it. Undefined for a defect
 * of the product. A code alone does not locate the failure: every error that is neither a setting
 * nor the listening port comes from the database.
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
	if (code === "53100") return words.diskFull({ directory });
	// The embedded engine aborts in WebAssembly on corrupt data.
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
			return words.port.taken;
		case "EACCES":
			return words.port.forbidden;
		case "EADDRNOTAVAIL":
		case "EAFNOSUPPORT":
		case "EINVAL":
			return words.host.notHere;
		case "ENOTFOUND":
		case "EAI_AGAIN":
		case "EAI_FAIL":
		case "ENODATA":
			return words.host.unknown;
		default:
			return words.cannotListen({ code });
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
	if (parameter) return words.database.parameterUnknown({ parameter });
	if (code === "53300") return words.database.noConnectionLeft;
	if (code === "53100") return words.database.diskFull;
	if (code.startsWith("53")) return words.database.shortOfResources({ code });
	if (code === "TLS_REFUSED") return words.database.noTls;
	if (isRefusedCertificate(code)) return words.database.certificateRefused({ code });
	if (TLS.test(code)) return words.database.tlsFailed({ code });
	if (code.startsWith("28")) return words.database.credentialsRefused;
	if (code === "3D000") return words.database.nameUnknown;
	if (code === "42501" || code === "3F000") return words.database.notOwner;
	if (code === "25006") return words.database.readOnly;
	if (code === "57014") return words.database.statementTimeout;
	if (code === "ERR_INVALID_URL" || code === "ERR_SOCKET_BAD_PORT")
		return words.database.urlUnreadable;
	if (/^(58|XX)/.test(code)) return words.database.damaged({ code });
	if (isUnreachable(error) || NETWORK.test(code)) return words.database.unreachable({ code });
	return undefined;
}
