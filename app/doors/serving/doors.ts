import type { ConnectionKind } from "../../domain/phone-systems/connection-kinds.ts";
import { bandwidthDoor } from "../bandwidth/bandwidth-door.ts";
import type { Door } from "../door.ts";
import { jambonzDoor } from "../jambonz/jambonz-door.ts";
import { plivoDoor } from "../plivo/plivo-door.ts";
import { sipProxyDoor } from "../sip-proxy/sip-proxy-door.ts";
import { signalWireDoor, telnyxDoor, twilioDoor } from "../twilio-family/family-doors.ts";
import { voiceXmlDoor } from "../voicexml/voicexml-door.ts";
import { vonageDoor } from "../vonage/vonage-door.ts";

/** The one table of doors. A kind without a door gets no answer but 404. */
export const DOORS: Partial<Record<ConnectionKind, Door>> = {
	twilio: twilioDoor,
	signalwire: signalWireDoor,
	"telnyx-texml": telnyxDoor,
	plivo: plivoDoor,
	vonage: vonageDoor,
	jambonz: jambonzDoor,
	bandwidth: bandwidthDoor,
	voicexml: voiceXmlDoor,
	"sip-proxy": sipProxyDoor,
};

/** The dialect that a request most likely speaks, by headers that only its platform sends. */
export function doorOfHeaders(headers: Readonly<Record<string, string | undefined>>): Door | null {
	if (headers["x-signalwire-signature"] !== undefined) return signalWireDoor;
	if (headers["telnyx-signature-ed25519"] !== undefined) return telnyxDoor;
	if (headers["x-plivo-signature-v3"] !== undefined) return plivoDoor;
	if (headers["jambonz-signature"] !== undefined) return jambonzDoor;
	if (/^Basic /i.test(headers.authorization ?? ""))
		return /json/i.test(headers["content-type"] ?? "") ? bandwidthDoor : voiceXmlDoor;
	if (/^Bearer /i.test(headers.authorization ?? "")) return vonageDoor;
	return headers["x-twilio-signature"] === undefined ? null : twilioDoor;
}
