import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

// The platforms' own packages, with only what the tests use. They are no packages of the product,
// so TypeScript knows nothing of them.

export type Params = Record<string, string | string[]>;

type Node = {
	say(attributes: object, text: string): Node;
	gather(attributes: object): Node;
	redirect(attributes: object, url: string): Node;
	dial(attributes: object): Node;
	sip(attributes: object, address: string): Node;
	number(attributes: object, number: string): Node;
	hangup(): Node;
};
export type VoiceResponse = new () => Node & { toString(): string };

type Twilio = {
	getExpectedTwilioSignature(
		secret: string,
		url: string,
		params: Params,
		algorithm?: string,
	): string;
	getSignatureAlgorithm(settings?: string): string;
	validateRequest(
		secret: string,
		signature: string,
		url: string,
		params: Params,
		algorithm?: string,
	): boolean;
};
type SignalWire = Pick<Twilio, "getExpectedTwilioSignature"> & {
	validateRequest(
		secret: string,
		signature: string,
		url: string,
		params: Params,
		suppressWarning?: boolean,
	): boolean;
};
type Telnyx = {
	TelnyxWebhook: new (
		key: string,
	) => { verify(body: string, headers: Record<string, string>): Promise<void> };
};

type Plivo = {
	validateV3Signature(
		method: string,
		uri: string,
		nonce: string,
		authToken: string,
		signature: string,
		params: Params,
	): boolean;
};
type PlivoNode = {
	addSpeak(text: string, attributes: object): PlivoNode;
	addGetInput(attributes: object): PlivoNode;
	addRedirect(url: string, attributes: object): PlivoNode;
	addDial(attributes: object): PlivoNode;
	addUser(address: string, attributes: object): PlivoNode;
	addNumber(number: string): PlivoNode;
	addHangup(): PlivoNode;
};
type PlivoResponse = new () => PlivoNode & { toXML(): string };

type Vonage = { verifySignature(token: string, secret: string): boolean };
type Jambonz = {
	WebhookResponse: (new () => JambonzResponse) & {
		/** Middleware of Express. */
		verifySignature(
			secret: string,
		): (
			request: { headers: Record<string, string>; body: unknown },
			response: null,
			next: (error?: Error) => void,
		) => void;
	};
};
type JambonzResponse = {
	/** Throws for a verb that its schema refuses. */
	addVerb(verb: object): JambonzResponse;
	clear(): JambonzResponse;
	toJSON(): object[];
};

type Verb = { toBxml(): string };
type Bandwidth = {
	Bxml: Record<
		"Gather" | "Transfer",
		new (
			attributes: object,
			nested: Verb | Verb[] | undefined,
		) => Verb
	> &
		Record<
			"SpeakSentence" | "SipUri" | "PhoneNumber",
			new (
				text: string,
				attributes: object,
			) => Verb
		> & { Hangup: new () => Verb; Response: new (verbs: Verb[]) => Verb };
};
type XmlLint = {
	/** Checks documents against a schema in RELAX NG. */
	validateXML(options: {
		xml: { fileName: string; contents: string }[];
		schema: string;
		extension: "relaxng";
	}): Promise<{ valid: boolean; rawOutput: string }>;
};

const FOLDER = path.resolve(".cache/platform-packages/node_modules");

/** Loads one file of a package, by its path, whatever the package exports. */
function load<Content>(file: string): Content {
	if (!existsSync(FOLDER))
		throw new Error("The platforms' packages are missing: node scripts/platform-packages.mjs");
	return createRequire(import.meta.url)(path.join(FOLDER, file)) as Content;
}

export const loadTwilio = () => load<Twilio>("twilio/lib/webhooks/webhooks.js");
export const loadSignalWire = () =>
	load<SignalWire>("@signalwire/compatibility-api/lib/webhooks/webhooks.js");
export const loadTelnyx = () => load<Telnyx>("telnyx/lib/webhooks.js");
export const loadTwilioDocuments = () => load<VoiceResponse>("twilio/lib/twiml/VoiceResponse.js");
export const loadSignalWireDocuments = () =>
	load<VoiceResponse>("@signalwire/compatibility-api/lib/twiml/VoiceResponse.js");
export const loadPlivo = () => load<Plivo>("plivo/dist/utils/v3Security.js");
export const loadPlivoDocuments = () =>
	load<{ Response: PlivoResponse }>("plivo/dist/utils/plivoxml.js").Response;
export const loadVonage = () => load<Vonage>("@vonage/jwt/dist/cjs/index.js");
export const loadJambonz = () => load<Jambonz>("@jambonz/sdk/dist/webhook/index.cjs");
export const loadBandwidth = () => load<Bandwidth>("bandwidth-sdk/dist/index.js");
export const loadXmlLint = () => load<XmlLint>("xmllint-wasm/index-node.js");
