import { createHash, createHmac, randomUUID } from "node:crypto";
import type { Dialect, Fields } from "./phone-dialect.ts";

export const SIGNATURE_SECRET = "signature-secret-of-a-test-0123456789";

const plain = (number: string): string => number.replace(/^\+/, "");

/** What Vonage posts: a prompt's digits, an event of a leg, or the numbers of a new call. */
function vonageFields(fields: Fields, query: string): object {
	const { CallSid, ParentCallSid, DialCallStatus, CallStatus, Digits, From, To } = fields;
	const of = {
		uuid: CallSid,
		conversation_uuid: ParentCallSid ?? CallSid,
		...(From === undefined ? {} : { from: plain(From) }),
		...(To === undefined ? {} : { to: plain(To) }),
		timestamp: "2026-11-29T10:00:00.000Z",
	};
	if (query.includes("step=code"))
		return { ...of, speech: {}, dtmf: { digits: Digits ?? "", timed_out: Digits === undefined } };
	if (ParentCallSid !== undefined) {
		const status = CallStatus === "completed" ? "completed" : "answered";
		return { ...of, direction: "outbound", status };
	}
	if (DialCallStatus !== undefined) {
		const status = DialCallStatus === "no-answer" ? "unanswered" : DialCallStatus;
		return { ...of, direction: "outbound", status };
	}
	if (query.includes("step=ended")) return { ...of, direction: "inbound", status: CallStatus };
	return { ...of, ...(Digits === undefined ? {} : { dtmf: { digits: Digits } }) };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token as Vonage's servers make one, for a body. */
export function vonageToken(
	body: string,
	{ secret, at }: { secret: string; at: number },
	claims: object = {},
	header: object = {},
): string {
	const signed = [
		part({ alg: "HS256", typ: "JWT", ...header }),
		part({
			...{ iat: Math.floor(at / 1000), jti: randomUUID(), iss: "Vonage", api_key: "a1b2c3d4" },
			payload_hash: createHash("sha256").update(body).digest("hex"),
			...claims,
		}),
	].join(".");
	return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

type Action = {
	action: string;
	text?: string;
	dtmf?: { maxDigits: number };
	from?: string;
	eventUrl?: [string];
	endpoint?: [{ uri?: string; number?: string; headers?: Record<string, string> }];
};

export const VONAGE: Dialect = {
	secret: SIGNATURE_SECRET,
	contentType: "application/json",
	bodyOf: (fields, query) => JSON.stringify(vonageFields(fields, query)),
	sign: ({ body }, by) => ({ authorization: `Bearer ${vonageToken(body, by)}` }),
	heardIn({ status, body, headers }) {
		const xml = body.toString();
		const isJson = String(headers["content-type"]).startsWith("application/json");
		if (!isJson && status !== 204) throw new Error(`No document (${status}): ${xml}`);
		const actions: Action[] = status === 204 ? [] : JSON.parse(xml);
		const input = actions.find(({ action }) => action === "input");
		const connect = actions.find(({ action }) => action === "connect");
		const next = input?.eventUrl?.[0] ?? "";
		const to = connect?.endpoint?.[0];
		const told = connect?.eventUrl?.[0] ?? "";
		return {
			...{ status, xml },
			says: actions.flatMap(({ text }) => text ?? []).join(" "),
			// Vonage tells of silence at the same address.
			asks: input ? { action: next, digits: String(input.dtmf?.maxDigits), silence: next } : null,
			dials: connect
				? {
						to: to?.uri ?? `+${to?.number}`,
						...{ action: told, tells: told },
						from: connect.from && `+${connect.from}`,
						carries: Object.fromEntries(
							Object.entries(to?.headers ?? {}).map(([name, value]) => [
								`X-${name}`,
								decodeURIComponent(value),
							]),
						),
					}
				: null,
			// The call ends with its list of actions.
			hangsUp: !input && !connect,
		};
	},
	ownNumbers: ["answered", "over"],
	carried: {
		verified: "X-Call-In-Verified",
		request: "X-Call-In-Request",
		user: (key) => `X-User-${key}`,
	},
};
