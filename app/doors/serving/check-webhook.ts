import { type Connection, validSecrets } from "../../domain/phone-systems/connection.ts";
import { factsOfKind } from "../../domain/phone-systems/connection-kinds.ts";
import type { CallRefusal } from "../../domain/phone-systems/noted-call.ts";
import type { Door } from "../door.ts";
import type { Webhook } from "../webhook.ts";

/** Why a webhook is not authentic, or cannot be checked (P5); null if it is authentic. */
export function checkWebhook(
	door: Door,
	webhook: Webhook,
	connection: Connection,
	publicUrl: string | undefined,
	now = Date.now(),
): CallRefusal | null {
	if (factsOfKind(connection.kind).needsPublicUrl && publicUrl === undefined)
		return "no-public-url";
	const secrets = validSecrets(connection, now);
	const isUnreadable = connection.secrets.some(({ value }) => value === null);
	if (secrets.length === 0) return isUnreadable ? "secret-unreadable" : "no-secret";
	return door.check(webhook, { publicUrl: publicUrl ?? "", secrets }, now);
}
