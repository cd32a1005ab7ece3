import { basic } from "./phone-bandwidth.ts";
import { type Dialect, decoded, documentIn, type Fields, FORM, formBody } from "./phone-dialect.ts";

/** What an interpreter submits after the first document. */
function submitted(fields: Fields): Fields {
	const { CallSid, ParentCallSid, DialCallStatus, Digits, From, To } = fields;
	const agent = DialCallStatus === "completed" ? "far_end_disconnect" : "noanswer";
	return {
		...(Digits === undefined ? {} : { digits: Digits }),
		...(DialCallStatus === undefined ? {} : { agent }),
		call: ParentCallSid ?? CallSid ?? "undefined",
		"session.connection.local.uri": To ?? "undefined",
		"session.connection.remote.uri": From ?? "undefined",
	};
}

export const VOICEXML: Dialect = {
	secret: null,
	contentType: FORM,
	bodyOf: (fields) => formBody(submitted(fields)),
	sign: (_signing, { secret }) => basic(secret),
	heardIn(answer, at) {
		const { xml, all, saidBy } = documentIn(answer, /^application\/voicexml\+xml/);
		const resolved = (next: string | null | undefined) => new URL(next ?? "", at).href;
		const nextIn = (name: string): string => {
			const [of] = all(name);
			const [submit] = of ? all("submit", of) : [];
			return resolved(submit?.getAttribute("next"));
		};
		const [field] = all("field");
		const [transfer] = all("transfer");
		const repeat = all("item")
			.map((item) => item.getAttribute("repeat") ?? "")
			.find((one) => one !== "");
		const aai = (transfer?.getAttribute("aai") ?? "").split("&").filter(Boolean);
		return {
			...{ status: answer.status, xml },
			says: saidBy("prompt"),
			asks: field
				? {
						action: nextIn("filled"),
						digits: repeat?.split("-")[1] ?? "",
						silence: nextIn("noinput"),
					}
				: null,
			dials: transfer
				? {
						to: (transfer.getAttribute("dest") ?? "").replace(/^tel:/, ""),
						action: nextIn("filled"),
						// VoiceXML does not tell when the agent answers, so the end of the call does.
						tells: resolved("?step=ended"),
						carries: decoded(aai.map((one) => one.split("=") as [string, string])),
					}
				: null,
			hangsUp: all("disconnect").length > 0,
		};
	},
	ownNumbers: [],
	carried: { verified: "verified", request: "request", user: (key) => `user-${key}` },
};
