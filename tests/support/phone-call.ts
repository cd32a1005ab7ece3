import { createHash, createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { type RawAnswer, rawRequest } from "./raw-request.ts";

// A phone system of Twilio's family, as the tests' client: it signs, calls, and follows documents.

export type Platform = "twilio" | "signalwire" | "telnyx-texml";
export const PLATFORMS: readonly Platform[] = ["twilio", "signalwire", "telnyx-texml"];

export const TOKEN = "auth-token-of-a-test-0123456789";
const telnyx = generateKeyPairSync("ed25519");
export const TELNYX_PUBLIC_KEY = Buffer.from(
	telnyx.publicKey.export({ format: "jwk" }).x as string,
	"base64url",
).toString("base64");

/** The secret of a connection of this platform. */
export const secretOf = (platform: Platform): string =>
	platform === "telnyx-texml" ? TELNYX_PUBLIC_KEY : TOKEN;

type Fields = Record<string, string>;

/** The headers with which a platform signs a form. `url` is as the platform calls it. */
export function signatureHeaders(
	platform: Platform,
	url: string,
	fields: Fields,
	{ body = "", secret = TOKEN, at = Date.now() } = {},
): Record<string, string> {
	if (platform === "telnyx-texml") {
		const timestamp = String(Math.floor(at / 1000));
		const signed = sign(null, Buffer.from(`${timestamp}|${body}`), telnyx.privateKey);
		return {
			"telnyx-timestamp": timestamp,
			"telnyx-signature-ed25519": signed.toString("base64"),
		};
	}
	const text = Object.keys(fields)
		.sort()
		.reduce((before, name) => before + name + fields[name], url);
	const signed = createHmac("sha1", secret).update(text).digest("base64");
	return { [platform === "twilio" ? "x-twilio-signature" : "x-signalwire-signature"]: signed };
}

/** What a document makes the phone system do. */
export type Heard = {
	status: number;
	/** The texts that are spoken, joined by a space. */
	says: string;
	/** The URL of the prompt for digits, its number of digits, and where silence leads. */
	asks: { action: string; digits: string; silence: string } | null;
	dials: { to: string; action: string; tells: string | null } | null;
	hangsUp: boolean;
	xml: string;
};

const elements = (root: Element, name: string): Element[] => [...root.getElementsByTagName(name)];

function heardIn({ status, body, headers }: RawAnswer): Heard {
	const xml = body.toString();
	if (!String(headers["content-type"]).startsWith("text/xml"))
		throw new Error(`No document (${status}): ${xml}`);
	const root = new DOMParser().parseFromString(xml, "text/xml").documentElement as Element;
	const [gather] = elements(root, "Gather");
	const [redirect] = elements(root, "Redirect");
	const [dial] = elements(root, "Dial");
	const agent = dial && [...elements(dial, "Sip"), ...elements(dial, "Number")][0];
	return {
		...{ status, xml },
		says: elements(root, "Say")
			.map((say) => say.textContent)
			.join(" "),
		asks: gather
			? {
					action: gather.getAttribute("action") ?? "",
					digits: gather.getAttribute("numDigits") ?? "",
					silence: redirect?.textContent ?? "",
				}
			: null,
		dials:
			dial && agent
				? {
						to: agent.textContent ?? "",
						action: dial.getAttribute("action") ?? "",
						tells: agent.getAttribute("statusCallback"),
					}
				: null,
		hangsUp: elements(root, "Hangup").length > 0,
	};
}

/** A platform's servers, which call one connection of a server of ours. */
export class PhoneSystem {
	constructor(
		readonly platform: Platform,
		readonly origin: string,
		readonly publicUrl: string,
		readonly connectionId: string,
	) {}

	get path(): string {
		return `/phone-systems/${this.connectionId}`;
	}

	/** A signed webhook, and the plain answer. `more` replaces what is sent. */
	send(
		fields: Fields,
		{
			query = "",
			secret,
			at,
			...more
		}: Sent & { query?: string; secret?: string; at?: number } = {},
	): Promise<RawAnswer> {
		const body = new URLSearchParams(fields).toString();
		const target = this.path + query;
		const signed = signatureHeaders(this.platform, this.publicUrl + target, fields, {
			body,
			...(secret === undefined ? {} : { secret }),
			...(at === undefined ? {} : { at }),
		});
		return rawRequest(this.origin, target, {
			method: "POST",
			body,
			...more,
			headers: {
				"content-type": "application/x-www-form-urlencoded; charset=UTF-8",
				...signed,
				...more.headers,
			},
		});
	}

	call(from: string, to: string, fields: Fields = {}): PhoneCall {
		return new PhoneCall(this, { CallSid: callSid(), From: from, To: to, ...fields });
	}
}

type Sent = { method?: string; body?: string | Buffer; headers?: Record<string, string> };

const callSid = (): string => `CA${createHash("md5").update(randomUUID()).digest("hex")}`;

/** One call. Each method is a webhook, and returns what its answer makes the phone system do. */
export class PhoneCall {
	heard: Heard | undefined;

	constructor(
		readonly system: PhoneSystem,
		readonly fields: Fields,
	) {}

	get id(): string {
		return this.fields.CallSid as string;
	}

	comesIn = () => this.#tell("", { CallStatus: "ringing" });
	keys = (digits: string) => this.#tell(queryIn(this.#asks().action), { Digits: digits });
	staysSilent = () => this.#tell(queryIn(this.#asks().silence), {});
	agentAnswers = () =>
		this.#tell(queryIn(this.#dials().tells ?? ""), {
			...{ CallSid: callSid(), ParentCallSid: this.id, CallStatus: "in-progress" },
		});
	agentLegEnds = (DialCallStatus: string) =>
		this.#tell(queryIn(this.#dials().action), { DialCallStatus });
	ends = () => this.#tell("?step=ended", { CallStatus: "completed" });

	/** A prompt must be under way. */
	#asks() {
		if (!this.heard?.asks) throw new Error(`Asked for nothing: ${this.heard?.xml}`);
		return this.heard.asks;
	}
	#dials() {
		if (!this.dialed) throw new Error(`Not connected: ${this.heard?.xml}`);
		return this.dialed;
	}
	private dialed: Heard["dials"] = null;

	async #tell(query: string, more: Fields): Promise<Heard> {
		const heard = heardIn(await this.system.send({ ...this.fields, ...more }, { query }));
		if (heard.dials) this.dialed = heard.dials;
		this.heard = heard;
		return heard;
	}
}

const queryIn = (url: string): string => new URL(url).search;
