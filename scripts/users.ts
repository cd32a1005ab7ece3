// `npm run users -- …`: the operator's command for user accounts. It works even if no Administrator
// can sign in.
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
import { texts } from "../app/texts/texts.ts";
import type { Db } from "../db/connection/database.ts";
import { type ListedUser, listUsers } from "../db/people/users.ts";

const phrases = texts.messages.usersCommand;

/** An operator's mistake, shown in one line without a stack trace. */
class Refused extends Error {}

type Work = (db: Db) => Promise<string>;

/**
 * Parses the command, asks for a password if needed, and returns the work. The database is opened
 * only after that.
 */
async function prepare([command, ...words]: string[]): Promise<Work> {
	switch (`${command}/${words.length}`) {
		case "list/0":
			return async (db) => table(await listUsers(db));
		case "add/2": {
			const [email, role] = [accepted(parseEmail(words[0]!)), accepted(parseRole(words[1]!))];
			const password = await askPassword(phrases.password({ email }), email);
			return done(phrases.added({ email, role }), (db) =>
				createUser(db, { email, role, password }, SHELL),
			);
		}
		case "set-role/2": {
			const [email, role] = [accepted(parseEmail(words[0]!)), accepted(parseRole(words[1]!))];
			return done(phrases.roleSet({ email, role }), (db) =>
				setUserRole(db, { email, role }, SHELL),
			);
		}
		case "reset-password/1": {
			const email = accepted(parseEmail(words[0]!));
			const password = await askPassword(phrases.newPassword({ email }), email);
			return done(phrases.passwordReset({ email }), (db) =>
				resetPassword(db, { email, password }, SHELL),
			);
		}
		case "disable/1": {
			const email = accepted(parseEmail(words[0]!));
			return done(phrases.disabled({ email }), (db) => disableUser(db, { email }, SHELL));
		}
		case "enable/1": {
			const email = accepted(parseEmail(words[0]!));
			return done(phrases.enabled({ email }), (db) => enableUser(db, { email }, SHELL));
		}
		case "sign-out/1": {
			const email = accepted(parseEmail(words[0]!));
			return done(phrases.signedOut({ email }), (db) => signOutEverywhere(db, { email }, SHELL));
		}
		case "remove/1": {
			const email = accepted(parseEmail(words[0]!));
			return done(phrases.removed({ email }), (db) => removeUser(db, { email }, SHELL));
		}
		default:
			throw new Refused(phrases.usage({ roles: ROLES }));
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

const STATES = { active: "", waiting: phrases.waiting, disabled: phrases.isDisabled };

function table(users: ListedUser[]): string {
	if (users.length === 0) return phrases.noUsers;
	const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? phrases.never;
	const { heads } = phrases;
	const rows = [[heads.email, heads.role, heads.since, heads.lastSignIn, ""]];
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
	if ((await askUnseen(phrases.passwordAgain)) !== password)
		throw new Refused(phrases.passwordsDiffer);
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
			lines.on("close", () => reject(new Refused(phrases.noPassword)));
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
