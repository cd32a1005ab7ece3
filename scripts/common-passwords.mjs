// Generates app/domain/people/common-passwords.ts from two pinned packages of the npm registry.
// Plain Node; run by hand.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const LENGTH_MIN = 12;
const COLUMNS = 100;
const PACKAGES = ["@zxcvbn-ts/language-common@4.1.3", "zxcvbn@4.4.2"];

const scratch = mkdtempSync(path.join(os.tmpdir(), "common-passwords-"));
try {
	const [newer, older] = PACKAGES.map((name, index) => {
		const [{ filename }] = JSON.parse(
			execFileSync("npm", ["pack", name, "--json"], { cwd: scratch }),
		);
		const folder = path.join(scratch, String(index));
		execFileSync("mkdir", [folder]);
		execFileSync("tar", ["xzf", path.join(scratch, path.basename(filename)), "-C", folder]);
		return path.join(folder, "package");
	});
	const lists = [
		JSON.parse(readFileSync(path.join(newer, "src/passwords.json"), "utf8")),
		createRequire(import.meta.url)(path.join(older, "lib/frequency_lists.js")).passwords,
	];
	const long = new Set(lists.flat().map((password) => password.toLowerCase()));
	const kept = [...long]
		.filter((password) => [...password].length >= LENGTH_MIN && !/[\s`\\]|\$\{/.test(password))
		.sort();
	writeFileSync("app/domain/people/common-passwords.ts", sourceOf(kept));
	console.log(
		`${kept.length} passwords of ${LENGTH_MIN} characters or more, ` +
			`of ${new Set(lists.flat()).size}.`,
	);
} finally {
	rmSync(scratch, { recursive: true, force: true });
}

function sourceOf(passwords) {
	const lines = [""];
	for (const password of passwords) {
		if (lines.at(-1).length + password.length >= COLUMNS) lines.push("");
		lines[lines.length - 1] += `${lines.at(-1) === "" ? "" : " "}${password}`;
	}
	return `// Made by scripts/common-passwords.mjs; change that, not this.
// From ${PACKAGES.join(" and ")} (MIT): Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.;
// Copyright (c) 2021 @zxcvbn-ts. Their lists come from leaked passwords, the commonest first. Of
// their 49,000 entries, only those that are long enough for a password stand here: more than the
// 10,000 commonest have.

/** Common passwords of ${LENGTH_MIN} characters or more, in lower case. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
	\`
${lines.join("\n")}
\`
		.trim()
		.split(/\\s+/),
);
`;
}
