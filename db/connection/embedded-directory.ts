import {
	accessSync,
	chmodSync,
	constants,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	type Stats,
	statSync,
} from "node:fs";
import path from "node:path";
import { KEY_FILES } from "./embedded-key-file.ts";
import { UnusableDatabaseError } from "./unusable-database.ts";

/**
 * The PostgreSQL major version of the embedded database: it reads no directory of another version.
 */
export const EMBEDDED_MAJOR = "18";
/** The folder of the database, in DATA_DIR. */
export const DATABASE_FOLDER = "pglite";
/** Beside the folder of the database. */
export const LOCK_FILE = "lock";
/** The name prefix of an unfinished database. */
export const UNFINISHED = "pglite.unfinished-";

/**
 * An error of the system on opening `directory`, in a line for the operator. Undefined for
 * any other error.
 */
export function systemRefusal(
	directory: string,
	error: unknown,
): UnusableDatabaseError | undefined {
	const { code, path: file = directory } = error as { code?: unknown; path?: string };
	const line = typeof code === "string" && lineOf(code, directory, file);
	return line ? new UnusableDatabaseError(line) : undefined;
}

function lineOf(code: string, directory: string, file: string): string | undefined {
	switch (code) {
		case "EEXIST":
		case "ENOTDIR":
			return (
				`DATA_DIR (${directory}) is not a directory, or lies below something that is none. ` +
				"Name a directory."
			);
		case "EACCES":
		case "EPERM":
			return (
				`This user may not read and write ${file}. ` +
				`Give DATA_DIR (${directory}) to the user who runs Click-To-Call-In ` +
				"(chown -R), or name another directory."
			);
		case "EROFS":
			return (
				`DATA_DIR (${directory}) is on a file system that is read-only. ` +
				"Mount it for writing, or name another directory."
			);
		case "ENOSPC":
		case "EDQUOT":
			return (
				`The disk of DATA_DIR (${directory}) is full, or its quota is. ` +
				"Make room, then start again."
			);
		case "ENOENT":
		case "EIO":
		case "EBUSY":
		case "ELOOP":
		case "EMFILE":
		case "ENAMETOOLONG":
		case "ENODEV":
		case "ENXIO":
		case "ESTALE":
		case "ETXTBSY":
		case "EISDIR":
		case "EINVAL":
			return `DATA_DIR (${directory}) cannot be used (${code} at ${file}).`;
		default:
			return undefined;
	}
}

/** Makes `directory` if it is missing, for its owner alone. */
export function makeDirectory(directory: string): void {
	mkdirSync(directory, { recursive: true, mode: 0o700 });
}

/** Throws if this user may not look: an invisible file is not a missing one. */
const exists = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined;
const holdsDatabase = (folder: string): boolean =>
	["PG_VERSION", "pg_wal", path.join("global", "pg_control")].some((name) =>
		exists(path.join(folder, name)),
	);

/**
 * Refuses a DATA_DIR that is a database's own folder, because an empty database would be made
 * inside it. Writes nothing.
 */
export function refuseDatabaseItself(directory: string): void {
	if (!holdsDatabase(directory)) return;
	const isItsFolder = path.basename(directory) === DATABASE_FOLDER;
	throw new UnusableDatabaseError(
		isItsFolder
			? `DATA_DIR (${directory}) is the folder of the database itself. ` +
					`Set DATA_DIR to the folder above it, ${path.dirname(directory)}.`
			: `DATA_DIR (${directory}) has the files of a database directly in it. ` +
					`Move them into ${path.join(directory, DATABASE_FOLDER)}, then start again.`,
	);
}

/**
 * Whether there is a database in `directory`; call it with its lock held. Refuses the remains of a
 * database: an empty database in its place would hide an incomplete restore. `wasOpened`: the lock
 * names a process that has opened it.
 */
export function findDatabase(directory: string, wasOpened: boolean): boolean {
	const files = path.join(directory, DATABASE_FOLDER);
	const kind = kindOf(files);
	if (kind === "nothing") {
		refuseTraces(directory, wasOpened);
		return false;
	}
	if (kind !== "directory")
		throw new UnusableDatabaseError(
			kind === "link to nothing"
				? `${files} is a link that leads nowhere. ` +
						"Mount the disk that it leads to, then start again."
				: `${files} is not a directory. ${restore(directory)}`,
		);
	refuseOtherMajor(directory, files);
	return true;
}

const restore = (directory: string): string =>
	`Restore the whole of ${directory} from a backup; ` +
	`to begin with an empty database instead, move ${directory} away.`;

function kindOf(file: string): "nothing" | "directory" | "link to nothing" | "file" {
	if (!lstatSync(file, { throwIfNoEntry: false })) return "nothing";
	const stats = statSync(file, { throwIfNoEntry: false });
	if (!stats) return "link to nothing";
	return stats.isDirectory() ? "directory" : "file";
}

/** False for a file system's own lost+found, for example. */
function isReadable(folder: string): boolean {
	try {
		accessSync(folder, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function refuseTraces(directory: string, wasOpened: boolean): void {
	const names = readdirSync(directory);
	const isUnfinished = names.some((name) => name.startsWith(UNFINISHED));
	for (const name of names) {
		const folder = path.join(directory, name);
		if (name.startsWith(UNFINISHED) || !isReadable(folder)) continue;
		if (holdsDatabase(folder) || holdsDatabase(path.join(folder, DATABASE_FOLDER)))
			throw new UnusableDatabaseError(
				holdsDatabase(folder)
					? `There is no database in DATA_DIR (${directory}), but one in ${folder}. ` +
							`Name that folder ${DATABASE_FOLDER}, or set DATA_DIR to another directory.`
					: `There is no database in DATA_DIR (${directory}), but one in ${folder}. ` +
							"Set DATA_DIR to that, or move its content up.",
			);
	}
	// Remains of a process that was killed while it made the database.
	if (wasOpened && !isUnfinished)
		throw new UnusableDatabaseError(
			`The database of DATA_DIR (${directory}) is gone: ` +
				"its lock file says that there was one, " +
				`and the folder ${DATABASE_FOLDER} is missing. ${restore(directory)}`,
		);
}

function refuseOtherMajor(directory: string, files: string): void {
	const file = path.join(files, "PG_VERSION");
	if (!exists(file)) {
		const below = path.join(files, DATABASE_FOLDER);
		throw new UnusableDatabaseError(
			holdsDatabase(below)
				? `The database of DATA_DIR (${directory}) is one folder too low, in ${below}. ` +
						`Move the content of ${files} up, then start again.`
				: `The database in ${files} is incomplete: PG_VERSION is missing. ${restore(directory)}`,
		);
	}
	const major = readFileSync(file, "utf8").trim();
	if (major === EMBEDDED_MAJOR) return;
	throw new UnusableDatabaseError(
		/^\d{1,3}$/.test(major)
			? `The database in ${files} was written by PostgreSQL ${major}, ` +
					`and this version of Click-To-Call-In has PostgreSQL ${EMBEDDED_MAJOR}. ` +
					"Start it with the version that wrote it, " +
					"or restore a dump of that version into a new one " +
					`(docs/operating.md, "Another PostgreSQL version").`
			: `The database in ${files} is damaged: PG_VERSION holds no version. ${restore(directory)}`,
	);
}

/**
 * Removes all permissions on the database's files but the owner's: folders 0700, files 0600 (O6).
 * Throws if it cannot.
 */
export function makeOwnersAlone(directory: string): void {
	// Windows has no such permissions.
	if (process.platform === "win32") return;
	const names = readdirSync(directory);
	const isOurs = names.every((name) => OURS.includes(name) || name.startsWith(UNFINISHED));
	const stats = statSync(directory);
	// A directory of another owner, or with other files in it, stays as it is: our files in it are
	// closed anyway.
	if (isOurs && stats.uid === process.geteuid?.()) mend(directory, stats);
	mend(path.join(directory, LOCK_FILE));
	mendAll(path.join(directory, DATABASE_FOLDER));
}

function mendAll(folder: string): void {
	mend(folder);
	for (const name of readdirSync(folder)) {
		const file = path.join(folder, name);
		const stats = statSync(file, { throwIfNoEntry: false });
		if (stats?.isDirectory()) mendAll(file);
		else if (stats) mend(file, stats);
	}
}

const OURS = [LOCK_FILE, DATABASE_FOLDER, ...KEY_FILES];
const PERMISSIONS = 0o777;
const permissionsFor = (isDirectory: boolean): number => (isDirectory ? 0o700 : 0o600);

function mend(file: string, stats: Stats = statSync(file)): void {
	const wanted = permissionsFor(stats.isDirectory());
	if ((stats.mode & PERMISSIONS) === wanted) return;
	chmodSync(file, wanted);
	if ((statSync(file).mode & PERMISSIONS) !== wanted)
		throw new UnusableDatabaseError(
			`${file} cannot be made its owner's alone: its file system keeps no permissions. ` +
				"Set DATA_DIR to a directory on one that does.",
		);
}
