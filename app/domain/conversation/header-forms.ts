/** The ways in which data travels to the agent beside the call (P3). */
export const DATA_CARRIERS = [
	...["sip-headers", "json-headers", "vonage-headers", "plivo-headers"],
	...["user-to-user", "aai"],
] as const;
export type DataCarrier = (typeof DATA_CARRIERS)[number];

/**
 * How a carrier writes what travels. Sizes are in characters, after encoding. `plain`: texts
 * that need no escape. `sizeOf` is the size of one header where it stands, separators
 * included.
 */
export type HeaderForm = {
	names: { verified: string; request: string; cut: string };
	/** The header of a key of user data: a letter, then letters, digits and `_`. */
	userName(key: string): string;
	nameMax: number;
	valueMax: number;
	allMax: number;
	plain: RegExp;
	sizeOf(name: string, value: string): number;
};

const X_NAMES = {
	verified: "X-Call-In-Verified",
	request: "X-Call-In-Request",
	cut: "X-Call-In-Cut",
};
const xUserName = (key: string): string => `X-User-${key.replaceAll("_", "-")}`;

/** Unreserved characters of a URI. */
const UNRESERVED = /^[\w.~-]*$/;

const SHORT_NAMES = {
	names: { verified: "verified", request: "request", cut: "cut" },
	userName: (key: string): string => `user-${key.replaceAll("_", "-")}`,
	nameMax: 64,
	plain: UNRESERVED,
	sizeOf: (name: string, value: string): number => name.length + 2 + value.length,
};

const withoutX = (name: string): string => name.slice("X-".length);

/** A value is percent-encoded, so JSON escapes nothing in it. */
const IN_JSON = {
	nameMax: 64,
	valueMax: 200,
	allMax: 1000,
	plain: UNRESERVED,
	sizeOf: (name: string, value: string): number => name.length + 2 + value.length,
};

export const HEADER_FORMS: Record<DataCarrier, HeaderForm> = {
	/** In the query of a SIP address, where each `%` is itself escaped. Twilio takes 1,024. */
	"sip-headers": {
		names: X_NAMES,
		userName: xUserName,
		nameMax: 64,
		valueMax: 200,
		allMax: 1000,
		plain: UNRESERVED,
		sizeOf: (name, value) => name.length + 2 + value.length + 2 * percents(value),
	},
	/** In a JSON object, which jambonz sends as SIP headers. */
	"json-headers": { names: X_NAMES, userName: xUserName, ...IN_JSON },
	/** For Vonage, which puts `X-` before each name (developer.vonage.com, _NCCO reference_). */
	"vonage-headers": {
		names: {
			verified: withoutX(X_NAMES.verified),
			request: withoutX(X_NAMES.request),
			cut: withoutX(X_NAMES.cut),
		},
		userName: (key) => withoutX(xUserName(key)),
		...IN_JSON,
	},
	/**
	 * `sipHeaders` of Plivo: it sends `Callinrequest` as `X-PH-Callinrequest`, and drops names with
	 * more than 24 characters, values with more than 120, and both with anything but letters, digits
	 * and, in values, `%` (support.plivo.com, _What are the rules for SIP headers_).
	 */
	"plivo-headers": {
		names: { verified: "Callinverified", request: "Callinrequest", cut: "Callincut" },
		userName: (key) => `User${key.replaceAll("_", "").toLowerCase()}`,
		nameMax: 24,
		valueMax: 120,
		allMax: 1000,
		plain: /^[A-Za-z0-9]*$/,
		sizeOf: (name, value) => name.length + 2 + value.length,
	},
	/**
	 * The header User-to-User of Bandwidth: a query in base64, 256 characters with
	 * `;encoding=base64` (dev.bandwidth.com, _Transfer_).
	 */
	"user-to-user": { ...SHORT_NAMES, valueMax: 100, allMax: 180 },
	/** `aai` of VoiceXML: a query. No size is stated, so it is kept short. */
	aai: { ...SHORT_NAMES, valueMax: 200, allMax: 500 },
};

const percents = (value: string): number => value.match(/%/g)?.length ?? 0;
