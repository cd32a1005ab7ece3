import { texts } from "../../texts/texts.ts";
import type { DataCarrier } from "../conversation/header-forms.ts";
import type { WithoutPlus } from "../numbers/readings.ts";

/**
 * How a secret of a connection is kept (D2). `encrypted`: the product has to compute signatures
 * with it. `hash`: the product makes it, shows it once and only compares it. `plain`: it is a
 * public key.
 */
export type SecretKeeping = "encrypted" | "hash" | "plain";

export const SECRET_SLOTS = [
	...["auth-token", "signing-key", "public-key", "key"],
	...["plivo-auth-token", "signature-secret", "webhook-secret", "password"],
] as const;
/** The part that a secret plays for its kind. */
export type SecretSlot = (typeof SECRET_SLOTS)[number];

export type KindFacts = {
	secret: {
		slot: SecretSlot;
		keeping: SecretKeeping;
		/** The shape of a secret from the platform. Null: the product makes the secret. */
		pattern: RegExp | null;
	};
	/**
	 * Why the product must know its own address: a signature covers it (P5), or documents say where
	 * to call back. Null: it need not.
	 */
	publicUrlFor: "signature" | "callbacks" | null;
	/** It has a field of its own for the URL that hears of a call's end. */
	hasStatusUrl: boolean;
	/** The way in which data travels to the agent beside the call (P3). */
	carrier: DataCarrier;
	/** What its numbers without plus are, unless a connection says otherwise (N2). */
	numbersWithoutPlus: WithoutPlus;
};

/** The kinds of phone systems that can be connected (P1). A new kind is a row here. */
export const CONNECTION_KINDS = {
	twilio: {
		secret: { slot: "auth-token", keeping: "encrypted", pattern: /^[\x21-\x7e]{16,200}$/ },
		publicUrlFor: "signature",
		hasStatusUrl: true,
		carrier: "sip-headers",
		numbersWithoutPlus: "any",
	},
	signalwire: {
		secret: { slot: "signing-key", keeping: "encrypted", pattern: /^[\x21-\x7e]{16,200}$/ },
		publicUrlFor: "signature",
		hasStatusUrl: true,
		carrier: "sip-headers",
		numbersWithoutPlus: "any",
	},
	"telnyx-texml": {
		// 32 bytes in base64.
		secret: { slot: "public-key", keeping: "plain", pattern: /^[A-Za-z0-9+/]{43}=$/ },
		publicUrlFor: "callbacks",
		hasStatusUrl: true,
		carrier: "sip-headers",
		numbersWithoutPlus: "any",
	},
	plivo: {
		secret: { slot: "plivo-auth-token", keeping: "encrypted", pattern: /^[\x21-\x7e]{16,200}$/ },
		publicUrlFor: "signature",
		hasStatusUrl: true,
		carrier: "plivo-headers",
		numbersWithoutPlus: "international",
	},
	vonage: {
		secret: { slot: "signature-secret", keeping: "encrypted", pattern: /^[\x21-\x7e]{16,200}$/ },
		publicUrlFor: "callbacks",
		hasStatusUrl: true,
		carrier: "vonage-headers",
		numbersWithoutPlus: "international",
	},
	jambonz: {
		secret: { slot: "webhook-secret", keeping: "encrypted", pattern: /^[\x21-\x7e]{16,200}$/ },
		publicUrlFor: "callbacks",
		hasStatusUrl: true,
		carrier: "json-headers",
		numbersWithoutPlus: "any",
	},
	bandwidth: {
		// It is not a hash: documents name it, so that Bandwidth sends it with each callback.
		secret: { slot: "password", keeping: "encrypted", pattern: null },
		publicUrlFor: "callbacks",
		hasStatusUrl: true,
		carrier: "user-to-user",
		numbersWithoutPlus: "any",
	},
	voicexml: {
		secret: { slot: "password", keeping: "hash", pattern: null },
		publicUrlFor: null,
		hasStatusUrl: false,
		carrier: "aai",
		numbersWithoutPlus: "any",
	},
	"sip-proxy": {
		secret: { slot: "key", keeping: "hash", pattern: null },
		publicUrlFor: null,
		hasStatusUrl: false,
		carrier: "sip-headers",
		numbersWithoutPlus: "any",
	},
} as const satisfies Record<string, KindFacts>;

export type ConnectionKind = keyof typeof CONNECTION_KINDS;
export const CONNECTION_KIND_CODES = Object.keys(CONNECTION_KINDS) as ConnectionKind[];

export const factsOfKind = (kind: ConnectionKind): KindFacts => CONNECTION_KINDS[kind];

/** The kind with this code. Undefined for a kind of a newer version of the product. */
export const parseKind = (code: string): ConnectionKind | undefined =>
	CONNECTION_KIND_CODES.find((known) => known === code);

/** A kind in words; a kind unknown to this version stays a code. */
export const kindName = (code: string): string => {
	const kind = parseKind(code);
	return kind === undefined ? code : texts.messages.phoneSystems.kinds[kind];
};

/** Whether the product speaks to the callers of this kind. A SIP proxy does that itself (P7). */
export const hasPrompts = (kind: ConnectionKind): boolean => kind !== "sip-proxy";

/** Whether this kind can do nothing without PUBLIC_URL. */
export const needsPublicUrl = (kind: ConnectionKind): boolean =>
	factsOfKind(kind).publicUrlFor !== null;

/** Whether a signature of this kind covers the address. */
export const signsAddress = (kind: ConnectionKind): boolean =>
	factsOfKind(kind).publicUrlFor === "signature";

/** Whether connections of this kind need SECRETS_KEY. */
export const needsSecretsKey = (kind: ConnectionKind): boolean =>
	CONNECTION_KINDS[kind].secret.keeping === "encrypted";
