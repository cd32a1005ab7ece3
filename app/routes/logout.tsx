import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { endSessionsOf, signedOutHeaders } from "../http/pages/session.server.ts";
import { refuseCrossSite } from "../http/server/cross-site.server.ts";
import { texts } from "../texts/texts.ts";

/** Signs out. POST only, so that no link or image can do it. */
export async function action({ request }: ActionFunctionArgs) {
	refuseCrossSite(request);
	await endSessionsOf(request);
	return redirect("/login", { status: 303, headers: signedOutHeaders(request) });
}

export const loader = () =>
	new Response(`${texts.pages.people.signIn.signOutByButton}\n`, {
		status: 405,
		headers: { allow: "POST" },
	});
