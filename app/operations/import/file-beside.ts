import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The file of a child process or thread, and its Node arguments. In the build it is a bundle beside
 * the server's. From source, in tests and development, tsx strips the TypeScript. `importUrl`:
 * import.meta.url of a source file in the same folder.
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
