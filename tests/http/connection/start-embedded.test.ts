import { execFileSync, spawn } from "node:child_process";
import {
	chmodSync,
	cpSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { EMBEDDED_MAJOR } from "../../../db/connection/embedded-directory.ts";
import { createEmbeddedDirectory } from "../../support/databases.ts";
import { serverAccount } from "../../support/postgres-server.ts";
import { SERVER_PROGRAM, startServer } from "../../support/server-process.ts";

const cleanUps: (() => unknown)[] = [];
const later = (cleanUp: () => unknown) => cleanUps.push(cleanUp);
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function embeddedDirectory(): string {
	const { dataDir, drop } = createEmbeddedDirectory();
	later(drop);
	return dataDir;
}

function scratch(): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-start-"));
	later(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

type Ended = { exitCode: number | null; output: string };

/** Runs a built program until it ends. Returns stdout and stderr together. */
function run(
	program: Program,
	dataDir: string,
	account: { uid?: number; gid?: number } = {},
): Promise<Ended> {
	return new Promise((resolve) => {
		const child = spawn(
			process.execPath,
			[
				program === "server" ? SERVER_PROGRAM : `build/server/${program}.js`,
				...(program === "users" ? ["list"] : []),
			],
			{
				...account,
				env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: "0", DATA_DIR: dataDir },
				stdio: ["ignore", "pipe", "pipe"],
			},
		);
		let output = "";
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (chunk) => {
				output += chunk;
				// It must not serve.
				if (output.includes("is ready at")) child.kill("SIGKILL");
			});
		child.on("close", (exitCode) => resolve({ exitCode, output }));
	});
}

type Program = "server" | "users" | "seed";

/** One line and exit code 1. */
async function expectRefusal(
	program: Program,
	dataDir: string,
	line: RegExp,
	account = {},
): Promise<void> {
	const { exitCode, output } = await run(program, dataDir, account);
	expect(output).toMatch(line);
	expect(output).toMatch(/^[^\n]+\n$/);
	expect(exitCode).toBe(1);
}

type Names = Record<string, string>;
/** Every file and folder below, with its type and permissions. */
function permissionsBelow(folder: string, names: Names = {}): Names {
	for (const name of [".", ...readdirSync(folder)]) {
		const file = path.join(folder, name);
		const stats = lstatSync(file);
		if (name !== "." && stats.isDirectory()) permissionsBelow(file, names);
		else
			names[file] =
				`${stats.isDirectory() ? "folder" : "file"} ${(stats.mode & 0o777).toString(8)}`;
	}
	return names;
}

describe("an embedded database that was there is not replaced by an empty one", () => {
	const files = (dataDir: string, ...names: string[]) => path.join(dataDir, "pglite", ...names);
	const remove = (file: string) => rmSync(file, { recursive: true });
	const moveContent = (from: string, to: string) => {
		for (const name of readdirSync(from)) renameSync(path.join(from, name), path.join(to, name));
	};

	type Damage = { what: string; damage: (dataDir: string) => void; line: RegExp };
	const damages: Damage[] = [
		{
			what: "without its PG_VERSION",
			damage: (dir) => remove(files(dir, "PG_VERSION")),
			line: /is incomplete: PG_VERSION is missing\. Restore .* from a backup/,
		},
		{
			what: "that is an empty folder",
			damage: (dir) => {
				remove(files(dir));
				mkdirSync(files(dir));
			},
			line: /is incomplete: PG_VERSION is missing/,
		},
		{
			what: "whose folder is gone",
			damage: (dir) => remove(files(dir)),
			line: /is gone: its lock file says that there was one/,
		},
		{
			what: "whose folder is a file",
			damage: (dir) => {
				remove(files(dir));
				writeFileSync(files(dir), "");
			},
			line: /pglite is not a directory/,
		},
		{
			what: "on a disk that is not mounted",
			damage: (dir) => {
				remove(files(dir));
				symlinkSync("/nonexistent", files(dir));
			},
			line: /is a link that leads nowhere/,
		},
		{
			what: "whose folder has another name",
			damage: (dir) => renameSync(files(dir), path.join(dir, "pglite.old")),
			line: /but one in .*pglite\.old/,
		},
		{
			what: "in a copy that went into a folder",
			damage: (dir) => {
				mkdirSync(path.join(dir, ".data"));
				renameSync(files(dir), path.join(dir, ".data", "pglite"));
				rmSync(path.join(dir, "lock"));
			},
			line: /but one in .*\.data\. Set/,
		},
		{
			what: "one folder too low",
			damage: (dir) => {
				renameSync(files(dir), path.join(dir, "new"));
				mkdirSync(files(dir));
				renameSync(path.join(dir, "new"), files(dir, "pglite"));
			},
			line: /is one folder too low/,
		},
		{
			what: "one folder too high",
			damage: (dir) => {
				moveContent(files(dir), dir);
				remove(files(dir));
				rmSync(path.join(dir, "lock"));
			},
			line: /directly in it\. Move them into/,
		},
		{
			what: "of an earlier PostgreSQL",
			damage: (dir) => writeFileSync(files(dir, "PG_VERSION"), "17\n"),
			line: /was written by PostgreSQL 17, .* has PostgreSQL 18\. Start it with the version that wrote it/,
		},
		{
			what: "of no PostgreSQL",
			damage: (dir) => writeFileSync(files(dir, "PG_VERSION"), "x\n"),
			line: /is damaged: PG_VERSION holds no version/,
		},
		{
			what: "without its tables",
			damage: (dir) => remove(files(dir, "base")),
			line: /is damaged or incomplete \(database "postgres" does not exist\)\. Restore/,
		},
		{
			what: "with half a control file",
			damage: (dir) => truncateSync(files(dir, "global", "pg_control"), 100),
			line: /damaged or incomplete \(could not read file "global\/pg_control"/,
		},
		{
			what: "without the records of its log",
			damage: (dir) => {
				for (const name of readdirSync(files(dir, "pg_wal")))
					if (name.length === 24) remove(files(dir, "pg_wal", name));
			},
			line: /damaged or incomplete \(could not locate a valid checkpoint record/,
		},
		{
			what: "without its empty folders",
			damage: (dir) => remove(files(dir, "pg_notify")),
			line: /damaged or incomplete \(could not open directory "pg_notify"/,
		},
	];
	// The server and the operator's commands open it in the same way, so the cases alternate between
	// them.
	const cases = damages.map((one, index) => ({
		...one,
		program: index % 2 === 0 ? ("server" as const) : ("users" as const),
	}));
	test.each(cases)("$what ($program)", async ({ program, damage, line }) => {
		const dataDir = embeddedDirectory();
		damage(dataDir);
		const names = () =>
			Object.keys(permissionsBelow(dataDir)).filter(
				(name) => !/(lock|pg_internal\.init|postmaster\.pid)$/.test(name),
			);
		const before = names();
		await expectRefusal(program, dataDir, line);
		expect(names()).toEqual(before);
	});

	test("where DATA_DIR is the folder of the database", async () => {
		const dataDir = embeddedDirectory();
		await expectRefusal(
			"users",
			path.join(dataDir, "pglite"),
			/is the folder of the database itself\. Set DATA_DIR to the folder above it, /,
		);
		expect(readdirSync(path.join(dataDir, "pglite"))).not.toContain("lock");
	});

	test("and what an interrupted start had begun to make is made anew", async () => {
		const dataDir = scratch();
		mkdirSync(path.join(dataDir, "pglite.unfinished-1", "base"), { recursive: true });
		writeFileSync(path.join(dataDir, "lock"), "12345");
		const { exitCode, output } = await run("users", dataDir);
		expect(output).toBe("There are no users yet.\n");
		expect(exitCode).toBe(0);
		expect(readdirSync(dataDir).sort()).toEqual(["lock", "pglite"]);
		expect(readFileSync(path.join(dataDir, "pglite", "PG_VERSION"), "utf8").trim()).toBe(
			EMBEDDED_MAJOR,
		);
		expect(new Set(Object.values(permissionsBelow(dataDir)))).toEqual(
			new Set(["folder 700", "file 600"]),
		);
	});
});

describe("a DATA_DIR that cannot be used is refused in one line", () => {
	test("a file, and what lies below one", async () => {
		const file = path.join(scratch(), "file");
		writeFileSync(file, "");
		await Promise.all([
			expectRefusal("seed", file, /^DATA_DIR \(.*file\) is not a directory/),
			expectRefusal("server", path.join(file, "data"), /^DATA_DIR \(.*data\) is not a directory/),
		]);
	});

	// Root may write everywhere. A refusal needs another account.
	const account = serverAccount();
	test.runIf(account.uid !== undefined || process.getuid?.() !== 0)(
		"one that this user may not write",
		async () => {
			const closed = scratch();
			chmodSync(closed, 0o555);
			await expectRefusal(
				"users",
				path.join(closed, "data"),
				/^This user may not read and write .*\. Give DATA_DIR/,
				account,
			);
		},
	);

	test.runIf(account.uid !== undefined)(
		"one whose files belong to somebody else, and cannot be mended (O6)",
		async () => {
			const dataDir = embeddedDirectory();
			chmodSync(dataDir, 0o777);
			chmodSync(path.join(dataDir, "lock"), 0o666);
			await expectRefusal(
				"users",
				dataDir,
				/^This user may not read and write .*\. Give DATA_DIR/,
				account,
			);
		},
	);

	test.runIf(canMount())(
		"one on a full disk, with a database and without, or on one that is read-only",
		async () => {
			const disk = scratch();
			execFileSync("mount", ["-t", "tmpfs", "-o", "size=60m", "tmpfs", disk]);
			later(() => execFileSync("umount", ["--lazy", disk]));
			const dataDir = path.join(disk, "data");
			const fill = () =>
				execFileSync("sh", [
					"-c",
					'cat /dev/zero > "$1" 2>/dev/null || true',
					"sh",
					path.join(disk, "filler"),
				]);
			const full = /^The disk of DATA_DIR \(.*\) is full/;
			writeFileSync(path.join(disk, "filler"), Buffer.alloc(56 * 2 ** 20));
			await expectRefusal("server", dataDir, full);
			// No partial result.
			expect(readdirSync(dataDir)).toEqual(["lock"]);
			rmSync(path.join(disk, "filler"));
			cpSync(embeddedDirectory(), dataDir, { recursive: true });
			fill();
			await expectRefusal("users", dataDir, full);
			rmSync(path.join(disk, "filler"));
			execFileSync("mount", ["-o", "remount,ro", disk]);
			await expectRefusal(
				"users",
				dataDir,
				/^DATA_DIR \(.*\) is on a file system that is read-only/,
			);
			execFileSync("mount", ["-o", "remount,rw", disk]);
			expect((await run("users", dataDir)).output).toBe("There are no users yet.\n");
		},
	);
});

test("files of the embedded database are the owner's alone: mended at the start, and those that it makes later (O6)", async () => {
	const dataDir = embeddedDirectory();
	execFileSync("chmod", ["-R", "a+rwX", dataDir]);
	const server = await startServer({
		dataDir,
		env: {
			BOOTSTRAP_API_KEY: "a-key-for-files",
			ADMIN_EMAIL: "a@x.example",
			ADMIN_PASSWORD: "a good password",
		},
	});
	later(() => server.kill());
	expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
	expect(await server.stop()).toBe(0);
	expect(
		Object.entries(permissionsBelow(dataDir)).filter(
			([, what]) => !["folder 700", "file 600"].includes(what),
		),
	).toEqual([]);
});

/** Whether tests may mount a file system in memory on this machine. */
function canMount(): boolean {
	if (process.getuid?.() !== 0 || process.platform !== "linux") return false;
	const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-mount-"));
	try {
		execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
		execFileSync("umount", [folder]);
		return true;
	} catch {
		return false;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
