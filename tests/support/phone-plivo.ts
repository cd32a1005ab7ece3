import { createHmac, randomUUID } from "node:crypto";
import { type Dialect, decoded, documentIn, type Fields, FORM, formBody } from "./phone-dialect.ts";
import { TOKEN } from "./phone-twilio-family.ts";

const withoutPlus = (number: string): string => number.replace(/^\+/, "");

/** The names of Plivo. `CallUUID` is the caller's leg, also where the agent's one is told. */
function plivoFields(fields: Fields): Fields {
	const { CallSid, ParentCallSid, DialCallStatus, From, To, CallStatus, ...more } = fields;
	const id = ParentCallSid ?? CallSid;
	return {
		...more,
		...(id === undefined ? {} : { CallUUID: id, DialALegUUID: id }),
		...(From === undefined ? {} : { From: withoutPlus(From) }),
		...(To === undefined ? {} : { To: withoutPlus(To) }),
		...(CallStatus === undefined ? {} : { CallStatus }),
		...(ParentCallSid && { ...legEvent(CallStatus), DialBLegUUID: CallSid }),
		...(DialCallStatus === undefined ? {} : { DialStatus: DialCallStatus }),
	};
}

const legEvent = (status: string | undefined): Fields =>
	status === "completed"
		? { DialAction: "hangup", Event: "DialHangup" }
		: { DialAction: "answer", Event: "DialAnswer" };

/** Plivo's rule for signatures, version 3. `query` is as it stands in the address, decoded. */
export function plivoSignature(
	{ method, url, fields }: { method: string; url: string; fields: Fields },
	{ secret, nonce }: { secret: string; nonce: string },
): string {
	const { origin, pathname, searchParams } = new URL(url);
	const query = [...searchParams.keys()]
		.filter((name, at, all) => all.indexOf(name) === at)
		.sort()
		.flatMap((name) =>
			searchParams
				.getAll(name)
				.sort()
				.map((value) => `${name}=${value}`),
		)
		.join("&");
	const names = method === "GET" ? [] : Object.keys(fields).sort();
	const form = names.map((name) => name + fields[name]).join("");
	const mark = query !== "" || names.length > 0 ? "?" : "";
	const dot = query !== "" && names.length > 0 ? "." : "";
	const text = `${origin}${pathname}${mark}${query}${dot}${form}.${nonce}`;
	return createHmac("sha256", secret).update(text).digest("base64");
}

export const PLIVO: Dialect = {
	secret: TOKEN,
	contentType: FORM,
	bodyOf: (fields) => formBody(plivoFields(fields)),
	sign({ method, url, body }, { secret }) {
		const nonce = randomUUID();
		const fields = Object.fromEntries(new URLSearchParams(body));
		return {
			"x-plivo-signature-v3": plivoSignature({ method, url, fields }, { secret, nonce }),
			"x-plivo-signature-v3-nonce": nonce,
		};
	},
	heardIn(answer) {
		const { xml, all, saidBy } = documentIn(answer);
		const [input] = all("GetInput");
		const [redirect] = all("Redirect");
		const [dial] = all("Dial");
		const agent = dial && [...all("User", dial), ...all("Number", dial)][0];
		const headers = (agent?.getAttribute("sipHeaders") ?? "").split(",").filter(Boolean);
		return {
			...{ status: answer.status, xml },
			says: saidBy("Speak"),
			asks: input
				? {
						action: input.getAttribute("action") ?? "",
						digits: input.getAttribute("numDigits") ?? "",
						silence: redirect?.textContent ?? "",
					}
				: null,
			dials:
				dial && agent
					? {
							to: agent.textContent ?? "",
							action: dial.getAttribute("action") ?? "",
							tells: dial.getAttribute("callbackUrl"),
							carries: decoded(headers.map((one) => one.split("=") as [string, string])),
						}
					: null,
			hangsUp: all("Hangup").length > 0,
		};
	},
	ownNumbers: ["answered"],
	carried: {
		verified: "Callinverified",
		request: "Callinrequest",
		user: (key) => `User${key}`,
	},
};
