import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { HOME_PATH } from "../http/pages/next-path.server.ts";
import { requireSignedIn } from "../http/pages/permission.server.ts";

/** The root address redirects to the groups. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	await requireSignedIn({ request, context });
	return redirect(HOME_PATH);
}
