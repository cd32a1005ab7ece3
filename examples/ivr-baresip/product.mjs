// Asks the product whose call it is, through the address of a connection of the kind "SIP proxy".
// This is the only file that knows that address.

const ANSWER_MS_MAX = 5_000;

// baresip cuts a command after 1,023 bytes. Its transfer would go to another address.
const TARGET = /^sips?:[!-;=?-~]{1,900}$/;
const NUMBER = /^\+?\d{1,15}$/;

/**
 * The product's answer about the call of which `told` has the fields. `code` is null as long as nothing was keyed in. `release` ends
 * the request, because the call has reached its agent. Never throws.
 *
 * `outcome`: MATCHED, CODE_REQUIRED, WRONG_CODE, EXPIRED, LOCKED, BUSY, NOTHING, AWAY (no answer
 * that can be trusted), or WRONG_KEY. `target`: where the call goes; for a call that is not
 * admitted, the fallback destination or null. `codeLength`: null where it is not certain.
 */
export async function askProduct({ url, key, numberHost }, { told, code, release = false }) {
	// A form, because an address stands in logs on the way, and a code must not.
	const form = new URLSearchParams({ ...told, headers: "line" });
	if (code !== null) form.set("code", code);
	if (release) form.set("release", "1");
	try {
		const answer = await fetch(url, {
			method: "POST",
			headers: { "x-api-key": key },
			body: form,
			redirect: "error",
			signal: AbortSignal.timeout(ANSWER_MS_MAX),
		});
		const target = targetOf(await answer.text(), numberHost);
		const length = Number(answer.headers.get("x-call-in-code-length"));
		const outcome = outcomeOf(answer, code !== null);
		// An admitted call that can go nowhere is not connected.
		if (outcome === "MATCHED" && target === null) return away();
		return { outcome, target, codeLength: length >= 4 && length <= 12 ? length : null };
	} catch {
		return away();
	}
}

const away = () => ({ outcome: "AWAY", target: null, codeLength: null });

/** The status code decides. The header only chooses the sentence that the caller hears. */
function outcomeOf(answer, hasCode) {
	switch (answer.status) {
		case 200:
			return "MATCHED";
		case 484:
			return "CODE_REQUIRED";
		case 403:
			return hasCode ? "WRONG_CODE" : "NOTHING";
		case 404:
			return "NOTHING";
		case 410:
			return "EXPIRED";
		case 486:
			return answer.headers.get("x-call-in-outcome") === "LOCKED" ? "LOCKED" : "BUSY";
		case 401:
			return "WRONG_KEY";
		default:
			return "AWAY";
	}
}

/** The one line of the answer as a SIP address; null for none. A plain number needs a host. */
function targetOf(text, numberHost) {
	const line = text.replace(/\r?\n$/, "");
	if (NUMBER.test(line)) return numberHost === null ? null : `sip:${line}@${numberHost}`;
	return TARGET.test(line) ? line : null;
}
