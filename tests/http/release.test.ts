import { execFileSync, spawnSync } from "node:child_process";
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer } from "../support/server-process.ts";

type Packages = Record<string, { dev?: boolean; devOptional?: boolean }>;

const PRODUCT = ["app", "db", "docs", "public", "scripts", "build", "server.ts", "tsconfig.json"];
const CONFIGURED = ["package.json", "package-lock.json", "remix.config.js", "vite.config.ts"];
const npm = (args: string[], cwd: string) =>
	execFileSync("npm", [...args, "--offline", "--no-audit", "--no-fund"], { cwd, stdio: "pipe" });
const read = (folder: string, file: string) => readFileSync(path.join(folder, file), "utf8");

/** Starts it as `npm start` does and waits for its end, with a PATH that does not contain npm. */
const startToEnd = (folder: string, env: Record<string, string> = {}) => {
	const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/start.mjs"], {
		cwd: folder,
		encoding: "utf8",
		env: {
			NODE_ENV: "production",
			PATH: "/nonexistent",
			DATABASE_URL: "postgres://127.0.0.1:1/x",
			...env,
		},
	});
	return { status, stdout, stderr: stderr.trim() };
};

describe("a built release with the runtime packages alone (npm ci --omit=dev)", () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), "call-in-release-"));
		for (const name of [...PRODUCT, ...CONFIGURED])
			cpSync(name, path.join(folder, name), { recursive: true });
		const { packages } = JSON.parse(read(".", "package-lock.json")) as { packages: Packages };
		for (const [place, { dev, devOptional }] of Object.entries(packages))
			if (place !== "" && !dev && !devOptional && existsSync(place))
				cpSync(place, path.join(folder, place), { recursive: true });
		npm(["prune", "--omit=dev", "--no-save"], folder);
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test("starts without npm: nothing is fetched, and nothing is built", async () => {
		const lock = read(folder, "package-lock.json");
		const env = { PATH: "/nonexistent" };
		const server = await startServer({ folder, program: "scripts/start.mjs", env });
		expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
		expect(server.output()).not.toMatch(/Install|Building/);
		// One process: a small machine pays for one node, and a signal reaches the server.
		expect(read("/proc", `${server.pid}/task/${server.pid}/children`)).toBe("");
		expect(await server.stop()).toBe(0);
		expect(read(folder, "package-lock.json")).toBe(lock);
		expect(existsSync(path.join(folder, "node_modules/vite"))).toBe(false);
	});

	test.each([
		["of another version of Node", (file: string) => writeFileSync(file, "of another version")],
		["missing", (file: string) => rmSync(file)],
	])("starts where the code cache is %s", async (_, change) => {
		change(path.join(folder, "build/server/server.cjs.cache"));
		const server = await startServer({ folder });
		expect(await server.stop()).toBe(0);
	});

	test("says what to do when a package is not the one of package-lock.json", () => {
		const file = path.join(folder, "node_modules/.package-lock.json");
		const installed = read(folder, "node_modules/.package-lock.json");
		const older = JSON.parse(installed);
		older.packages["node_modules/pino"].version = "1.0.0";
		writeFileSync(file, JSON.stringify(older));
		expect(startToEnd(folder)).toEqual({
			...{ status: 1, stdout: "" },
			stderr: "node_modules/pino is not as package-lock.json has it. Run: npm ci --omit=dev",
		});
		writeFileSync(file, installed);
	});

	test("says what to do when the empty database is missing that a first start copies", () => {
		const [here, away] = ["build/pglite", "pglite"].map((name) => path.join(folder, name)) as [
			string,
			string,
		];
		renameSync(here, away);
		const { status, stderr } = startToEnd(folder, {
			DATABASE_URL: "",
			DATA_DIR: path.join(folder, "data"),
		});
		renameSync(away, here);
		expect({ status, stderr }).toEqual({
			status: 1,
			stderr: "build/pglite is missing. Run: npm run build",
		});
	});

	test("says what to do when its sources are newer than the build", () => {
		appendFileSync(path.join(folder, "server.ts"), "\n// A change.\n");
		const { status, stdout, stderr } = startToEnd(folder);
		expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
		expect(stderr).toContain("The sources are not those of build/");
		expect(stderr).toContain("npm run build");
		expect(existsSync(path.join(folder, "build/server/server.cjs"))).toBe(true);
	});
});

describe("package-lock.json", () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), "call-in-lock-"));
		mkdirSync(path.join(folder, "scripts"));
		mkdirSync(path.join(folder, "one"));
		cpSync("scripts/install.mjs", path.join(folder, "scripts/install.mjs"));
		write("one/package.json", { name: "one", version: "1.0.0" });
		write("package.json", {
			name: "a-product",
			version: "1.0.0",
			dependencies: { one: "file:one" },
		});
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const write = (file: string, content: object) =>
		writeFileSync(path.join(folder, file), JSON.stringify(content, null, "\t"));
	const install = (env: Record<string, string> = {}) =>
		execFileSync(process.execPath, ["scripts/install.mjs"], {
			cwd: folder,
			env: { ...process.env, npm_execpath: undefined, npm_config_offline: "true", ...env },
			stdio: "pipe",
		});

	test.each([
		[
			"of an older npm",
			{ lockfileVersion: 1, requires: true, dependencies: { one: { version: "file:one" } } },
		],
		[
			"that lacks the optional package of a platform",
			{
				lockfileVersion: 3,
				requires: true,
				packages: {
					"": {
						dependencies: { one: "file:one" },
						optionalDependencies: { "one-of-another-platform": "1.0.0" },
					},
					"node_modules/one": { resolved: "one", link: true },
					one: { version: "1.0.0" },
				},
			},
		],
	])("%s stays as it is when packages are installed", (_which, lock) => {
		write("package-lock.json", { name: "a-product", version: "1.0.0", ...lock });
		const before = read(folder, "package-lock.json");
		install();
		expect(existsSync(path.join(folder, "node_modules/one"))).toBe(true);
		expect(read(folder, "package-lock.json")).toBe(before);
	});

	test("stays as it is with an npm that writes it all the same", () => {
		write("package-lock.json", { name: "a-product", version: "1.0.0", lockfileVersion: 3 });
		const before = read(folder, "package-lock.json");
		const other = path.join(folder, "npm-cli.js");
		writeFileSync(
			other,
			`require("node:fs").writeFileSync("package-lock.json", "{}"); require("node:fs").mkdirSync("node_modules", { recursive: true });`,
		);
		install({ npm_execpath: other });
		expect(read(folder, "package-lock.json")).toBe(before);
	});
});
