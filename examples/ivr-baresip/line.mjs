// One line: a baresip of its own, which has one call at a time.
//
// baresip 1.0.0 has no command for a call by its ID. `transfer`, `hangup` and `ausrc` act on the
// current call. With two calls in one baresip, a caller who hangs up at the wrong moment would hand
// the transfer on to the other caller. So each line has one call, and answers the next one only
// after the program has seen the end of the last.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import dgram from "node:dgram";
import { mkdir, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { netstring, netstringReader } from "./netstrings.mjs";

const START_MS_MAX = 10_000;
const RESPONSE_MS_MAX = 2_000;
const STOP_MS_MAX = 3_000;
const MODULES = ["g711.so", "aufile.so"];
const ACCOUNT_BEHIND_PROXY = "call-in";

/**
 * Starts a baresip and checks it. `onEvent` gets its events. `onDown` is called once if it ends, or
 * if the control connection ends: baresip has one, and the next client takes it over.
 */
export async function startLine({ number, settings, folder, silence, onEvent, onDown }) {
	const own = path.join(folder, `line-${number}`);
	const controlPort = await freePort();
	// Nobody else knows this account. Who answers for it is the baresip that was just started.
	const secret = `check-${randomBytes(8).toString("hex")}`;
	const sip = { address: settings.address, port: settings.sipPort + 4 * number };
	await mkdir(own, { recursive: true, mode: 0o700 });
	await writeFile(path.join(own, "config"), configuration({ number, settings, sip, controlPort }));
	await writeFile(path.join(own, "accounts"), accounts(settings, secret, silence));
	await writeFile(path.join(own, "contacts"), "");

	// Its output is dropped: it has the digits that arrive by INFO, and the callers' numbers.
	const child = spawn("baresip", ["-4", "-f", own], { stdio: "ignore" });
	let control = null;
	let isUp = false;
	let isDown = false;
	const ended = new Promise((resolve) => child.on("exit", resolve));
	const down = (reason) => {
		if (isDown) return;
		isDown = true;
		control?.end();
		child.kill("SIGKILL");
		if (isUp) onDown(reason);
	};
	child.on("error", () => down("baresip cannot be started"));
	ended.then(() => down("baresip has ended"));
	try {
		control = await connectControl(controlPort, () => isDown, onEvent, down);
		// "baresip is ready" is printed even if a port is taken. Only an answer proves that it is not.
		const answers = await control.run([["uafind", aorOf(secret, settings)]]);
		if (answers[0].ok !== true) throw new Error("the control port belongs to another program");
		if (!(await answersOptions(sip, secret)))
			throw new Error(`the SIP port ${sip.port} belongs to another program`);
		if (isDown) throw new Error("baresip has ended");
		isUp = true;
	} catch (error) {
		down("it cannot be started");
		throw error;
	}
	return {
		run: (commands) => control.run(commands).catch(() => down("baresip does not answer")),
		/** Lets baresip hang up its call. */
		stop() {
			isDown = true;
			control.end();
			child.kill("SIGTERM");
			setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX).unref();
			return ended;
		},
	};
}

const aorOf = (user, { address }) => `sip:${user}@${address}`;

function configuration({ number, settings, sip, controlPort }) {
	const rtp = settings.rtpPort + 20 * number;
	return [
		// baresip also listens on TCP, and for TLS on the next port.
		`sip_listen ${sip.address}:${sip.port}`,
		// An address, not the name of an interface.
		`net_interface ${sip.address}`,
		`rtp_ports ${rtp}-${rtp + 19}`,
		"call_max_calls 1",
		"call_local_timeout 10",
		"ausrc_srate 8000",
		"auplay_srate 8000",
		"ausrc_channels 1",
		"auplay_channels 1",
		"audio_alert none,none",
		"audio_player none,none",
		`module_path ${settings.modules}`,
		...MODULES.map((module) => `module ${module}`),
		"module_tmp account.so",
		"module_app menu.so",
		"module_app ctrl_tcp.so",
		// Loopback: whoever reaches this port commands the calls.
		`ctrl_tcp_listen 127.0.0.1:${controlPort}`,
		"",
	].join("\n");
}

/**
 * baresip takes calls to its accounts alone, so each dialed number has one, with and without plus.
 * Behind a proxy, one account has all calls.
 * The source of sound stands here, because `ausrc` changes the configuration too: without it, the
 * next caller would hear the last caller's sentence.
 */
function accounts(settings, secret, silence) {
	const users = settings.isBehindProxy
		? [ACCOUNT_BEHIND_PROXY]
		: settings.numbers.flatMap((dialed) => [dialed, dialed.replace(/^\+/, "")]);
	const rest = `;regint=0;answermode=manual;audio_source=aufile,${silence}`;
	return [...new Set([...users, secret])]
		.map((user) => `<${aorOf(user, settings)}>${rest}\n`)
		.join("");
}

/** Connects as soon as baresip listens. */
async function connectControl(port, isDown, onEvent, onDown) {
	const late = Date.now() + START_MS_MAX;
	for (;;) {
		if (isDown()) throw new Error("baresip could not be started");
		const socket = await new Promise((resolve) => {
			const trying = net.connect(port, "127.0.0.1", () => resolve(trying));
			trying.once("error", () => resolve(null));
		});
		if (socket !== null) return controlOver(socket, onEvent, onDown);
		if (Date.now() > late) throw new Error("baresip opens no control port");
		await pause(50);
	}
}

function controlOver(socket, onEvent, onDown) {
	const waiting = new Map();
	const read = netstringReader();
	let sent = 0;
	socket.on("error", () => {});
	socket.on("close", () => onDown("the control connection has ended"));
	socket.on("data", (chunk) => {
		let messages;
		try {
			messages = read(chunk).map((text) => JSON.parse(text));
		} catch {
			return onDown("the control connection sent something else than JSON in netstrings");
		}
		for (const message of messages) {
			if (message.event === true) onEvent(message);
			else waiting.get(message.token)?.(message);
		}
	});
	return {
		/** Runs the commands in one piece, so that baresip does nothing between them. */
		run(commands) {
			const answers = commands.map(([command, params]) => {
				sent += 1;
				const token = String(sent);
				const message = { command, ...(params === undefined ? {} : { params }), token };
				const answer = new Promise((resolve, reject) => {
					const late = setTimeout(() => reject(new Error("no answer")), RESPONSE_MS_MAX);
					waiting.set(token, (told) => {
						clearTimeout(late);
						waiting.delete(token);
						resolve(told);
					});
				});
				return { frame: netstring(JSON.stringify(message)), answer };
			});
			socket.write(Buffer.concat(answers.map(({ frame }) => frame)));
			return Promise.all(answers.map(({ answer }) => answer));
		},
		end: () => socket.destroy(),
	};
}

/** Whether the baresip with this account answers at this address. Another one answers 404. */
async function answersOptions({ address, port }, user) {
	const socket = dgram.createSocket("udp4");
	const answered = new Promise((resolve) => {
		socket.on("message", (bytes) => resolve(/^SIP\/2\.0 200 /.test(bytes.toString("latin1"))));
		socket.on("error", () => resolve(false));
		setTimeout(resolve, RESPONSE_MS_MAX, false).unref();
	});
	await new Promise((resolve) => socket.bind(0, address, resolve));
	const here = `${address}:${socket.address().port}`;
	const lines = [
		`OPTIONS sip:${user}@${address}:${port} SIP/2.0`,
		`Via: SIP/2.0/UDP ${here};branch=z9hG4bK${randomBytes(8).toString("hex")}`,
		`From: <sip:check@${here}>;tag=${randomBytes(4).toString("hex")}`,
		`To: <sip:${user}@${address}>`,
		`Call-ID: ${randomBytes(8).toString("hex")}`,
		"CSeq: 1 OPTIONS",
		"Max-Forwards: 1",
		"Content-Length: 0",
	];
	socket.send(`${lines.join("\r\n")}\r\n\r\n`, port, address);
	const isRight = await answered;
	socket.close();
	return isRight;
}

const freePort = () =>
	new Promise((resolve, reject) => {
		const server = net.createServer();
		server.on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
