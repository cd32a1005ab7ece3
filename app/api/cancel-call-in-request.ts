import { cancelCallInRequest } from "../operations/cancel-call-in-request.ts";
import { describeStored } from "./describe-request.ts";
import { fail } from "./envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "./exchange.ts";
import { describeIssues } from "./fields.ts";
import { idempotent } from "./idempotent.ts";
import { requestIdBody } from "./retrieve-call-in-request.ts";

/** POST …/cancel: ends a request early; one that has ended already is told with its state (C8). */
async function answerCancel({ database, apiKey, body }: ApiCall): Promise<ApiAnswer> {
	const parsed = requestIdBody.safeParse(body);
	if (!parsed.success) return fail("fields-wrong", { detail: describeIssues(parsed.error) });
	const cancelled = await cancelCallInRequest(database, { id: parsed.data.id, apiKey });
	if (!cancelled.ok) return fail("no-such-request");
	return { ok: true, data: describeStored(cancelled.value, { withUserData: false }) };
}

export const cancelCallInRequestEndpoint: Endpoint = {
	method: "POST",
	path: "/engagement/v3/call-in/requests/cancel",
	scopes: ["create"],
	answer: idempotent("cancel", answerCancel),
};
