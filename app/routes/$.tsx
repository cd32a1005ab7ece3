import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { requireSignedIn } from "../http/pages/permission.server.ts";
import { texts } from "../texts/texts.ts";

// Everything that is no page: told to those who are signed in, while the others sign in first, as
// everywhere.
export async function loader({ request, context }: LoaderFunctionArgs) {
	await requireSignedIn({ request, context });
	throw data(texts.pages.shared.errorPage.noSuchPage, 404);
}

export const action = (args: ActionFunctionArgs) => loader(args);

export default function Nothing() {
	return null;
}
