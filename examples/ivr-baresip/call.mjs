// One caller: answered, asked for the code, and then transferred or told what is the matter.
import { askProduct } from "./product.mjs";

const ASKS_MAX = 3;
/** The lengths that access codes can have. */
const CODE_DIGITS = { min: 4, max: 12 };
/** Between the call's arrival and the end of its set-up. */
const SETUP_MS_MAX = 5_000;
/** One question in all, however often the caller starts again. */
const ENTRY_SECONDS_MAX = 60;
const TRANSFER_MS_MAX = 60_000;

/**
 * Follows the call that this CALL_INCOMING event begins. `run` gives commands to its line, `log`
 * notes a step and `alarm` a fault: none of them gets a digit or a number. `onOver` is called once,
 * when the line is free again.
 */
export function startCall({ event, settings, prompts, run, log, alarm, onOver }) {
	const { id, accountaor: account } = event;
	const told = toldOf(event, settings);
	const timers = new Map();
	let phase = "incoming";
	let asked = 0;
	let keyed = "";
	let early = "";
	let codeLength = null;
	let fallback = null;
	let isSpeaking = false;

	// `uafind` first: each event of another account makes that one current.
	const inCall = (...commands) => run([["uafind", account], ...commands]);
	const ask = (code, release = false) => askProduct(settings, { told, code, release });

	function after(name, milliseconds, act) {
		clearTimeout(timers.get(name));
		timers.set(name, setTimeout(act, milliseconds));
	}
	function stopTimers() {
		for (const timer of timers.values()) clearTimeout(timer);
		timers.clear();
	}
	function enter(next) {
		stopTimers();
		phase = next;
		log(next);
	}
	async function play(prompt, ...more) {
		const during = phase;
		const spoken = await prompt.catch(() => null);
		if (phase !== during) return 0;
		if (spoken === null) {
			alarm("a sentence cannot be spoken");
			hangUp();
			return 0;
		}
		const { file, seconds } = spoken;
		await inCall(["ausrc", `aufile,${file}`], ...more);
		return seconds * 1000;
	}
	function hangUp() {
		if (phase !== "over") inCall(["hangup"]);
		over();
	}
	function over() {
		if (phase === "over") return;
		enter("over");
		keyed = "";
		early = "";
		onOver();
	}

	async function established() {
		if (phase !== "incoming") return;
		enter("opening");
		await decide(await ask(null), null);
	}

	/** Goes on with the product's answer to `code`. */
	async function decide(answer, code) {
		// Hung up meanwhile: the answer belongs to nobody.
		if (phase === "over") return;
		log(answer.outcome);
		fallback = answer.target ?? fallback;
		codeLength = answer.codeLength ?? codeLength;
		if (answer.outcome === "WRONG_KEY") alarm("the product refuses the API key");
		if (answer.outcome === "AWAY") alarm("the product gives no answer");
		if (answer.outcome === "MATCHED") return transfer(answer.target, code);
		if (answer.outcome === "CODE_REQUIRED") return askForCode(code === null ? null : "nothing");
		if (answer.outcome === "WRONG_CODE") return askForCode("wrong");
		if (answer.outcome === "AWAY" && code !== null) return askForCode("away");
		return leave(answer.outcome === "WRONG_KEY" ? "AWAY" : answer.outcome);
	}

	/** `again`: why the code is asked for once more; null the first time. */
	async function askForCode(again) {
		if (asked === ASKS_MAX) return leave({ wrong: "WRONG_CODE", away: "AWAY" }[again] ?? "NO_CODE");
		asked += 1;
		keyed = "";
		enter("collecting");
		isSpeaking = early === "";
		after("entry", ENTRY_SECONDS_MAX * 1000, finish);
		if (!isSpeaking) return takeEarlyKeys();
		const speech = await play(prompts.question(again, codeLength));
		// Keys that came during the sentence have set this timer already.
		if (phase === "collecting" && isSpeaking)
			after("pause", speech + settings.pauseSeconds * 1000, finish);
	}

	/** Keys that came before the first question are its answer. */
	function takeEarlyKeys() {
		const keys = early;
		early = "";
		for (const pressed of keys) key(pressed);
	}

	function key(pressed) {
		if (!/^[0-9*#]$/.test(pressed)) return;
		if (phase === "opening" && early.length < CODE_DIGITS.max) early += pressed;
		if (phase !== "collecting") return;
		if (isSpeaking) play(prompts.silence());
		isSpeaking = false;
		if (pressed === "#") return finish();
		keyed = pressed === "*" ? "" : keyed + pressed;
		if (keyed.length >= (codeLength ?? CODE_DIGITS.max)) return finish();
		after("pause", settings.pauseSeconds * 1000, finish);
	}

	async function finish() {
		if (phase !== "collecting") return;
		const code = keyed;
		keyed = "";
		enter("asking");
		if (code === "") return askForCode("nothing");
		// A short code is lost packets. To send it would count as a guess.
		if (code.length < (codeLength ?? CODE_DIGITS.min)) return askForCode("short");
		await decide(await ask(code), code);
	}

	async function transfer(target, code) {
		enter("transferring");
		after("transfer", TRANSFER_MS_MAX, () => {
			alarm("a transfer does not end");
			hangUp();
		});
		if (code === null) return inCall(["transfer", bracketed(target)]);
		await play(prompts.farewell("CONNECTING"), ["transfer", bracketed(target)]);
	}

	async function leave(sentence) {
		if (fallback !== null) {
			enter("falling-back");
			after("transfer", TRANSFER_MS_MAX, hangUp);
			return inCall(["transfer", bracketed(fallback)]);
		}
		enter("leaving");
		const speech = await play(prompts.farewell(sentence));
		if (phase === "leaving") after("leave", speech, hangUp);
	}

	function closed() {
		// The caller's side ends its call once it has the agent. The product knows the
		// request by the call's ID, so the code is forgotten by now.
		if (phase === "transferring") ask(null, true);
		over();
	}

	function handle({ type, param }) {
		if (type === "CALL_ESTABLISHED") return established();
		// START alone: the end of a key may be lost, and has no digit.
		if (type === "CALL_DTMF_START") return key(String(param));
		if (type === "CALL_CLOSED") return closed();
		if (type === "TRANSFER_FAILED") {
			// baresip has ended the call without CALL_CLOSED.
			alarm("a transfer failed");
			over();
		}
	}

	log(phase);
	after("setup", SETUP_MS_MAX, () => {
		alarm("a call never left INCOMING");
		hangUp();
	});
	inCall(["accept"]);
	return { id, account, handle, hangUp };
}

/**
 * What the product is told of a call: fields of a form. A proxy in front tells it in parameters of
 * From, as it told the product itself: the number in the address may be written in any way there.
 */
function toldOf({ id, accountaor: account, peeruri }, { isBehindProxy }) {
	if (!isBehindProxy) {
		const dialed = account.slice("sip:".length, account.lastIndexOf("@"));
		return { callId: id, dialed, from: peeruri };
	}
	const {
		dialed = "",
		from = "",
		privacy = "",
	} = Object.fromEntries(
		peeruri
			.split(";")
			.slice(1)
			.map((parameter) => parameter.split("=")),
	);
	return { callId: id, "dialed.hex": dialed, "from.hex": from, privacy };
}

/**
 * Refer-To has an address with parameters or headers in angle brackets (RFC 3261, 20.10). baresip
 * writes there what it is given.
 */
const bracketed = (address) => `<${address}>`;
