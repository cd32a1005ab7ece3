import { BASIC_CHALLENGE, basicPassword, lacksBasicPassword } from "../basic-password.ts";
import type { Door } from "../door.ts";
import { jsonFields } from "../json-fields.ts";
import { refuseBasic } from "../refuse-basic.ts";
import { isSameText } from "../same-text.ts";
import type { SignedBy, Webhook } from "../webhook.ts";
import { readBandwidthWebhook } from "./read-bandwidth.ts";
import { writeBandwidthDocument } from "./write-bandwidth.ts";

/**
 * Checks the password that Bandwidth sent (P5). Null if it is right. Bandwidth signs nothing, so
 * what is sent counts only where HTTPS keeps it from strangers.
 */
export function checkBandwidthPassword(
	webhook: Webhook,
	{ secrets }: Pick<SignedBy, "secrets">,
): "no-key" | "wrong-key" | "unreadable" | null {
	const given = basicPassword(webhook.headers);
	if (given === null) return "no-key";
	if (!secrets.some((secret) => secret !== "" && isSameText(given, secret))) return "wrong-key";
	return jsonFields(webhook) === null ? "unreadable" : null;
}

export const bandwidthDoor: Door = {
	methods: ["POST"],
	body: "json",
	lacks: lacksBasicPassword,
	check: checkBandwidthPassword,
	read: readBandwidthWebhook,
	write: (decided) => ({
		status: 200,
		headers: { "content-type": "application/xml; charset=utf-8" },
		body: writeBandwidthDocument(decided),
	}),
	refuse: (refusal) => refuseBasic(refusal, BASIC_CHALLENGE),
};
