import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The file of a process or thread of its own, and Node's arguments for it. In the build it has a
 * bundle of its own beside the server's; from source, in tests and development, TypeScript is taken
 * out of it. `importUrl` is import.meta.url of a source file beside it.
 */
export function fileBeside(importUrl: string, name: string): { file: string; execArgv: string[] } {
	const here = importUrl.split("?", 1)[0] as string;
	const at = (relative: string) => fileURLToPath(new URL(relative, here));
	if (here.endsWith(".ts")) {
		const plain = at(`${name}.mjs`);
		return existsSync(plain)
			? { file: plain, execArgv: [] }
			: { file: at(`${name}.ts`), execArgv: ["--import", "tsx"] };
	}
	const beside = at(`${name}.js`);
	return { file: existsSync(beside) ? beside : at(`../${name}.js`), execArgv: [] };
}
