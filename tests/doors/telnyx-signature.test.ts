import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
	checkTelnyxSignature,
	TELNYX_WINDOW_SECONDS,
} from "../../app/doors/twilio-family/telnyx-signature.ts";
import { loadTelnyx } from "../support/platform-packages.ts";
import { anyEncoding, anyPairs, anyQuery, formOf, webhookOf } from "../support/webhooks.ts";

const { TelnyxWebhook } = loadTelnyx();

const NOW = Date.UTC(2026, 10, 28, 12, 0, 0, 400);
const SECONDS = Math.floor(NOW / 1000);

const keyPair = () => {
	const { publicKey, privateKey } = generateKeyPairSync("ed25519");
	const key = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
	return { publicKey: key.toString("base64"), privateKey };
};
const OWN = keyPair();
const OTHER = keyPair();

const signed = (body: Uint8Array, timestamp: string, key: KeyObject = OWN.privateKey) => ({
	"telnyx-timestamp": timestamp,
	"telnyx-signature-ed25519": sign(
		null,
		Buffer.concat([Buffer.from(`${timestamp}|`), body]),
		key,
	).toString("base64"),
});

/** What Telnyx's own package says of the webhook: null, or its complaint. */
async function theirs(body: Uint8Array, headers: Record<string, string>, key = OWN.publicKey) {
	try {
		await new TelnyxWebhook(key).verify(Buffer.from(body).toString(), headers);
		return null;
	} catch (error) {
		return (error as Error).message;
	}
}

describe("the signatures of Telnyx TeXML (P5)", () => {
	beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: NOW }));
	afterEach(() => vi.useRealTimers());

	const body = formOf([
		["CallSid", "v3:abc"],
		["To", "+18005550100"],
	]);
	const webhook = (headers: Record<string, string>, sent: Uint8Array = body) =>
		webhookOf("", sent, headers);
	const check = (headers: Record<string, string>, secrets = [OWN.publicKey]) =>
		checkTelnyxSignature(webhook(headers), { secrets }, NOW);

	test("what is signed is accepted, and what Telnyx's package refuses is refused", async () => {
		const anyChange = fc.constantFrom(
			...["nothing", "key", "body", "timestamp", "signature", "unpadded", "empty", "doubled"],
		);
		await fc.assert(
			fc.asyncProperty(anyPairs, anyEncoding, anyQuery, anyChange, async (pairs, ...more) => {
				const [encode, query, change] = more;
				const sent = formOf(pairs, encode);
				const headers = signed(sent, String(SECONDS));
				const arrived = change === "body" ? Buffer.concat([sent, Buffer.from("&a")]) : sent;
				const key = change === "key" ? OTHER.publicKey : OWN.publicKey;
				const signature = headers["telnyx-signature-ed25519"];
				if (change === "timestamp") headers["telnyx-timestamp"] = String(SECONDS + 1);
				const altered: Record<string, string> = {
					signature: `A${signature.slice(1)}`,
					unpadded: signature.replace(/=+$/, ""),
					empty: "",
					doubled: `${signature}, ${signature}`,
				};
				headers["telnyx-signature-ed25519"] = altered[change] ?? signature;
				const refused = await theirs(arrived, headers, key);
				const ours = checkTelnyxSignature(
					webhookOf(query, arrived, headers),
					{ secrets: [key] },
					NOW,
				);
				expect(ours === null).toBe(refused === null);
				if (change === "nothing") expect(ours).toBeNull();
			}),
			{ numRuns: 500 },
		);
	});

	test.each([
		[0, null],
		[TELNYX_WINDOW_SECONDS, null],
		[-TELNYX_WINDOW_SECONDS, null],
		[TELNYX_WINDOW_SECONDS + 1, "out-of-time"],
		[-TELNYX_WINDOW_SECONDS - 1, "out-of-time"],
		[-86_400, "out-of-time"],
	])("a time stamp %i s away", async (seconds, refusal) => {
		const headers = signed(body, String(SECONDS + seconds));
		expect(check(headers)).toBe(refusal);
		expect((await theirs(body, headers)) === null).toBe(refusal === null);
	});

	test.each(["", "now", "1e9", "0x10", " 1", "-1", "1.5", `${SECONDS}.0`, "9".repeat(30)])(
		"the time stamp %j is refused, however it is signed",
		async (timestamp) => {
			const headers = signed(body, timestamp);
			expect(check(headers)).toBe("out-of-time");
			expect(await theirs(body, headers)).not.toBeNull();
		},
	);

	test("either of two keys counts while one is rotated", () => {
		const headers = signed(body, String(SECONDS));
		expect(check(headers, [OTHER.publicKey, OWN.publicKey])).toBeNull();
		expect(check(headers, [OWN.publicKey, OTHER.publicKey])).toBeNull();
		expect(check(headers, [OTHER.publicKey])).toBe("wrong-signature");
	});

	test.each([[[]], [[""]], [["c2hvcnQ="]], [["no key"]], [[OWN.publicKey.slice(1)]]])(
		"with the keys %j there is none",
		(secrets) => {
			expect(check(signed(body, String(SECONDS)), secrets)).toBe("no-secret");
		},
	);

	test("an unsigned webhook is refused", () => {
		expect(check({ "telnyx-timestamp": String(SECONDS) })).toBe("no-signature");
	});

	test("an empty body, and bytes that are no UTF-8, are checked as they came", () => {
		for (const bytes of [new Uint8Array(), new Uint8Array([0xff, 0x00, 0xc3])]) {
			const headers = signed(bytes, String(SECONDS));
			const secrets = [OWN.publicKey];
			expect(checkTelnyxSignature(webhook(headers, bytes), { secrets }, NOW)).toBeNull();
			const other = new Uint8Array([...bytes, 0xfe]);
			expect(checkTelnyxSignature(webhook(headers, other), { secrets }, NOW)).toBe(
				"wrong-signature",
			);
		}
	});
});
