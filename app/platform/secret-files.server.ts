import { readFileSync } from "node:fs";

/** The variables that hold a secret. Each can name a file instead: `…_FILE`. */
export const SECRET_VARIABLES = [
	"DATABASE_URL",
	"ADMIN_PASSWORD",
	"BOOTSTRAP_API_KEY",
	"METRICS_TOKEN",
	"SECRETS_KEY",
	"SECRETS_KEY_PREVIOUS",
] as const;

/** More than any secret: a wrong file, such as a disk image, is refused before it fills memory. */
const FILE_CHARACTERS_MAX = 16 * 1024;

type Read = { variables: Record<string, string>; problems: string[] };

/**
 * Replaces each `…_FILE` variable of a secret by the content of its file, without the line break at
 * its end. A problem names the variable, never a value.
 */
export function readSecretFiles(given: Record<string, string>): Read {
	const variables = { ...given };
	const problems: string[] = [];
	for (const name of SECRET_VARIABLES) {
		const file = given[`${name}_FILE`];
		if (file === undefined) continue;
		if (given[name] !== undefined) {
			problems.push(`${name} and ${name}_FILE are both set; set one of them`);
			continue;
		}
		const read = readSecretFile(file);
		if ("text" in read) variables[name] = read.text;
		else problems.push(`${name}_FILE ${read.problem}`);
	}
	return { variables, problems };
}

function readSecretFile(file: string): { text: string } | { problem: string } {
	let content: string;
	try {
		content = readFileSync(file, "utf8");
	} catch (error) {
		const { code } = error as { code?: string };
		return { problem: `names a file that cannot be read (${code ?? "unknown error"})` };
	}
	if (content.length > FILE_CHARACTERS_MAX) return { problem: "names a file that is too large" };
	const text = content.replace(/\r?\n$/, "");
	return text === "" ? { problem: "names an empty file" } : { text };
}
