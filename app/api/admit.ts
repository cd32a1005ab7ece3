import type { ApiKey } from "../../db/keys/api-keys.ts";
import { isInNetworks } from "../domain/keys/client-networks.ts";
import type { ApiScope } from "../domain/people/roles.ts";
import { authenticateApiKey } from "../operations/keys/authenticate-api-key.ts";
import { takeRequest } from "../operations/keys/limit-requests.ts";
import type { Service } from "../platform/service.ts";
import type { Caller } from "./contract/exchange.ts";

/** Why a call is refused. `resetSeconds`: time until a limited key may call again. */
export type NotAdmitted =
	| { refused: "key-unknown" | "scope-missing" }
	| { refused: "network-wrong"; address: string | undefined }
	| { refused: "too-many-requests"; resetSeconds: number };

/**
 * Authentication and authorisation: returns the key if it is valid, comes from one of its networks,
 * is within its limit, and has any one of `scopes` (C11, C11a). It is independent of the call's
 * format, so that every entry point can use it. Fills in `caller` with the known facts, even for a
 * refusal.
 */
export async function admit(
	service: Service,
	sentKey: string,
	scopes: readonly ApiScope[],
	caller: Caller,
	clientAddress: string | undefined,
): Promise<ApiKey | NotAdmitted> {
	const apiKey = await authenticateApiKey(service, sentKey);
	if (apiKey === null) return { refused: "key-unknown" };
	caller.keyId = apiKey.id;
	if (apiKey.networks !== null && !isInNetworks(clientAddress, apiKey.networks))
		return { refused: "network-wrong", address: clientAddress };
	caller.connection?.becomeKnown();
	if (apiKey.requestsPerMinute !== null) {
		const allowance = takeRequest(service, apiKey.id, apiKey.requestsPerMinute);
		caller.allowance = allowance;
		if (!allowance.admitted)
			return { refused: "too-many-requests", resetSeconds: allowance.resetSeconds };
	}
	return scopes.some((scope) => apiKey.scopes.includes(scope))
		? apiKey
		: { refused: "scope-missing" };
}
