import { redirect } from "@remix-run/node";
import { hasUsers } from "../../db/people/users.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.people.setUp;

export const meta = () => [{ title: words.tabTitle }];

export async function loader() {
	if (await hasUsers((await getService()).db)) throw redirect("/login");
	return null;
}

export default function SetUp() {
	return (
		<div className="mx-auto max-w-md">
			<PageHeading title={words.title} />
			<p>{words.noUsers}</p>
			<p className="mt-3">{words.findLink}</p>
		</div>
	);
}
