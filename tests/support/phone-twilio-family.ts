import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { type Dialect, decoded, documentIn, FORM, formBody } from "./phone-dialect.ts";

export const TOKEN = "auth-token-of-a-test-0123456789";
const telnyx = generateKeyPairSync("ed25519");
export const TELNYX_PUBLIC_KEY = Buffer.from(
	telnyx.publicKey.export({ format: "jwk" }).x as string,
	"base64url",
).toString("base64");

const family = (secret: string, signed: Dialect["sign"]): Dialect => ({
	secret,
	contentType: FORM,
	bodyOf: formBody,
	sign: signed,
	heardIn(answer) {
		const { xml, all, saidBy } = documentIn(answer);
		const [gather] = all("Gather");
		const [redirect] = all("Redirect");
		const [dial] = all("Dial");
		const agent = dial && [...all("Sip", dial), ...all("Number", dial)][0];
		const [to = "", query] = agent?.textContent?.split("?") ?? [];
		return {
			...{ status: answer.status, xml },
			says: saidBy("Say"),
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
							to,
							action: dial.getAttribute("action") ?? "",
							tells: agent.getAttribute("statusCallback"),
							// The platform decodes the query, and sends what is left.
							carries: decoded(new URLSearchParams(query)),
						}
					: null,
			hangsUp: all("Hangup").length > 0,
		};
	},
	ownNumbers: ["answered"],
	carried: {
		verified: "X-Call-In-Verified",
		request: "X-Call-In-Request",
		user: (key) => `X-User-${key}`,
	},
});

const byForm =
	(header: string): Dialect["sign"] =>
	({ url, fields }, { secret }) => {
		const text = Object.keys(fields)
			.sort()
			.reduce((before, name) => before + name + fields[name], url);
		return { [header]: createHmac("sha1", secret).update(text).digest("base64") };
	};

export const TWILIO = family(TOKEN, byForm("x-twilio-signature"));
export const SIGNALWIRE = family(TOKEN, byForm("x-signalwire-signature"));
export const TELNYX_TEXML = family(TELNYX_PUBLIC_KEY, ({ body }, { at }) => {
	const timestamp = String(Math.floor(at / 1000));
	const signed = sign(null, Buffer.from(`${timestamp}|${body}`), telnyx.privateKey);
	return {
		"telnyx-timestamp": timestamp,
		"telnyx-signature-ed25519": signed.toString("base64"),
	};
});
