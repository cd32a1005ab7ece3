import { redirect } from "@remix-run/node";
import { hasUsers } from "../../db/people/users.ts";
import { getService } from "../platform/database.server.ts";
import { PageHeading } from "../ui/page.tsx";

export const meta = () => [{ title: "Set up – Click-To-Call-In" }];

export async function loader() {
	if (await hasUsers((await getService()).db)) throw redirect("/login");
	return null;
}

export default function SetUp() {
	return (
		<div className="mx-auto max-w-md">
			<PageHeading title="Set up Click-To-Call-In" />
			<p>
				There is no user yet. The first one is an Administrator, and is made with the link that the
				server printed when it started.
			</p>
			<p className="mt-3">
				Look for the line “Set up the first Administrator” in the server’s output, and open its
				link. The link works once. A restart of the server prints a new one, and the one before
				stops working.
			</p>
		</div>
	);
}
