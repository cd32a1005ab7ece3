import { describe, expect, test } from "vitest";
import { readBandwidthWebhook } from "../../app/doors/bandwidth/read-bandwidth.ts";
import type { DoorCall } from "../../app/doors/door.ts";
import { readJambonzWebhook } from "../../app/doors/jambonz/read-jambonz.ts";
import { readPlivoWebhook } from "../../app/doors/plivo/read-plivo.ts";
import { readFamilyWebhook } from "../../app/doors/twilio-family/read-webhook.ts";
import { readVonageWebhook } from "../../app/doors/vonage/read-vonage.ts";
import type { Webhook } from "../../app/doors/webhook.ts";
import { webhookOf } from "../support/webhooks.ts";

// Where the two URLs are swapped in the phone system, each message is still taken for what it is.

type Fields = Record<string, unknown>;
type Dialect = {
	read(webhook: Webhook): DoorCall;
	body(fields: Fields): string;
	call: Fields;
	/** The end of the call, and what is told of it before. */
	end: Fields;
	status: Fields;
};
const form = (fields: Fields): string =>
	new URLSearchParams(fields as Record<string, string>).toString();
const FORM_CALL = { CallSid: "c1", CallUUID: "c1", From: "+14155550132", To: "+18005550100" };
const JSON_CALL = {
	uuid: "c1",
	callId: "c1",
	call_sid: "c1",
	from: "14155550132",
	to: "18005550100",
};
const SENT = { CallbackSource: "call-progress-events", SequenceNumber: "0" };

const DIALECTS: Record<string, Dialect> = {
	...Object.fromEntries(
		(["twilio", "signalwire", "telnyx-texml"] as const).map((kind) => [
			kind,
			{
				read: (webhook: Webhook) => readFamilyWebhook(webhook, kind),
				body: form,
				call: { ...FORM_CALL, CallStatus: "ringing" },
				end: { ...FORM_CALL, CallStatus: "completed" },
				status: { ...FORM_CALL, ...SENT, CallStatus: "ringing" },
			},
		]),
	),
	plivo: {
		...{ read: readPlivoWebhook, body: form },
		call: { ...FORM_CALL, Event: "StartApp", CallStatus: "ringing" },
		end: { ...FORM_CALL, Event: "Hangup", CallStatus: "completed" },
		status: { ...FORM_CALL, Event: "Ring", CallStatus: "ringing" },
	},
	vonage: {
		...{ read: readVonageWebhook, body: JSON.stringify },
		call: JSON_CALL,
		end: { ...JSON_CALL, status: "completed", direction: "inbound" },
		status: { ...JSON_CALL, status: "started", direction: "inbound" },
	},
	jambonz: {
		...{ read: readJambonzWebhook, body: JSON.stringify },
		call: { ...JSON_CALL, call_status: "trying", sip: { headers: {} } },
		end: { ...JSON_CALL, call_status: "completed" },
		status: { ...JSON_CALL, call_status: "trying" },
	},
	bandwidth: {
		...{ read: readBandwidthWebhook, body: JSON.stringify },
		call: { ...JSON_CALL, eventType: "initiate" },
		end: { ...JSON_CALL, eventType: "disconnect", cause: "hangup" },
		status: { ...JSON_CALL, eventType: "answer" },
	},
};

describe.each(Object.entries(DIALECTS))("the two URLs of %s (P1)", (_kind, dialect) => {
	const read = (fields: Fields, query: string) => {
		const { event, isMisplaced } = dialect.read(
			webhookOf(query, Buffer.from(dialect.body(fields)), {}),
		);
		return { step: event.position.step, phase: event.phase, isMisplaced: isMisplaced === true };
	};

	test("at its own address, a message is what the address says", () => {
		expect(read(dialect.call, "")).toMatchObject({ step: "start", isMisplaced: false });
		const end = { step: "ended", phase: "over", isMisplaced: false };
		expect(read(dialect.end, "?step=ended")).toEqual(end);
		const status = { step: "ended", isMisplaced: false };
		expect(read(dialect.status, "?step=ended")).toMatchObject(status);
	});

	test("swapped, a new call is a new call, and its end is an end", () => {
		expect(read(dialect.call, "?step=ended")).toMatchObject({ step: "start", isMisplaced: true });
		const end = { step: "ended", phase: "over", isMisplaced: true };
		expect(read(dialect.end, "")).toEqual(end);
	});
});
