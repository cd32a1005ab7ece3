import type { ApiRequest } from "../../api/contract/exchange.ts";
import type { CallRefusal } from "../../domain/phone-systems/noted-call.ts";
import { WEBHOOK_BODY_BYTES_MAX } from "../../domain/phone-systems/webhook-limits.ts";
import type { Door } from "../door.ts";
import { hasManyFields, type Webhook } from "../webhook.ts";

const NO_BODY = new Uint8Array();

/**
 * Reads a request whose head is right as a webhook, with the bytes of its body. A form of very many
 * fields would cost as much to read as hundreds of calls, so it counts as too large.
 */
export async function readWebhook(
	{ method, path, headers, readBody }: ApiRequest,
	{ body: type }: Pick<Door, "body">,
): Promise<Webhook | CallRefusal | "too-slow"> {
	if (method === "GET") return { method, target: path, headers, body: NO_BODY };
	const body = await readBody(WEBHOOK_BODY_BYTES_MAX);
	// A client that has disconnected reads no answer.
	if (body === "gone") return "unreadable";
	if (typeof body === "string") return body;
	return type === "form" && hasManyFields(body)
		? "too-large"
		: { method, target: path, headers, body };
}
