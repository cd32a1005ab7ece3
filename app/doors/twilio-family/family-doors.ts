import type { Door } from "../door.ts";
import { checkSignalWireSignature, checkTwilioSignature } from "./form-signature.ts";
import { readFamilyWebhook } from "./read-webhook.ts";
import { checkTelnyxSignature } from "./telnyx-signature.ts";
import type { FamilyPlatform } from "./told-attestation.ts";
import { FAMILY_DOCUMENT_TYPE, writeFamilyResponse } from "./write-response.ts";

/** Twilio, SignalWire and Telnyx TeXML read and write alike. Their signatures differ. */
const familyDoor = (platform: FamilyPlatform, check: Door["check"]): Door => ({
	methods: ["GET", "POST"],
	check,
	read: (webhook) => readFamilyWebhook(webhook, platform),
	write: ({ step, url, headers }) => ({
		status: 200,
		headers: { "content-type": FAMILY_DOCUMENT_TYPE },
		body: writeFamilyResponse(step, { url, voice: null, language: null, own: {}, headers }),
	}),
});

export const twilioDoor = familyDoor("twilio", checkTwilioSignature);
export const signalWireDoor = familyDoor("signalwire", checkSignalWireSignature);
export const telnyxDoor = familyDoor("telnyx-texml", checkTelnyxSignature);
