import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { readViewChoices } from "../domain/people/view-choices.ts";
import { readForm } from "../http/pages/form.server.ts";
import { nextPath } from "../http/pages/next-path.server.ts";
import { requireSignedIn } from "../http/pages/permission.server.ts";
import { viewChoicesHeaders, viewChoicesOf } from "../http/pages/view-choices.server.ts";
import { texts } from "../texts/texts.ts";

/**
 * Changes how this browser shows the pages: each field that is sent, and the others stay. Leads
 * back to the page with the form.
 */
export async function action({ request, context }: ActionFunctionArgs) {
	await requireSignedIn({ request, context });
	const form = await readForm(request);
	const choices = readViewChoices(form, viewChoicesOf(request));
	return redirect(nextPath(form.get("next"), "/settings/account"), {
		status: 303,
		headers: viewChoicesHeaders(request, choices),
	});
}

export const loader = () =>
	new Response(`${texts.pages.shared.view.byButton}\n`, {
		status: 405,
		headers: { allow: "POST" },
	});
