import { parse, stringify } from "node:querystring";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	checkSignalWireSignature,
	checkTwilioSignature,
} from "../../app/doors/twilio-family/form-signature.ts";
import { loadSignalWire, loadTwilio } from "../support/platform-packages.ts";
import {
	anyEncoding,
	anyPairs,
	anyPublicUrl,
	anyQuery,
	anySecret,
	formOf,
	PATH,
	type Pair,
	paramsOf,
	webhookOf,
} from "../support/webhooks.ts";

const twilio = loadTwilio();
const signalWire = loadSignalWire();
const runs = { numRuns: 1500 };

const SETTINGS = "x-twilio-webhooks-signature-settings";
const anySettings = fc.constantFrom(
	undefined,
	"",
	"key=webhooks_sharedkey_1,algorithm=HMAC_SHA1",
	"key=webhooks_sharedkey_1, algorithm = HMAC_SHA256",
	"key=a,algorithm=,algorithm=hmac_sha256,algorithm=HMAC_SHA1",
	"algorithm=HMAC_SHA512",
	"key=algorithm=HMAC_SHA256",
	"algorithms=HMAC_SHA256",
	"algorithm=constructor",
);
const settingsHeader = (settings: string | undefined): Record<string, string> =>
	settings === undefined ? {} : { [SETTINGS]: settings };

/** What somebody changes on the way, or gets wrong. */
const anyChange = fc.constantFrom(
	...["nothing", "secret", "query", "field", "order", "repeat", "signature", "case", "host"],
);

type Sent = { secret: string; pairs: Pair[]; query: string; signature: string; publicUrl: string };

function changed(change: string, sent: Sent): Sent {
	const { pairs } = sent;
	switch (change) {
		case "secret":
			return { ...sent, secret: `${sent.secret}x` };
		case "query":
			return { ...sent, query: `${sent.query || "?"}&a=1` };
		case "field":
			return { ...sent, pairs: [...pairs, ["To", "+18005550199"]] };
		case "order":
			return { ...sent, pairs: [...pairs].reverse() };
		case "repeat":
			return { ...sent, pairs: [...pairs, ...pairs.slice(0, 1)] };
		case "signature":
			return { ...sent, signature: sent.signature.slice(0, -2) };
		case "case":
			return { ...sent, signature: sent.signature.toLowerCase() };
		case "host":
			return { ...sent, publicUrl: "https://other.example.com" };
		default:
			return sent;
	}
}

const callOf = { publicUrl: anyPublicUrl, secret: anySecret, pairs: anyPairs, query: anyQuery };

describe("the signatures of Twilio (P5)", () => {
	test("what Twilio's package signs is accepted, with and without the port", () => {
		const anyPort = fc.constantFrom("", ":443", ":80", "own");
		fc.assert(
			fc.property(fc.record(callOf), anyPort, anyEncoding, anySettings, (call, port, ...more) => {
				const [encode, settings] = more;
				const algorithm = twilio.getSignatureAlgorithm(settings);
				if (algorithm === "HMAC_SHA512" || algorithm === "constructor") return;
				const { protocol, hostname } = new URL(call.publicUrl);
				const standard = protocol === "https:" ? ":443" : ":80";
				if (port.startsWith(":") && (port !== standard || /:\d+$/.test(call.publicUrl))) return;
				const origin = port === "own" ? call.publicUrl : `${protocol}//${hostname}${port}`;
				const url = origin + PATH + call.query;
				const params = paramsOf(call.pairs);
				const headers = {
					...settingsHeader(settings),
					"x-twilio-signature": twilio.getExpectedTwilioSignature(
						call.secret,
						url,
						params,
						algorithm,
					),
				};
				const webhook = webhookOf(call.query, formOf(call.pairs, encode), headers);
				const by = { publicUrl: call.publicUrl, secrets: [call.secret] };
				expect(checkTwilioSignature(webhook, by)).toBeNull();
			}),
			runs,
		);
	});

	test("what Twilio's package refuses is refused, whatever is changed", () => {
		fc.assert(
			fc.property(fc.record(callOf), anyChange, anySettings, (call, change, settings) => {
				const algorithm = twilio.getSignatureAlgorithm(settings);
				const url = call.publicUrl + PATH + call.query;
				const known = /^HMAC_SHA(1|256)$/i.test(algorithm) ? algorithm : "HMAC_SHA1";
				const params = paramsOf(call.pairs);
				const signature = twilio.getExpectedTwilioSignature(call.secret, url, params, known);
				const sent = changed(change, { ...call, signature });
				const theirs = quietly(() =>
					twilio.validateRequest(
						sent.secret,
						sent.signature,
						sent.publicUrl + PATH + sent.query,
						paramsOf(sent.pairs),
						algorithm,
					),
				);
				const headers = { ...settingsHeader(settings), "x-twilio-signature": sent.signature };
				const webhook = webhookOf(sent.query, formOf(sent.pairs), headers);
				const by = { publicUrl: sent.publicUrl, secrets: [sent.secret] };
				expect(checkTwilioSignature(webhook, by) === null).toBe(theirs);
			}),
			runs,
		);
	});

	test("a URL that Twilio signed in an escaped form is accepted, as its package does", () => {
		const forms: ((url: string) => string)[] = [
			(url) => new URL(url).href,
			(url) => withQuery(new URL(url).href, (query) => stringify(parse(query))),
			(url) => withQuery(url, (query) => stringify(parse(query))),
			(url) => withQuery(url, (query) => new URLSearchParams(query).toString()),
			(url) => withQuery(url, (query) => query.replaceAll("+", "%20")),
			(url) => url.replace("?", "%3F"),
		];
		let accepted = 0;
		fc.assert(
			fc.property(fc.record(callOf), fc.constantFrom(...forms), (call, form) => {
				const url = call.publicUrl + PATH + call.query;
				const params = paramsOf(call.pairs);
				const signature = twilio.getExpectedTwilioSignature(call.secret, form(url), params);
				const theirs = twilio.validateRequest(call.secret, signature, url, params);
				const headers = { "x-twilio-signature": signature };
				const webhook = webhookOf(call.query, formOf(call.pairs), headers);
				const by = { publicUrl: call.publicUrl, secrets: [call.secret] };
				expect(checkTwilioSignature(webhook, by) === null).toBe(theirs);
				if (theirs && form(url) !== url) accepted += 1;
			}),
			runs,
		);
		expect(accepted).toBeGreaterThan(50);
	});
});

describe("the signatures of SignalWire (P5)", () => {
	const anyHeader = fc.constantFrom("x-signalwire-signature", "x-twilio-signature");

	test("what SignalWire's package signs is accepted, under either header", () => {
		fc.assert(
			fc.property(fc.record(callOf), anyHeader, anyEncoding, (call, header, encode) => {
				const url = call.publicUrl + PATH + call.query;
				const params = paramsOf(call.pairs);
				const signature = signalWire.getExpectedTwilioSignature(call.secret, url, params);
				expect(signalWire.validateRequest(call.secret, signature, url, params, true)).toBe(true);
				const webhook = webhookOf(call.query, formOf(call.pairs, encode), { [header]: signature });
				const by = { publicUrl: call.publicUrl, secrets: [call.secret] };
				expect(checkSignalWireSignature(webhook, by)).toBeNull();
			}),
			runs,
		);
	});

	test("what SignalWire's package refuses is refused, whatever is changed", () => {
		fc.assert(
			fc.property(fc.record(callOf), anyChange, anyHeader, (call, change, header) => {
				const url = call.publicUrl + PATH + call.query;
				const params = paramsOf(call.pairs);
				const signature = signalWire.getExpectedTwilioSignature(call.secret, url, params);
				const sent = changed(change, { ...call, signature });
				const theirs = signalWire.validateRequest(
					sent.secret,
					sent.signature,
					sent.publicUrl + PATH + sent.query,
					paramsOf(sent.pairs),
					true,
				);
				const webhook = webhookOf(sent.query, formOf(sent.pairs), { [header]: sent.signature });
				const by = { publicUrl: sent.publicUrl, secrets: [sent.secret] };
				expect(checkSignalWireSignature(webhook, by) === null).toBe(theirs);
			}),
			runs,
		);
	});

	test("its own header goes before Twilio's", () => {
		const [url, body] = ["https://calls.example.com", formOf([["To", "+18005550100"]])];
		const signature = signalWire.getExpectedTwilioSignature("secret", url + PATH, {
			To: "+18005550100",
		});
		const check = (headers: Record<string, string>) =>
			checkSignalWireSignature(webhookOf("", body, headers), {
				publicUrl: url,
				secrets: ["secret"],
			});
		const wrong = `A${signature.slice(1)}`;
		expect(check({ "x-signalwire-signature": wrong, "x-twilio-signature": signature })).toBe(
			"wrong-signature",
		);
		expect(check({ "x-signalwire-signature": signature, "x-twilio-signature": wrong })).toBeNull();
		expect(check({ "x-signalwire-signature": "", "x-twilio-signature": signature })).toBeNull();
	});

	test("repeated fields are signed otherwise than by Twilio", () => {
		const pairs: Pair[] = [
			["a", "2"],
			["a", "1"],
			["a", "2"],
		];
		const [publicUrl, secrets] = ["https://calls.example.com", ["secret"]];
		const signed = (by: typeof twilio | typeof signalWire) =>
			by.getExpectedTwilioSignature("secret", publicUrl + PATH, paramsOf(pairs));
		const webhook = (signature: string) =>
			webhookOf("", formOf(pairs), { "x-twilio-signature": signature });
		const by = { publicUrl, secrets };
		expect(checkTwilioSignature(webhook(signed(twilio)), by)).toBeNull();
		expect(checkTwilioSignature(webhook(signed(signalWire)), by)).toBe("wrong-signature");
		expect(checkSignalWireSignature(webhook(signed(signalWire)), by)).toBeNull();
		expect(checkSignalWireSignature(webhook(signed(twilio)), by)).toBe("wrong-signature");
	});
});

describe.each([
	["Twilio", checkTwilioSignature, twilio],
	["SignalWire", checkSignalWireSignature, signalWire],
] as const)("a webhook of %s", (_name, check, platform) => {
	const pairs: Pair[] = [
		["CallSid", "CA1"],
		["From", "+14155550132"],
		["To", "+18005550100"],
	];
	const publicUrl = "https://calls.example.com";
	const signature = (secret: string, fields = pairs) =>
		twilio.getExpectedTwilioSignature(secret, publicUrl + PATH, paramsOf(fields));
	const headers = { "x-twilio-signature": signature("secret") };
	const webhook = webhookOf("", formOf(pairs), headers);

	test("is accepted under either of two secrets while one is rotated", () => {
		expect(check(webhook, { publicUrl, secrets: ["new", "secret"] })).toBeNull();
		expect(check(webhook, { publicUrl, secrets: ["secret", "new"] })).toBeNull();
		expect(check(webhook, { publicUrl, secrets: ["new", "newer"] })).toBe("wrong-signature");
	});

	test.each([
		["https://calls.example.com", "https://calls.example.com:443"],
		["http://calls.example.com", "http://calls.example.com:80"],
		["https://calls.example.com:8443", "https://calls.example.com"],
		["https://[2001:db8::7]", "https://[2001:db8::7]:443"],
	])("with %s as PUBLIC_URL is accepted when it was signed as %s", (own, signedAs) => {
		const signed = platform.getExpectedTwilioSignature("secret", signedAs + PATH, paramsOf(pairs));
		expect(platform.validateRequest("secret", signed, own + PATH, paramsOf(pairs))).toBe(true);
		const sent = { ...webhook, headers: { "x-twilio-signature": signed } };
		expect(check(sent, { publicUrl: own, secrets: ["secret"] })).toBeNull();
	});

	test("is refused without a signature or a secret", () => {
		const by = { publicUrl, secrets: ["secret"] };
		expect(check({ ...webhook, headers: {} }, by)).toBe("no-signature");
		expect(check(webhook, { publicUrl, secrets: [] })).toBe("no-secret");
		const keyless = { "x-twilio-signature": signature("") };
		expect(check({ ...webhook, headers: keyless }, { publicUrl, secrets: [""] })).toBe("no-secret");
	});

	test("is checked with PUBLIC_URL, whatever a proxy says of itself", () => {
		const proxied = { ...headers, host: "10.0.0.7:3000", "x-forwarded-host": "evil.example" };
		const by = { publicUrl, secrets: ["secret"] };
		expect(check({ ...webhook, headers: proxied }, by)).toBeNull();
		expect(check(webhook, { ...by, publicUrl: "https://10.0.0.7:3000" })).toBe("wrong-signature");
		expect(check(webhook, { ...by, publicUrl: "http://calls.example.com" })).toBe(
			"wrong-signature",
		);
	});

	test("is accepted with an empty body, and as a GET", () => {
		const by = { publicUrl, secrets: ["secret"] };
		const query = "?CallSid=CA1&From=%2B14155550132";
		const signed = twilio.getExpectedTwilioSignature("secret", publicUrl + PATH + query, {});
		const get = webhookOf(query, new Uint8Array(), { "x-twilio-signature": signed }, "GET");
		expect(check(get, by)).toBeNull();
		expect(check({ ...get, target: `${get.target}9` }, by)).toBe("wrong-signature");
	});

	test.each(["", "*", "calls.example.com:443", "http://evil.example/"])(
		"is refused for the target %j",
		(target) => {
			expect(check({ ...webhook, target }, { publicUrl, secrets: ["secret"] })).toBe(
				"wrong-signature",
			);
		},
	);
});

function withQuery(url: string, change: (query: string) => string): string {
	const [path, ...query] = url.split("?");
	return query.length === 0 ? url : `${path}?${change(query.join("?"))}`;
}

/** Twilio's package warns of algorithms that it does not know. */
function quietly<Result>(work: () => Result): Result {
	const { warn } = console;
	console.warn = () => {};
	try {
		return work();
	} finally {
		console.warn = warn;
	}
}
