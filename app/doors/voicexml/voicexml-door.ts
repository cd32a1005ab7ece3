import { hashConnectionKey } from "../../operations/phone-systems/seal-connection-secret.ts";
import { BASIC_CHALLENGE, basicPassword, lacksBasicPassword } from "../basic-password.ts";
import type { Door } from "../door.ts";
import { refuseBasic } from "../refuse-basic.ts";
import { isSameText } from "../same-text.ts";
import type { SignedBy, Webhook } from "../webhook.ts";
import { isOpening, readVoiceXmlRequest } from "./read-voicexml.ts";
import { writeOpening, writeVoiceXml } from "./write-voicexml.ts";

const document = (body: string) => ({
	status: 200,
	// An interpreter asks anew for each call: the answer is that call's alone.
	headers: { "content-type": "application/voicexml+xml", "cache-control": "no-store" },
	body,
});

/**
 * Checks the key that an interpreter sent as its password (P5). Null if it is right. `secrets` are
 * the hashes of the valid keys.
 */
export function checkVoiceXmlPassword(
	{ headers }: Pick<Webhook, "headers">,
	{ secrets }: Pick<SignedBy, "secrets">,
): "no-key" | "wrong-key" | null {
	const given = basicPassword(headers);
	if (given === null) return "no-key";
	const hash = hashConnectionKey(given);
	return secrets.some((right) => isSameText(hash, right)) ? null : "wrong-key";
}

export const voiceXmlDoor: Door = {
	methods: ["GET", "POST"],
	body: "form",
	lacks: lacksBasicPassword,
	check: checkVoiceXmlPassword,
	open: (webhook) => (isOpening(webhook) ? document(writeOpening()) : null),
	read: readVoiceXmlRequest,
	write: (decided) => document(writeVoiceXml(decided)),
	refuse: (refusal) => refuseBasic(refusal, BASIC_CHALLENGE),
};
