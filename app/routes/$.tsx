import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { requireSignedIn } from "../http/pages/permission.server.ts";
import { texts } from "../texts/texts.ts";

// Any address without a page. Signed-in users get a 404 page. Other users sign in first, as
// everywhere.
export async function loader({ request, context }: LoaderFunctionArgs) {
	await requireSignedIn({ request, context });
	throw data(texts.pages.shared.errorPage.noSuchPage, 404);
}

export const action = (args: ActionFunctionArgs) => loader(args);

export default function Nothing() {
	return null;
}
