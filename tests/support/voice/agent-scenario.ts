/** The scenario of an agent's phone for SIPp: it takes each call, or is busy. */
export function agentScenario(does: "answers" | "busy"): string {
	const respond = (status: string) => `<send><![CDATA[

SIP/2.0 ${status}
[last_Via:]
[last_Record-Route:]
[last_From:]
[last_To:];tag=[pid]agent[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:agent@[local_ip]:[local_port]>
Content-Length: 0

]]></send>`;
	const invited = `<recv request="INVITE"><action>
<ereg regexp="sip:[^ ]*" search_in="hdr" header="From:" assign_to="from"/>
<ereg regexp="yes|no" search_in="hdr" header="X-Call-In-Verified:" assign_to="verified"/>
<log message="rings for [$from] verified [$verified]"/></action></recv>`;
	const goes =
		does === "busy"
			? `${respond("486 Busy Here")}<recv request="ACK"/>`
			: `${respond("200 OK")}<recv request="ACK"/><recv request="BYE"/>
<send><![CDATA[

SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>`;
	return `<?xml version="1.0" encoding="ISO-8859-1"?>
<scenario name="agent">
${invited}
${goes}
</scenario>
`;
}
