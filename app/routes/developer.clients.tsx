import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "../http/pages/permission.server.ts";
import { publicOrigin } from "../http/pages/user-link.server.ts";
import { texts } from "../texts/texts.ts";
import { ClientGuide } from "../ui/developer/client-guide.tsx";
import { DeveloperTabs } from "../ui/developer/developer-tabs.tsx";
import { PageHeading } from "../ui/page.tsx";

export const meta: MetaFunction = () => [{ title: texts.pages.developer.guide.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "developer-console:use");
	return { origin: publicOrigin(request) };
}

export default function DeveloperClients() {
	const { origin } = useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title={texts.pages.developer.title} />
			<DeveloperTabs current="/developer/clients" />
			<ClientGuide origin={origin} />
		</>
	);
}
