import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { can } from "../domain/people/roles.ts";
import { requireSignedIn } from "../http/pages/permission.server.ts";

/** "Settings" redirects to the first page that the user may open. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requireSignedIn({ request, context });
	return redirect(can(user.role, "api-key:manage") ? "/settings/api-keys" : "/settings/account");
}
