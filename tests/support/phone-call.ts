import { BANDWIDTH } from "./phone-bandwidth.ts";
import { callSid, type Dialect, type Fields, type Heard } from "./phone-dialect.ts";
import { JAMBONZ } from "./phone-jambonz.ts";
import { PLIVO } from "./phone-plivo.ts";
import { SIGNALWIRE, TELNYX_TEXML, TOKEN, TWILIO } from "./phone-twilio-family.ts";
import { VOICEXML } from "./phone-voicexml.ts";
import { VONAGE } from "./phone-vonage.ts";
import { type RawAnswer, rawRequest } from "./raw-request.ts";

// A phone system, as the tests' client: it signs, calls, and follows documents.

/** The phone systems that call the product, each in its own dialect. */
export const DIALECTS = {
	twilio: TWILIO,
	signalwire: SIGNALWIRE,
	"telnyx-texml": TELNYX_TEXML,
	plivo: PLIVO,
	vonage: VONAGE,
	jambonz: JAMBONZ,
	bandwidth: BANDWIDTH,
	voicexml: VOICEXML,
} satisfies Record<string, Dialect>;
export type Platform = keyof typeof DIALECTS;
export const ALL_PLATFORMS = Object.keys(DIALECTS) as Platform[];
/** Twilio's family: the same form in, the same document out. */
export const PLATFORMS: readonly Platform[] = ["twilio", "signalwire", "telnyx-texml"];

/** The secret of a connection of this platform; empty if the product makes it. */
export const secretOf = (platform: Platform): string => DIALECTS[platform].secret ?? "";

/** The headers with which a platform signs a form. `url` is as the platform calls it. */
export function signatureHeaders(
	platform: Platform,
	url: string,
	fields: Fields,
	{ body = "", secret = TOKEN, at = Date.now(), method = "POST" } = {},
): Record<string, string> {
	return DIALECTS[platform].sign({ method, url, fields, body }, { secret, at });
}

/** A platform's servers, which call one connection of a server of ours. */
export class PhoneSystem {
	constructor(
		readonly platform: Platform,
		readonly origin: string,
		readonly publicUrl: string,
		readonly connectionId: string,
		/** The secret that it signs with. */
		readonly secret: string = secretOf(platform),
	) {}

	get dialect(): Dialect {
		return DIALECTS[this.platform];
	}

	get path(): string {
		return `/phone-systems/${this.connectionId}`;
	}

	/**
	 * A signed webhook, and the plain answer. `more` replaces what is sent. `altered` are the fields
	 * of the body that arrives, where they are not those that were signed.
	 */
	send(
		fields: Fields,
		{
			query = "",
			secret,
			at,
			altered,
			...more
		}: Sent & { query?: string; secret?: string; at?: number; altered?: Fields } = {},
	): Promise<RawAnswer> {
		const { dialect } = this;
		const method = more.method ?? "POST";
		const body = method === "GET" ? "" : dialect.bodyOf(fields, query);
		const target = this.path + query;
		const signed = dialect.sign(
			{ method, url: this.publicUrl + target, fields, body },
			{ secret: secret ?? this.secret, at: at ?? Date.now() },
		);
		return rawRequest(this.origin, target, {
			method: "POST",
			body: altered === undefined ? body : dialect.bodyOf(altered, query),
			...more,
			headers: { "content-type": dialect.contentType, ...signed, ...more.headers },
		});
	}

	call(from: string, to: string, fields: Fields = {}): PhoneCall {
		return new PhoneCall(this, { CallSid: callSid(), From: from, To: to, ...fields });
	}
}

type Sent = { method?: string; body?: string | Buffer; headers?: Record<string, string> };

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
			...this.numbersOf("answered"),
		});
	/** The same address hears that the leg is over, whether or not anybody answered. */
	agentLegIsOver = () =>
		this.#tell(queryIn(this.#dials().tells ?? ""), {
			...{ CallSid: callSid(), ParentCallSid: this.id, CallStatus: "completed" },
			...this.numbersOf("answered"),
		});
	agentLegEnds = (DialCallStatus: string) =>
		this.#tell(queryIn(this.#dials().action), { DialCallStatus, ...this.numbersOf("over") });

	/** The numbers of the agent's leg, where its platform tells those. */
	numbersOf(event: "answered" | "over"): Fields {
		const { to, from } = this.#dials();
		if (!this.system.dialect.ownNumbers.includes(event)) return {};
		return { From: from ?? (this.fields.From as string), To: to };
	}
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
		const heard = this.system.dialect.heardIn(
			await this.system.send({ ...this.fields, ...more }, { query }),
			this.system.publicUrl + this.system.path + query,
		);
		if (heard.dials) this.dialed = heard.dials;
		this.heard = heard;
		return heard;
	}
}

const queryIn = (url: string): string => new URL(url).search;
