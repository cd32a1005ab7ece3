import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { getDatabase } from "../database.server.ts";
import { refuseCrossSite } from "../http/cross-site.server.ts";
import { endedSessionCookie, sessionHashOf } from "../http/session.server.ts";
import { signOut } from "../operations/sign-out.ts";

/** Signs out. A link or a picture cannot do it: POST only. */
export async function action({ request }: ActionFunctionArgs) {
	refuseCrossSite(request);
	const sessionHash = sessionHashOf(request);
	if (sessionHash !== null) await signOut((await getDatabase()).orm, sessionHash);
	return redirect("/login", { status: 303, headers: { "set-cookie": endedSessionCookie(request) } });
}

export const loader = () => new Response("Sign out with the button of that name.\n", { status: 405, headers: { allow: "POST" } });
