// Asks for a number and plays the call through match, in Node. See README.md.
import { randomUUID } from "node:crypto";

const { CALL_IN_URL = "http://localhost:3000", API_KEY, GROUP } = process.env;

async function post(call, body, headers = {}) {
	const answer = await fetch(`${CALL_IN_URL}/engagement/v3/call-in/requests/${call}`, {
		method: "POST",
		headers: { "x-api-key": API_KEY, "content-type": "application/json", ...headers },
		body: JSON.stringify(body),
	});
	const { status, data } = await answer.json();
	if (!answer.ok) throw new Error(`${status.code}: ${status.message} (${status.corrId})`);
	return data;
}

// The app's server, when the customer taps "call us". The same Idempotency-Key makes a repeated
// call safe: it gets the first answer again and reserves nothing more.
const request = await post(
	"create",
	{ groupName: GROUP, fromPhoneNumber: "+14155550132", userData: { case: "4711" } },
	{ "idempotency-key": randomUUID() },
);
console.log(`Dial ${request.toPhoneNumber} and enter ${request.accessCode}.`);

// The phone system: whose call is it? The call's own ID makes a repeated question safe.
const match = await post("match", {
	toPhoneNumber: request.toPhoneNumber,
	fromPhoneNumber: "+14155550132",
	accessCode: String(request.accessCode),
	callId: randomUUID(),
	release: true,
});
console.log(`Outcome: ${match.outcome}`);
