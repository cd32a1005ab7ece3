import type { Door } from "../door.ts";
import type { Webhook } from "../webhook.ts";
import {
	checkSignalWireSignature,
	checkTwilioSignature,
	signalWireSignature,
	twilioSignature,
} from "./form-signature.ts";
import { readFamilyWebhook } from "./read-webhook.ts";
import { checkTelnyxSignature, telnyxSignature } from "./telnyx-signature.ts";
import type { FamilyPlatform } from "./told-attestation.ts";
import { FAMILY_DOCUMENT_TYPE, writeFamilyResponse } from "./write-response.ts";

/** Twilio, SignalWire and Telnyx TeXML read and write alike. Their signatures differ. */
const familyDoor = (
	platform: FamilyPlatform,
	signatureIn: (headers: Webhook["headers"]) => string | undefined,
	check: Door["check"],
): Door => ({
	methods: ["GET", "POST"],
	body: "form",
	lacks: (headers) => (signatureIn(headers) ? null : "no-signature"),
	check,
	read: (webhook) => readFamilyWebhook(webhook, platform),
	write: ({ step, ...setting }) => ({
		status: 200,
		headers: { "content-type": FAMILY_DOCUMENT_TYPE },
		body: writeFamilyResponse(step, setting),
	}),
});

export const twilioDoor = familyDoor("twilio", twilioSignature, checkTwilioSignature);
export const signalWireDoor = familyDoor(
	"signalwire",
	signalWireSignature,
	checkSignalWireSignature,
);
export const telnyxDoor = familyDoor("telnyx-texml", telnyxSignature, checkTelnyxSignature);
