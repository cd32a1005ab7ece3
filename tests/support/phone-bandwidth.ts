import { type Dialect, decoded, documentIn, type Fields } from "./phone-dialect.ts";

/** What Bandwidth posts: the event's type follows from the step. */
function bandwidthFields(fields: Fields, query: string): object {
	const { CallSid, ParentCallSid, DialCallStatus, Digits, From, To } = fields;
	const of = {
		...{ accountId: "9900000", applicationId: "04e88489", direction: "inbound" },
		...(From === undefined ? {} : { from: From }),
		...(To === undefined ? {} : { to: To }),
		callId: CallSid,
	};
	const digits = Digits === undefined ? {} : { digits: Digits };
	if (query.includes("step=code")) return { ...of, eventType: "gather", digits: "", ...digits };
	if (ParentCallSid !== undefined)
		return { ...of, eventType: "transferAnswer", parentCallId: ParentCallSid };
	if (DialCallStatus !== undefined) {
		const cause = { completed: "hangup", "no-answer": "timeout" }[DialCallStatus] ?? DialCallStatus;
		return { ...of, eventType: "transferComplete", cause };
	}
	if (query.includes("step=ended")) return { ...of, eventType: "disconnect", cause: "hangup" };
	return { ...of, eventType: "initiate", ...digits };
}

export const basic = (password: string): Record<string, string> => ({
	authorization: `Basic ${Buffer.from(`call-in:${password}`).toString("base64")}`,
});

export const BANDWIDTH: Dialect = {
	secret: null,
	contentType: "application/json",
	bodyOf: (fields, query) => JSON.stringify(bandwidthFields(fields, query)),
	sign: (_signing, { secret }) => basic(secret),
	heardIn(answer) {
		const { xml, all, saidBy } = documentIn(answer, /^application\/xml/);
		const [gather] = all("Gather");
		const [transfer] = all("Transfer");
		const agent = transfer && [...all("SipUri", transfer), ...all("PhoneNumber", transfer)][0];
		const uui = Buffer.from(agent?.getAttribute("uui")?.split(";")[0] ?? "", "base64").toString();
		const next = gather?.getAttribute("gatherUrl") ?? "";
		return {
			...{ status: answer.status, xml },
			says: saidBy("SpeakSentence"),
			asks: gather
				? {
						...{ action: next, silence: next },
						digits: gather.getAttribute("maxDigits") ?? "",
					}
				: null,
			dials:
				transfer && agent
					? {
							to: agent.textContent ?? "",
							action: transfer.getAttribute("transferCompleteUrl") ?? "",
							tells: agent.getAttribute("transferAnswerUrl"),
							carries: decoded(
								uui
									.split("&")
									.filter(Boolean)
									.map((one) => one.split("=") as [string, string]),
							),
						}
					: null,
			hangsUp: all("Hangup").length > 0,
		};
	},
	ownNumbers: ["answered"],
	carried: { verified: "verified", request: "request", user: (key) => `user-${key}` },
};
