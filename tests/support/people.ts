import { SHELL } from "../../app/domain/audit/actor.ts";
import type { Role } from "../../app/domain/people/roles.ts";
import { createUser } from "../../app/operations/people/create-user.ts";
import { type SignIn, signIn } from "../../app/operations/people/sign-in.ts";
import type { Db } from "../../db/connection/database.ts";
import type { Process } from "./databases.ts";

export const PASSWORD = "correct horse battery";

/** Adds a user with PASSWORD, and returns the user's ID. */
export async function addUser(db: Db, email: string, role: Role): Promise<string> {
	const made = await createUser(db, { email, role, password: PASSWORD }, SHELL);
	if (!made.ok) throw new Error(made.error.code);
	return made.value.id;
}

/** Signs in from a separate client, and returns the session's token. */
export async function tokenOf(
	{ service }: Process,
	email: string,
	input: Partial<SignIn> = {},
): Promise<string> {
	const signedIn = await signIn(service, {
		email,
		password: PASSWORD,
		clientAddress: "198.51.100.250",
		...input,
	});
	if (!signedIn.ok) throw new Error(signedIn.error.code);
	return signedIn.value.token;
}
