import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

/** Whether this program is installed, also outside of a user's PATH. */
const isThere = (program: string): boolean =>
	[...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"].some(
		(folder) => existsSync(path.join(folder, program)),
	);

// SIPp writes its packets of sound itself.
const maySendRaw = (): boolean =>
	process.getuid?.() === 0 ||
	/cap_net_raw/.test(
		spawnSync("sh", ["-c", 'PATH="$PATH:/usr/sbin" getcap "$(command -v sipp)"']).stdout.toString(),
	);

/** What calls through the voice prompt need and this machine lacks: a sentence, or null. */
export function missingForVoicePrompt(): string | null {
	const missing = ["baresip", "espeak-ng", "sipp"].filter((program) => !isThere(program));
	if (missing.length > 0)
		return [
			`The calls to the voice prompt need ${missing.join(", ")}`,
			"(Debian: apt-get install baresip espeak-ng sip-tester).",
		].join(" ");
	if (!maySendRaw())
		return "SIPp plays keys as root only, or after: setcap cap_net_raw+ep /usr/bin/sipp";
	return null;
}
