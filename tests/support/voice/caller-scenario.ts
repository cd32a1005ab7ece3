/** What the caller does once the call is answered. */
export type CallerDoes = {
	/** The caller's number in From. */
	from: string;
	/** The payload type offered for telephone events. */
	payloadType: number;
	/** A capture file of keys, played at once. */
	keys?: string;
	/** Bodies of INFO, each sent a moment after the one before, and pauses in milliseconds. */
	infos?: readonly (string | number)[];
	/**
	 * How it ends: transferred to an agent who answers or is busy; hung up by the prompt; refused as
	 * busy; without ever confirming the answer (ACK); or hung up by the caller after a time.
	 */
	end:
		| "transferred"
		| "agent-busy"
		| "hung-up"
		| "refused"
		| "never-confirmed"
		| { hangUpAfterMs: number };
};

const END_MS_MAX = 30_000;

/** The scenario of one caller for SIPp. The caller's side of a transfer (REFER) is in it. */
export function callerScenario(does: CallerDoes): string {
	return `<?xml version="1.0" encoding="ISO-8859-1"?>
<scenario name="caller">
${invite(does)}
${does.keys === undefined ? "" : played(does.keys)}
${(does.infos ?? []).map((body, index) => info(does, body, index + 2)).join("\n")}
${ending(does)}
</scenario>
`;
}

const played = (keys: string): string =>
	`<nop><action><exec play_pcap_audio="${keys}"/></action></nop>`;

const send = (text: string, attributes = ""): string =>
	`<send ${attributes}><![CDATA[\n\n${text}\n\n]]></send>`;

const ok = (status = "200 OK", more = ""): string =>
	send(`SIP/2.0 ${status}
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:caller@[local_ip]:[local_port]>
${more}Content-Length: 0`);

/** A request inside the call. */
const inCall = (method: string, cseq: number, from: string, rest = "Content-Length: 0"): string => `
${method} [$promptContact] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:${from}@[local_ip]>;tag=[pid]c[call_number]
To: <sip:[service]@[remote_ip]>[$promptTag]
Call-ID: [call_id]
CSeq: ${cseq} ${method}
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
${rest}`;

const invite = ({ from, payloadType, end }: CallerDoes): string => `
${send(
	`INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:${from}@[local_ip]>;tag=[pid]c[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [auto_media_port] RTP/AVP 0 ${payloadType}
a=rtpmap:0 PCMU/8000
a=rtpmap:${payloadType} telephone-event/8000
a=fmtp:${payloadType} 0-15`,
	'retrans="500"',
)}
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
${end === "refused" ? '<recv response="486"/>' : answered(from, end)}`;

const answered = (from: string, end: CallerDoes["end"]): string => `
<recv response="200"><action>
<ereg regexp=";tag=.*" search_in="hdr" header="To:" check_it="true" assign_to="promptTag"/>
<ereg regexp="sip:[^>]*" search_in="hdr" header="Contact:" check_it="true"
 assign_to="promptContact"/></action></recv>
<Reference variables="promptTag,promptContact"/>
${end === "never-confirmed" ? '<pause milliseconds="7000"/>' : send(inCall("ACK", 1, from))}`;

const info = ({ from }: CallerDoes, body: string | number, cseq: number): string =>
	typeof body === "number"
		? `<pause milliseconds="${body}"/>`
		: `
<pause milliseconds="${cseq === 2 ? 400 : 150}"/>
${send(
	inCall(
		"INFO",
		cseq,
		from,
		`Content-Type: application/dtmf-relay\nContent-Length: [len]\n\n${body}`,
	),
	'retrans="500"',
)}
<recv response="200"/>`;

function ending(does: CallerDoes): string {
	const { end, from } = does;
	if (end === "refused" || end === "never-confirmed") return "";
	if (end === "hung-up") return `<recv request="BYE" timeout="${END_MS_MAX}"/>\n${ok()}`;
	if (typeof end === "object")
		return `<pause milliseconds="${end.hangUpAfterMs}"/>
${send(inCall("BYE", 90, from), 'retrans="500"')}
<recv response="200"/>`;
	return `
<recv request="REFER" timeout="${END_MS_MAX}"><action>
<ereg regexp="(sip:[^@ ]*@([0-9.]*):([0-9]*))[^ ]*" search_in="hdr" header="Refer-To:"
 check_it="true" assign_to="referTo,target,host,port"/>
<log message="refer-to [$referTo]"/></action></recv>
${ok("202 Accepted")}
${callAgent(does)}
${end === "transferred" ? notified(from, "200 OK") : notified(from, "486 Busy Here")}
<recv request="BYE" timeout="${END_MS_MAX}"/>
${ok()}${end === "transferred" ? leaveAgent(does) : ""}`;
}

/** A request to the agent, in a dialog of its own. SIPp tells it apart by its Call-ID's beginning. */
const toAgent = (from: string, method: string, cseq: number, tag = "[$agentTag]"): string => `
${method} [$target] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:${from}@[local_ip]>;tag=[pid]a[call_number]
To: <[$target]>${tag}
Call-ID: agent///[call_id]
CSeq: ${cseq} ${method}
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Length: 0`;

const sendTo = (host: string, port: string): string =>
	`<nop><action><setdest host="${host}" port="${port}" protocol="udp"/></action></nop>`;

const callAgent = ({ from, end }: CallerDoes): string => `
${sendTo("[$host]", "[$port]")}
${send(toAgent(from, "INVITE", 1, ""))}
<recv response="${end === "transferred" ? 200 : 486}"><action>
<ereg regexp=";tag=.*" search_in="hdr" header="To:" assign_to="agentTag"/></action></recv>
${send(toAgent(from, "ACK", 1))}
${sendTo("[remote_ip]", "[remote_port]")}`;

const leaveAgent = ({ from }: CallerDoes): string => `
${sendTo("[$host]", "[$port]")}
${send(toAgent(from, "BYE", 2))}
<recv response="200"/>`;

const notified = (from: string, status: string): string => `
${send(
	inCall(
		"NOTIFY",
		80,
		from,
		`Event: refer
Subscription-State: terminated;reason=noresource
Content-Type: message/sipfrag;version=2.0
Content-Length: [len]

SIP/2.0 ${status}`,
	),
	'retrans="500"',
)}
<recv response="200"/>`;
