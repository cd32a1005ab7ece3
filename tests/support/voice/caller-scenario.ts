/** What the caller does once the call is answered. */
export type CallerDoes = {
	/** The caller's number in From. */
	from: string;
	/** The payload type offered for telephone events. */
	payloadType: number;
	/** Further header lines of the INVITE. */
	headers?: readonly string[];
	/** A proxy stands between: messages inside a call take the way that it recorded. */
	isProxied?: boolean;
	/** A capture file of keys, played at once. */
	keys?: string;
	/** Bodies of INFO, each sent a moment after the one before, and pauses in milliseconds. */
	infos?: readonly (string | number)[];
	/**
	 * How it ends: transferred to an agent who answers or is busy; hung up by the prompt; answered by
	 * the agent at once, and over; refused with a status; without ever confirming the answer (ACK); or hung up by the caller after a time.
	 */
	end:
		| "transferred"
		| "agent-busy"
		| "hung-up"
		| "answered"
		| "never-confirmed"
		| { refusedWith: number }
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

const hungUp = `<recv request="BYE" timeout="${END_MS_MAX}"/>\n${ok()}`;

/** A request inside the call. */
const inCall = (
	method: string,
	cseq: number,
	{ from, isProxied }: CallerDoes,
	rest = "Content-Length: 0",
): string => `
${method} [$promptContact] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
${isProxied ? "Route: <[$promptRoute]>\n" : ""}From: <sip:${from}@[local_ip]>;tag=[pid]c[call_number]
To: <sip:[service]@[remote_ip]>[$promptTag]
Call-ID: [call_id]
CSeq: ${cseq} ${method}
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
${rest}`;

const invite = (does: CallerDoes): string => `
${send(
	`INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:${does.from}@[local_ip]>;tag=[pid]c[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
${(does.headers ?? []).map((line) => `${line}\n`).join("")}Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [auto_media_port] RTP/AVP 0 ${does.payloadType}
a=rtpmap:0 PCMU/8000
a=rtpmap:${does.payloadType} telephone-event/8000
a=fmtp:${does.payloadType} 0-15`,
	'retrans="500"',
)}
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
${isRefused(does.end) ? `<recv response="${does.end.refusedWith}"/>` : answered(does)}`;

const isRefused = (end: CallerDoes["end"]): end is { refusedWith: number } =>
	typeof end === "object" && "refusedWith" in end;

/** Keeps the way that a proxy recorded in this variable. */
const recorded = ({ isProxied }: CallerDoes, variable: string): string =>
	isProxied
		? `<ereg regexp="sip:[^>]*" search_in="hdr" header="Record-Route:" check_it="true" assign_to="${variable}"/>`
		: "";

const answered = (does: CallerDoes): string => `
<recv response="200"><action>
${recorded(does, "promptRoute")}
<ereg regexp=";tag=.*" search_in="hdr" header="To:" check_it="true" assign_to="promptTag"/>
<ereg regexp="sip:[^>]*" search_in="hdr" header="Contact:" check_it="true"
 assign_to="promptContact"/></action></recv>
<Reference variables="promptTag,promptContact"/>
${does.end === "never-confirmed" ? '<pause milliseconds="7000"/>' : send(inCall("ACK", 1, does))}`;

const info = (does: CallerDoes, body: string | number, cseq: number): string =>
	typeof body === "number"
		? `<pause milliseconds="${body}"/>`
		: `
<pause milliseconds="${cseq === 2 ? 400 : 150}"/>
${send(
	inCall(
		"INFO",
		cseq,
		does,
		`Content-Type: application/dtmf-relay\nContent-Length: [len]\n\n${body}`,
	),
	'retrans="500"',
)}
<recv response="200"/>`;

function ending(does: CallerDoes): string {
	const { end } = does;
	if (isRefused(end) || end === "never-confirmed") return "";
	if (end === "hung-up") return hungUp;
	if (end === "answered" || typeof end === "object")
		return `<pause milliseconds="${end === "answered" ? 10 : end.hangUpAfterMs}"/>
${send(inCall("BYE", 90, does), 'retrans="500"')}
<recv response="200"/>`;
	return `
<recv request="REFER" timeout="${END_MS_MAX}"><action>
<ereg regexp="(sip:[^@ ]*@([0-9.]*):([0-9]*))[^ ]*" search_in="hdr" header="Refer-To:"
 check_it="true" assign_to="referTo,target,host,port"/>
<log message="refer-to [$referTo]"/></action></recv>
${ok("202 Accepted")}
${callAgent(does)}
${end === "transferred" ? notified(does, "200 OK") : notified(does, "486 Busy Here")}
${end === "transferred" ? leaveAgent(does) : ""}`;
}

/**
 * A request to the agent, in a dialog of its own. SIPp tells it apart by its Call-ID's beginning.
 * `later`: it follows the answer.
 */
const toAgent = (
	{ from, isProxied }: CallerDoes,
	method: string,
	cseq: number,
	{ later = true, branch = "[branch]" } = {},
): string => `
${method} ${later && isProxied ? "[$agentContact]" : "[$target]"} SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=${branch}
${later && isProxied ? "Route: <[$agentRoute]>\n" : ""}From: <sip:${from}@[local_ip]>;tag=[pid]a[call_number]
To: <[$target]>${method === "INVITE" ? "" : "[$agentTag]"}
Call-ID: agent///[call_id]
CSeq: ${cseq} ${method}
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Length: 0`;

const sendTo = (host: string, port: string): string =>
	`<nop><action><setdest host="${host}" port="${port}" protocol="udp"/></action></nop>`;

const callAgent = (does: CallerDoes): string => `
${sendTo("[$host]", "[$port]")}
${send(toAgent(does, "INVITE", 1, { later: false }))}
${does.isProxied ? '<recv response="100"/>' : ""}
<recv response="180" optional="true"/>
${does.end === "transferred" ? taken(does) : busy(does)}
${sendTo("[remote_ip]", "[remote_port]")}`;

const TAG = '<ereg regexp=";tag=.*" search_in="hdr" header="To:" assign_to="agentTag"/>';

const taken = (does: CallerDoes): string => `
<recv response="200"><action>
${recorded(does, "agentRoute")}
<ereg regexp="sip:[^>]*" search_in="hdr" header="Contact:" assign_to="agentContact"/>
${TAG}</action></recv>
<Reference variables="agentContact"/>
${send(toAgent(does, "ACK", 1))}`;

/** The ACK of a refusal belongs to the INVITE, and so has its branch. */
const busy = (does: CallerDoes): string => `
<recv response="486"><action>${TAG}</action></recv>
${send(toAgent(does, "ACK", 1, { later: false, branch: does.isProxied ? "[branch-4]" : "[branch-3]" }))}`;

const leaveAgent = (does: CallerDoes): string => `
${sendTo("[$host]", "[$port]")}
${send(toAgent(does, "BYE", 2))}
<recv response="200"/>`;

/**
 * Tells how the transfer ended. The prompt answers and hangs up at once: through a proxy of several
 * processes, the BYE may overtake the answer.
 */
const notified = (does: CallerDoes, status: string): string => `
${send(
	inCall(
		"NOTIFY",
		80,
		does,
		`Event: refer
Subscription-State: terminated;reason=noresource
Content-Type: message/sipfrag;version=2.0
Content-Length: [len]

SIP/2.0 ${status}`,
	),
	'retrans="500"',
)}
<recv response="200" optional="true" next="answered"/>
${hungUp}
<recv response="200"/>
<nop next="over"/>
<label id="answered"/>
${hungUp}
<label id="over"/>`;
