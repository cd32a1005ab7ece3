import { createHmac } from "node:crypto";
import type { Dialect, Fields } from "./phone-dialect.ts";

export const WEBHOOK_SECRET = "wh_secret-of-a-test-0123456789";

/** What jambonz posts, in the names of its feature server. */
function jambonzFields(fields: Fields): object {
	const { CallSid, ParentCallSid, DialCallStatus, CallStatus, Digits, From, To } = fields;
	return {
		call_sid: CallSid,
		direction: ParentCallSid === undefined ? "inbound" : "outbound",
		...(From === undefined ? {} : { from: From }),
		...(To === undefined ? {} : { to: To }),
		call_id: "7b4f5cd8-0d4e-4f83-a5d4-000000000000",
		sip_status: 200,
		call_status: CallStatus ?? "in-progress",
		...(ParentCallSid === undefined ? {} : { parent_call_sid: ParentCallSid }),
		...(DialCallStatus === undefined ? {} : { dial_call_status: DialCallStatus }),
		...(Digits === undefined ? { reason: "timeout" } : { digits: Digits, reason: "dtmfDetected" }),
	};
}

type Verb = {
	verb: string;
	text?: string;
	say?: { text: string };
	actionHook?: string;
	numDigits?: number;
	maxDigits?: number;
	headers?: Record<string, string>;
	target?: [{ sipUri?: string; number?: string }];
};

export const jambonzSignature = (
	body: string,
	{ secret, at }: { secret: string; at: number },
): string => {
	const time = Math.floor(at / 1000);
	const signed = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
	return `t=${time},v1=${signed}`;
};

export const JAMBONZ: Dialect = {
	secret: WEBHOOK_SECRET,
	contentType: "application/json",
	bodyOf: (fields) => JSON.stringify(jambonzFields(fields)),
	sign: ({ body }, by) => ({ "jambonz-signature": jambonzSignature(body, by) }),
	heardIn({ status, body, headers }, at) {
		const xml = body.toString();
		if (!String(headers["content-type"]).startsWith("application/json"))
			throw new Error(`No document (${status}): ${xml}`);
		const verbs: Verb[] = JSON.parse(xml);
		const gather = verbs.find(({ verb }) => verb === "gather");
		const dial = verbs.find(({ verb }) => verb === "dial");
		const next = gather?.actionHook ?? "";
		return {
			...{ status, xml },
			says: verbs.flatMap(({ text, say }) => text ?? say?.text ?? []).join(" "),
			asks: gather
				? {
						...{ action: next, silence: next },
						digits: String(gather.numDigits ?? gather.maxDigits),
					}
				: null,
			dials: dial
				? {
						to: dial.target?.[0].sipUri ?? String(dial.target?.[0].number),
						action: dial.actionHook ?? "",
						// The application's own address for the status of calls.
						tells: `${at.split("?")[0]}?step=ended`,
						carries: Object.fromEntries(
							Object.entries(dial.headers ?? {}).map(([name, value]) => [
								name,
								decodeURIComponent(value),
							]),
						),
					}
				: null,
			hangsUp: verbs.some(({ verb }) => verb === "hangup"),
		};
	},
	ownNumbers: ["answered"],
	carried: {
		verified: "X-Call-In-Verified",
		request: "X-Call-In-Request",
		user: (key) => `X-User-${key}`,
	},
};
