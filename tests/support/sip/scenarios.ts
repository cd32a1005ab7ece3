// Scenarios of SIPp: what a caller and an agent say, message by message.

const SDP = `v=0
      o=user 1 1 IN IP4 [local_ip]
      s=-
      c=IN IP4 [local_ip]
      t=0 0
      m=audio 40000 RTP/AVP 0`;

const scenario = (steps: string): string =>
	`<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="call-in">\n${steps}\n</scenario>\n`;
const send = (message: string, attributes = ""): string =>
	`<send ${attributes}><![CDATA[\n      ${message.trim()}\n    ]]></send>`;
const optional = (...codes: number[]): string =>
	codes.map((code) => `<recv response="${code}" optional="true"/>`).join("\n");

/** How a call looks that reaches the proxy. Texts are as they stand in the message. */
export type SipCall = {
	ruri: string;
	from?: string;
	to?: string;
	/** Further header lines. */
	headers?: string[];
};

function invite({ ruri, from, to, headers = [] }: SipCall, via = "[branch]"): string {
	const lines = [
		`INVITE ${ruri} SIP/2.0`,
		`Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${via}`,
		"Max-Forwards: 70",
		`From: ${from ?? "<sip:+14155550132@c.example>"};tag=[call_number]c`,
		`To: ${to ?? "<sip:callee@127.0.0.1>"}`,
		"Call-ID: [call_id]",
		"CSeq: 1 INVITE",
		"Contact: <sip:caller@[local_ip]:[local_port]>",
		...headers,
		"Content-Type: application/sdp",
		"Content-Length: [len]",
		"",
		SDP,
	];
	return lines.join("\n      ");
}

/** A later message of the same call. `end` of a refused INVITE repeats its branch. */
const later = (call: SipCall, method: string, cseq: number, more: string[] = []): string =>
	[
		`${method} ${more[0] ?? "[next_url]"} SIP/2.0`,
		"Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]",
		"Max-Forwards: 70",
		"[routes]",
		`From: ${call.from ?? "<sip:+14155550132@c.example>"};tag=[call_number]c`,
		`To: ${call.to ?? "<sip:callee@127.0.0.1>"}[peer_tag_param]`,
		"Call-ID: [call_id]",
		`CSeq: ${cseq} ${method}`,
		"Contact: <sip:caller@[local_ip]:[local_port]>",
		...(method === "INVITE" ? (call.headers ?? []) : []),
		"Content-Length: 0",
	].join("\n      ");

const ackOfRefusal = (call: SipCall): string =>
	[
		`ACK ${call.ruri} SIP/2.0`,
		"[last_Via:]",
		"Max-Forwards: 70",
		`From: ${call.from ?? "<sip:+14155550132@c.example>"};tag=[call_number]c`,
		`To: ${call.to ?? "<sip:callee@127.0.0.1>"}[peer_tag_param]`,
		"Call-ID: [call_id]",
		"CSeq: 1 ACK",
		"Content-Length: 0",
	].join("\n      ");

/**
 * A call that an agent answers. `within` comes between the answer and the end, `afterwards` after
 * the end.
 */
export const answeredCall = (call: SipCall, within = "", afterwards = ""): string =>
	scenario(
		[
			send(invite(call), 'retrans="500"'),
			optional(100, 180),
			'<recv response="200" rrs="true"/>',
			send(later(call, "ACK", 1)),
			within,
			send(later(call, "BYE", 9), 'retrans="500"'),
			'<recv response="200"/>',
			afterwards,
		].join("\n"),
	);

/** The ACK of the re-INVITE once more, as where the BYE has overtaken it. */
export const lateAck = (call: SipCall): string => send(later(call, "ACK", 2));

/**
 * A re-INVITE that overtakes the ACK of the answer. It is refused, and the call goes on: the ACK
 * comes, and then the end.
 */
export const hastyReInvite = (call: SipCall): string =>
	scenario(
		[
			send(invite(call), 'retrans="500"'),
			optional(100, 180),
			'<recv response="200" rrs="true"/>',
			send(later(call, "INVITE", 2)),
			optional(100),
			'<recv response="491"/>',
			send(later(call, "ACK", 2)),
			send(later(call, "ACK", 1)),
			send(later(call, "BYE", 9), 'retrans="500"'),
			'<recv response="200"/>',
		].join("\n"),
	);

/**
 * The answer in the middle of a call is changed by a re-INVITE, some time after the ACK: a proxy
 * with several workers may take them up in another order.
 */
export const reInvite = (call: SipCall): string =>
	[
		'<pause milliseconds="200"/>',
		send(later(call, "INVITE", 2), 'retrans="500"'),
		optional(100),
		'<recv response="200"/>',
		send(later(call, "ACK", 2)),
	].join("\n");

/** In the middle of a call, this request for another address is refused with this status. */
export const refusedWithin = (
	call: SipCall,
	method: "INVITE" | "REFER",
	uri: string,
	status: number,
): string =>
	[
		send(later(call, method, 3, [uri]), 'retrans="500"'),
		optional(100),
		`<recv response="${status}"/>`,
		method === "INVITE" ? send(ackOfRefusal(call).replace("1 ACK", "3 ACK")) : "",
	].join("\n");

/** A call that is refused with this status. */
export const refusedCall = (call: SipCall, status: number): string =>
	scenario(
		[
			send(invite(call), 'retrans="500"'),
			optional(100, 180),
			`<recv response="${status}"/>`,
			send(ackOfRefusal(call)),
		].join("\n"),
	);

/** The same INVITE five times. Run it `LENIENT`: replies come in between. */
export const repeatedCall = (call: SipCall): string => {
	const one = send(invite(call, `z9hG4bK-repeated-${Date.now()}`));
	return scenario(
		[
			...Array(5).fill(one),
			optional(100, 180),
			'<recv response="200" rrs="true"/>',
			send(later(call, "ACK", 1)),
			send(later(call, "BYE", 9), 'retrans="500"'),
			'<recv response="200"/>',
		].join("\n"),
	);
};

/**
 * The caller hangs up: after ringing, else so many milliseconds after the INVITE. Run it `LENIENT`:
 * the reply to CANCEL may come last.
 */
export const cancelledCall = (call: SipCall, afterMs: number | null): string =>
	scenario(
		[
			send(invite(call)),
			...(afterMs === null
				? [optional(100), '<recv response="180"/>']
				: ['<recv response="100"/>', `<pause milliseconds="${afterMs}"/>`]),
			send(cancel(call), 'retrans="500"'),
			'<recv response="200" optional="true"/>',
			'<recv response="487"/>',
			send(ackOfRefusal(call)),
		].join("\n"),
	);

const cancel = (call: SipCall): string =>
	ackOfRefusal(call)
		.replace(/^ACK /, "CANCEL ")
		.replace("1 ACK", "1 CANCEL")
		.replace("[peer_tag_param]", "");

const HERE = "sip:[local_ip]:[local_port]";

const reply = (status: string, body: boolean, contact = HERE): string =>
	[
		`SIP/2.0 ${status}`,
		...["[last_Via:]", "[last_Record-Route:]", "[last_From:]", "[last_To:];tag=[call_number]a"],
		...["[last_Call-ID:]", "[last_CSeq:]", `Contact: <${contact}>`],
		...(body
			? ["Content-Type: application/sdp", "Content-Length: [len]", "", SDP]
			: ["Content-Length: 0"]),
	].join("\n      ");
const replyWithin = (contact: string): string =>
	reply("200 OK", true, contact).replace(";tag=[call_number]a", "");

/**
 * An agent who answers, and hears what comes. A re-INVITE that follows the ACK at once may
 * overtake it. `contact`: where it takes the later messages of the call.
 */
export const answers = (contact = HERE): string =>
	scenario(
		[
			'<recv request="INVITE" crlf="true" rrs="true"/>',
			// It does not ring: the proxy's workers may pass a 180 on after the 200 that follows at once.
			send(reply("200 OK", true, contact), 'retrans="500"'),
			'<label id="talking"/>',
			'<recv request="ACK" optional="true"/>',
			'<recv request="INVITE" optional="true" next="changed"/>',
			'<recv request="BYE" next="over"/>',
			'<label id="changed"/>',
			send(replyWithin(contact), 'retrans="500"'),
			'<recv request="ACK" next="talking"/>',
			'<label id="over"/>',
			send(reply("200 OK", false).replace(";tag=[call_number]a", "")),
		].join("\n"),
	);

export const ANSWERS = answers();

/** An agent who is busy. */
export const IS_BUSY = scenario(
	['<recv request="INVITE"/>', send(reply("486 Busy Here", false)), '<recv request="ACK"/>'].join(
		"\n",
	),
);

/** An agent who lets it ring. */
export const RINGS = scenario(
	[
		'<recv request="INVITE"/>',
		send(reply("180 Ringing", false)),
		'<recv request="CANCEL"/>',
		send(reply("200 OK", false)),
		send(reply("487 Request Terminated", false).replace("[last_CSeq:]", "CSeq: 1 INVITE")),
		'<recv request="ACK"/>',
	].join("\n"),
);
