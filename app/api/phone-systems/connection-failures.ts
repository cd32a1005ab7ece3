import { findConnectionFor, type StoredConnection } from "../../../db/phone-systems/connections.ts";
import {
	type ConnectionChanged,
	type ConnectionError,
	messageOfConnectionError,
} from "../../domain/phone-systems/connection-errors.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, JsonAnswer } from "../contract/exchange.ts";
import { failStale, requireIfMatch } from "../provisioning/if-match.ts";
import { connectionEtag, describeWholeConnection } from "./describe-connection.ts";

type Failed = ReturnType<typeof fail>;

/** An operation's refusal, in the page's words (C12). */
export function failConnection(error: ConnectionError | ConnectionChanged): Failed {
	switch (error.code) {
		case "connection-gone":
			return fail("connection-gone");
		case "changed-meanwhile":
			return failStale(error);
		case "connection-name-taken":
			return fail("connection-name-taken");
		case "public-url-missing":
		case "secrets-key-missing":
		case "secrets-key-wrong":
			return fail("installation-not-ready", { message: messageOfConnectionError(error) });
		case "connection-made-already":
			throw new Error("A new ID is the ID of another connection.");
	}
}

/** The connection in the call's path, as far as its key may see it. */
export const findConnectionOf = ({
	service: { db },
	apiKey,
	params,
}: ApiCall): Promise<StoredConnection | null> =>
	findConnectionFor(db, apiKey, params.connectionId ?? "");

/** The same at the version that the client has read, for a change (G11). */
export async function findConnectionAsRead(
	call: ApiCall,
): Promise<{ ok: true; value: StoredConnection } | Failed> {
	const asked = requireIfMatch(call.ifMatch);
	if (!asked.ok) return asked;
	const connection = await findConnectionOf(call);
	if (!connection) return fail("connection-gone");
	if (!asked.value.matches(connectionEtag(connection)))
		return failStale({ by: connection.updatedBy, at: connection.updatedAt });
	return { ok: true, value: connection };
}

/** The whole connection in the call's path as it is now, with `more` in its data. */
export async function answerConnection(
	call: ApiCall,
	more: Record<string, unknown> = {},
): Promise<JsonAnswer> {
	const connection = await findConnectionOf(call);
	if (!connection) return fail("connection-gone");
	const data = await describeWholeConnection(call.service.db, call.apiKey, connection);
	return { ok: true, data: { ...data, ...more }, etag: connectionEtag(connection) };
}

/** Carries out a change of the connection that the client has read, and answers with its result. */
export async function answerChanged(
	call: ApiCall,
	change: (
		connection: StoredConnection,
	) => Promise<{ ok: true } | { ok: false; error: ConnectionError | ConnectionChanged }>,
): Promise<ApiAnswer> {
	const found = await findConnectionAsRead(call);
	if (!found.ok) return found;
	const changed = await change(found.value);
	return changed.ok ? answerConnection(call) : failConnection(changed.error);
}
