import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requirePermission } from "../http/permission.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
	await requirePermission(request, "developer-console:use");
	return redirect("/developer/caller");
}
