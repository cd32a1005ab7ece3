// A voice prompt for access codes, of Debian's baresip and espeak-ng. README.md beside this file
// says how to run it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startCall } from "./call.mjs";
import { startLine } from "./line.mjs";
import { makePrompts } from "./prompts.mjs";

const RESTART_MS = 1_000;

const settings = readSettings(process.env);
// baresip cuts paths after 127 characters.
const folder = mkdtempSync(path.join(os.tmpdir(), "voice-prompt-"));
const lines = new Set();
let isStopping = false;

process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"])
	process.on(signal, async () => {
		isStopping = true;
		await Promise.all([...lines].map((line) => line.stop()));
		process.exit(0);
	});

if (folder.length > 90) giveUp(`The folder for temporary files has too long a path: ${folder}`);
const prompts = makePrompts(folder, settings.voice);
await prompts.prepare().catch((error) => giveUp(`espeak-ng does not speak: ${error.message}`));
const silence = (await prompts.silence()).file;
await Promise.all(Array.from({ length: settings.lines }, (_, number) => keepLine(number)));
note({ step: "ready", lines: settings.lines });

/** Starts a line, and starts it again whenever it goes down. Fails if it cannot be started once. */
async function keepLine(number, isFirst = true) {
	let call = null;
	const alarm = (what, id) =>
		note({ alarm: what, line: number, ...(id ? { call: short(id) } : {}) });
	const onEvent = (event) => {
		if (event.type === "CALL_INCOMING" && event.direction !== "outgoing") arrives(event);
		// Events of a call that is over, or of a second one, have another ID or account.
		else if (call !== null && event.id === call.id && event.accountaor === call.account)
			call.handle(event);
	};
	const arrives = (event) => {
		// A second caller hears the busy tone; the proxy in front tries the next line.
		if (call !== null) {
			if (event.accountaor !== call.account) line.run([["uafind", event.accountaor], ["hangup"]]);
			return;
		}
		const { id } = event;
		call = startCall({
			event,
			settings,
			prompts,
			run: (commands) => line.run(commands),
			log: (step) => note({ line: number, call: short(id), step }),
			alarm: (what) => alarm(what, id),
			onOver: () => {
				call = null;
			},
		});
	};
	const onDown = async (reason) => {
		if (isStopping) return;
		lines.delete(line);
		call?.handle({ type: "CALL_CLOSED" });
		alarm(reason);
		await pause(RESTART_MS);
		if (!isStopping) keepLine(number, false);
	};
	let line = null;
	try {
		line = await startLine({ number, settings, folder, silence, onEvent, onDown });
		lines.add(line);
	} catch (error) {
		if (isStopping) return;
		if (isFirst) {
			await Promise.all([...lines].map((started) => started.stop()));
			giveUp(`Line ${number}: ${error.message}.`);
		}
		await onDown(error.message);
	}
}

function readSettings(env) {
	const number = (name, standard, least, most) => {
		const value = Number(env[name] || standard);
		if (!Number.isInteger(value) || value < least || value > most)
			giveUp(`${name} is a whole number from ${least} to ${most}.`);
		return value;
	};
	const needed = (name) => env[name] || giveUp(`${name} is not set. README.md says what it is.`);
	const isBehindProxy = env.BEHIND_PROXY === "yes";
	const numbers = isBehindProxy ? [] : needed("NUMBERS").split(",");
	const wrong = numbers.find((dialed) => !/^\+?\d{1,15}$/.test(dialed));
	if (wrong !== undefined) giveUp(`NUMBERS: "${wrong}" is no number. Write +18005550100,+1800…`);
	const origin = (env.CALL_IN_URL || "http://localhost:3000").replace(/\/$/, "");
	return {
		url: `${origin}/phone-systems/${encodeURIComponent(needed("CONNECTION"))}`,
		key: needed("API_KEY"),
		isBehindProxy,
		numbers,
		address: env.SIP_ADDRESS || "127.0.0.1",
		sipPort: number("SIP_PORT", 5070, 1, 65_000),
		rtpPort: number("RTP_PORT", 20_000, 1_024, 65_000),
		lines: number("LINES", 4, 1, 100),
		pauseSeconds: number("PAUSE_SECONDS", 10, 1, 30),
		numberHost: env.NUMBER_HOST || null,
		voice: env.VOICE || "en-us",
		modules: findModules(env.BARESIP_MODULES),
	};
}

function findModules(told) {
	if (spawnSync("baresip", ["-h"], { stdio: "ignore" }).error)
		giveUp("baresip is missing (Debian: apt-get install baresip espeak-ng).");
	const found = [told, "/usr/lib/baresip/modules", "/usr/local/lib/baresip/modules"].find(
		(modules) => modules && existsSync(path.join(modules, "ctrl_tcp.so")),
	);
	return found ?? giveUp("baresip's modules are not found. Set BARESIP_MODULES to their folder.");
}

/** Tells calls apart in the log. A Call-ID may hold the caller's address. */
function short(id) {
	return createHash("sha256").update(id).digest("hex").slice(0, 8);
}

/** One line of the log: steps and faults of calls, but no digit keyed in, and no number. */
function note(what) {
	console.log(JSON.stringify({ time: new Date().toISOString(), ...what }));
}

function giveUp(sentence) {
	console.error(sentence);
	process.exit(1);
}
