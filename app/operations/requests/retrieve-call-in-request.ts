import type { Db } from "../../../db/connection/database.ts";
import { findCallInRequest, type KeyLimits } from "../../../db/requests/call-in-requests.ts";
import type { StoredCallInRequest } from "../../domain/requests/call-in.ts";
import { err, ok, type Result } from "../../domain/result.ts";

/** No request has this ID, or the key may not see it. Both get the same answer (C2). */
export type NoSuchRequest = { code: "no-such-request" };

/** Reads one request. `id` is a UUID (C8). */
export async function retrieveCallInRequest(
	db: Db,
	{ id, apiKey }: { id: string; apiKey: KeyLimits },
): Promise<Result<StoredCallInRequest, NoSuchRequest>> {
	const found = await findCallInRequest(db, id, apiKey);
	return found === null ? err({ code: "no-such-request" }) : ok(found);
}
