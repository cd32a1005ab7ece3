// `npm run users -- …`: the operator's way to people's accounts, also when no Administrator can
// sign in.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { SHELL } from "../app/domain/audit/actor.ts";
import { parseEmail } from "../app/domain/people/email.ts";
import { parsePassword } from "../app/domain/people/password.ts";
import { ROLES } from "../app/domain/people/roles.ts";
import {
	messageOfPeopleError,
	type PeopleError,
	parseRole,
	userState,
} from "../app/domain/people/user.ts";
import type { Result } from "../app/domain/result.ts";
import {
	disableUser,
	enableUser,
	removeUser,
	resetPassword,
	setUserRole,
	signOutEverywhere,
} from "../app/operations/people/change-user.ts";
import { createUser } from "../app/operations/people/create-user.ts";
import { getService } from "../app/platform/database.server.ts";
import { whatTheOperatorCanMend } from "../app/start-failures.server.ts";
import type { Db } from "../db/connection/database.ts";
import { type ListedUser, listUsers } from "../db/people/users.ts";

const USAGE = `Usage: npm run users -- list
       npm run users -- add EMAIL ROLE
       npm run users -- set-role EMAIL ROLE
       npm run users -- reset-password EMAIL
       npm run users -- disable EMAIL
       npm run users -- enable EMAIL
       npm run users -- sign-out EMAIL
       npm run users -- remove EMAIL
Roles: ${ROLES.join(", ")}. Passwords are asked for, or read from standard input where that is no terminal.`;

/** What the operator did wrong; told in one line, without a stack. */
class Refused extends Error {}

type Work = (db: Db) => Promise<string>;

/**
 * Reads the command, asks for what it needs, and gives what is to be done. The database is opened
 * only after that.
 */
async function prepare([command, ...words]: string[]): Promise<Work> {
	switch (`${command}/${words.length}`) {
		case "list/0":
			return async (db) => table(await listUsers(db));
		case "add/2": {
			const [email, role] = [accepted(parseEmail(words[0]!)), accepted(parseRole(words[1]!))];
			const password = await askPassword(`Password for ${email}: `, email);
			return done(`${email} can sign in as ${role} now.`, (db) =>
				createUser(db, { email, role, password }, SHELL),
			);
		}
		case "set-role/2": {
			const [email, role] = [accepted(parseEmail(words[0]!)), accepted(parseRole(words[1]!))];
			return done(`${email} is ${role} now, and has to sign in again.`, (db) =>
				setUserRole(db, { email, role }, SHELL),
			);
		}
		case "reset-password/1": {
			const email = accepted(parseEmail(words[0]!));
			const password = await askPassword(`New password for ${email}: `, email);
			return done(`${email} has the new password now, and has to sign in again.`, (db) =>
				resetPassword(db, { email, password }, SHELL),
			);
		}
		case "disable/1": {
			const email = accepted(parseEmail(words[0]!));
			return done(`${email} is disabled, and signed out everywhere.`, (db) =>
				disableUser(db, { email }, SHELL),
			);
		}
		case "enable/1": {
			const email = accepted(parseEmail(words[0]!));
			return done(`${email} is enabled.`, (db) => enableUser(db, { email }, SHELL));
		}
		case "sign-out/1": {
			const email = accepted(parseEmail(words[0]!));
			return done(`${email} is signed out everywhere.`, (db) =>
				signOutEverywhere(db, { email }, SHELL),
			);
		}
		case "remove/1": {
			const email = accepted(parseEmail(words[0]!));
			return done(`${email} is removed and signed out.`, (db) => removeUser(db, { email }, SHELL));
		}
		default:
			throw new Refused(USAGE);
	}
}

function done(message: string, work: (db: Db) => Promise<Result<unknown, PeopleError>>): Work {
	return async (db) => {
		accepted(await work(db));
		return message;
	};
}

function accepted<T>(result: Result<T, PeopleError>): T {
	if (result.ok) return result.value;
	throw new Refused(messageOfPeopleError(result.error));
}

const STATES = { active: "", waiting: "has no password yet", disabled: "disabled" };

function table(users: ListedUser[]): string {
	if (users.length === 0) return "There are no users yet.";
	const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? "never";
	const rows = [["EMAIL", "ROLE", "SINCE", "LAST SIGN-IN", ""]];
	for (const user of users)
		rows.push([
			user.email,
			user.role,
			day(user.createdAt),
			day(user.lastSignInAt),
			STATES[userState(user)],
		]);
	const widths = [0, 1, 2, 3, 4].map((column) =>
		Math.max(...rows.map((row) => row[column]!.length)),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column]!))
				.join("  ")
				.trimEnd(),
		)
		.join("\n");
}

async function askPassword(prompt: string, email: string): Promise<string> {
	if (!process.stdin.isTTY)
		return accepted(parsePassword(readFileSync(0, "utf8").replace(/\r?\n$/, ""), email));
	const password = accepted(parsePassword(await askUnseen(prompt), email));
	if ((await askUnseen("The same again: ")) !== password)
		throw new Refused("The two passwords differ. Nothing was changed.");
	return password;
}

async function askUnseen(prompt: string): Promise<string> {
	process.stderr.write(prompt);
	const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
	const lines = createInterface({
		input: process.stdin,
		output: nowhere,
		terminal: true,
		historySize: 0,
	});
	try {
		return await new Promise<string>((resolve, reject) => {
			lines.on("close", () => reject(new Refused("No password was given. Nothing was changed.")));
			lines.question("").then(resolve, reject);
		});
	} finally {
		lines.close();
		process.stderr.write("\n");
	}
}

async function main(): Promise<void> {
	const work = await prepare(process.argv.slice(2));
	const service = await getService();
	try {
		console.log(await work(service.db));
	} finally {
		await service.database.close();
	}
}

main().catch((error) => {
	console.error(
		error instanceof Refused ? error.message : (whatTheOperatorCanMend(error) ?? error),
	);
	process.exitCode = 1;
});
