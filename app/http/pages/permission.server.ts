import { redirect } from "@remix-run/node";
import { hasUsers } from "../../../db/people/users.ts";
import { can, type Permission, ROLE_NAMES } from "../../domain/people/roles.ts";
import { getService } from "../../platform/database.server.ts";
import { texts } from "../../texts/texts.ts";
import { refuseCrossSite } from "../server/cross-site.server.ts";
import { loginPath } from "./next-path.server.ts";
import { type Asked, findSignedIn, type SignedIn } from "./session.server.ts";

/**
 * Requires a permission (R1). Throws a redirect to sign-in without a session (to set-up while there
 * are no users, R3). Throws 403 for a role without the permission, or for a cross-site change (R2).
 * Call it first in every loader and action.
 */
export async function requirePermission(asked: Asked, permission: Permission): Promise<SignedIn> {
	const signedIn = await requireSignedIn(asked);
	if (can(signedIn.user.role, permission)) return signedIn;
	throw new Response(
		texts.pages.shared.forbiddenForRole({ role: ROLE_NAMES[signedIn.user.role] }),
		{ status: 403 },
	);
}

/**
 * Requires only a signed-in user, for actions on one's own account. Else like requirePermission.
 */
export async function requireSignedIn(asked: Asked): Promise<SignedIn> {
	refuseCrossSite(asked.request);
	const signedIn = await findSignedIn(asked);
	if (signedIn) return signedIn;
	await leadToSetUp();
	// 303: the browser follows a refused POST with a GET of the sign-in page.
	throw redirect(loginPath(asked.request), 303);
}

/** Throws a redirect to set-up while there are no users: until then every page leads there (R3). */
export async function leadToSetUp(): Promise<void> {
	if (!(await hasUsers((await getService()).db))) throw redirect("/setup", 303);
}
