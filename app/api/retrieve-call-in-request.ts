import { z } from "zod";
import { retrieveCallInRequest } from "../operations/retrieve-call-in-request.ts";
import { describeStored } from "./describe-request.ts";
import { fail } from "./envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "./exchange.ts";
import { describeIssues, requiredUuid } from "./fields.ts";

/** The body of a retrieve or cancel call. */
export const requestIdBody = z.object({ id: requiredUuid });

/** POST …/retrieve: one request and its state; user data for keys of phone systems only (C8, C11). */
async function answerRetrieve({ database, apiKey, body }: ApiCall): Promise<ApiAnswer> {
	const parsed = requestIdBody.safeParse(body);
	if (!parsed.success) return fail("fields-wrong", { detail: describeIssues(parsed.error) });
	const found = await retrieveCallInRequest(database, { id: parsed.data.id, apiKey });
	if (!found.ok) return fail("no-such-request");
	return { ok: true, data: describeStored(found.value, { withUserData: apiKey.scopes.includes("match") }) };
}

export const retrieveCallInRequestEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/retrieve",
	scopes: ["create", "match"],
	answer: answerRetrieve,
};
