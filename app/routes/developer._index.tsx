import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { apiReference } from "../api/openapi/reference.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { texts } from "../texts/texts.ts";
import { ApiReferencePage } from "../ui/developer/api-reference.tsx";
import { DeveloperTabs } from "../ui/developer/developer-tabs.tsx";
import { PageHeading } from "../ui/page.tsx";

export const meta: MetaFunction = () => [{ title: texts.pages.developer.reference.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "developer-console:use");
	return { reference: apiReference() };
}

export default function DeveloperReference() {
	const { reference } = useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title={texts.pages.developer.title} />
			<DeveloperTabs current="/developer" />
			<ApiReferencePage reference={reference} />
		</>
	);
}
