import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { can } from "../domain/people/roles.ts";
import { requireSignedIn } from "../http/pages/permission.server.ts";

/** "Settings" redirects to the first page that the user may open. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requireSignedIn({ request, context });
	if (can(user.role, "api-key:manage")) return redirect("/settings/api-keys");
	return redirect(
		can(user.role, "connection:read") ? "/settings/phone-systems" : "/settings/account",
	);
}
