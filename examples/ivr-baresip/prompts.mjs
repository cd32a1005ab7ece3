// The sentences that callers hear, spoken by espeak-ng into files that baresip plays.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** The rate of G.711. baresip refuses a file with another one. */
const RATE = 8_000;
/** What a telephone carries, with room for the filter's slope. */
const CUTOFF_HZ = 3_500;
/** Half the width of the filter, in periods of its cutoff. */
const LOBES = 12;
/** The caller's phone needs a moment before it plays. */
const LEAD_SECONDS = 0.3;
/** baresip hangs up at the end of the file, so silence outlasts each step of a call. */
const SILENCE_SECONDS = 90;

/** Spoken before the question, when it is asked again. */
const AGAIN = {
	wrong: "That code is not right.",
	nothing: "We did not receive a code.",
	short: "We did not receive all digits.",
	away: "We could not check your code.",
};

/** Spoken before the call ends. */
const FAREWELLS = {
	CONNECTING: "We are connecting you now.",
	WRONG_CODE: "That code is not right. Please start again in the app. Goodbye.",
	NO_CODE: "We did not receive a code. Please start again in the app. Goodbye.",
	EXPIRED: "Your call request has expired. Please start again in the app. Goodbye.",
	LOCKED: "Too many wrong codes were entered. Please try again in ten minutes. Goodbye.",
	BUSY: "This line is busy. Please try again in a few minutes. Goodbye.",
	NOTHING: "We found no call request for this call. Please start again in the app. Goodbye.",
	AWAY: "We cannot connect your call at the moment. Please try again in a few minutes. Goodbye.",
};

const question = (length) =>
	length === null
		? "Please enter your access code, and then press the hash key."
		: `Please enter the ${length} digits of your access code.`;

/**
 * Speaks into files in this folder. Each file is made once, when it is needed first. `silence()`,
 * `farewell(name)` and `question(again, length)` give the file and the length of its speech.
 */
export function makePrompts(folder, voice) {
	const made = new Map();
	const file = (name, text) => {
		if (!made.has(name)) made.set(name, speak(folder, voice, name, text));
		return made.get(name);
	};
	return {
		silence: () => file("silence", ""),
		farewell: (name) => file(name, FAREWELLS[name]),
		question: (again, length) =>
			file(
				`${again ?? "first"}-${length ?? "any"}`,
				[AGAIN[again], question(length)].filter(Boolean).join(" "),
			),
		/** Makes what a call needs first, so that a missing espeak-ng stops the start. */
		prepare() {
			const first = [this.silence(), this.question(null, 6), this.question(null, null)];
			return Promise.all([...first, ...Object.keys(FAREWELLS).map((name) => this.farewell(name))]);
		},
	};
}

async function speak(folder, voice, name, text) {
	const file = path.join(folder, `${name}.wav`);
	let speech = new Float64Array(0);
	if (text !== "") {
		await promisify(execFile)("espeak-ng", ["-v", voice, "-s", "150", "-w", file, text]);
		const { rate, samples } = readWave(await readFile(file));
		speech = resample(samples, rate);
	}
	const lead = Math.round(LEAD_SECONDS * RATE);
	const pcm = Buffer.alloc(2 * (lead + speech.length + SILENCE_SECONDS * RATE));
	for (const [index, value] of speech.entries())
		pcm.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(value))), 2 * (lead + index));
	await writeFile(file, Buffer.concat([waveHeader(pcm.length), pcm]));
	return { file, seconds: (lead + speech.length) / RATE };
}

/** Reads what espeak-ng writes: mono, 16 bit, at the voice's own rate. */
function readWave(bytes) {
	const rate = bytes.readUInt32LE(24);
	const data = bytes.subarray(bytes.indexOf("data") + 8);
	const samples = new Float64Array(data.length >> 1);
	for (let index = 0; index < samples.length; index += 1)
		samples[index] = data.readInt16LE(2 * index);
	return { rate, samples };
}

/**
 * Changes the rate, because espeak-ng has no option for it. A low-pass filter (a sinc under a Hann
 * window) comes with it: without one, hissing sounds fold into the voice.
 */
function resample(samples, rate) {
	const cutoff = CUTOFF_HZ / rate;
	const reach = LOBES / (2 * cutoff);
	const out = new Float64Array(Math.floor((samples.length * RATE) / rate));
	for (let index = 0; index < out.length; index += 1) {
		const at = (index * rate) / RATE;
		const last = Math.min(samples.length - 1, Math.floor(at + reach));
		for (let from = Math.max(0, Math.ceil(at - reach)); from <= last; from += 1) {
			const x = from - at;
			const angle = 2 * Math.PI * cutoff * x;
			const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
			const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / reach);
			out[index] += samples[from] * 2 * cutoff * sinc * window;
		}
	}
	return out;
}

function waveHeader(bytes) {
	const header = Buffer.alloc(44);
	header.write("RIFF", 0);
	header.writeUInt32LE(36 + bytes, 4);
	header.write("WAVEfmt ", 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(RATE, 24);
	header.writeUInt32LE(2 * RATE, 28);
	header.writeUInt16LE(2, 32);
	header.writeUInt16LE(16, 34);
	header.write("data", 36);
	header.writeUInt32LE(bytes, 40);
	return header;
}
