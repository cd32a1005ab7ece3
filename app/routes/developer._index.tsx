import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readConsoleCall, sampleOf } from "../api/openapi/console.ts";
import { exampleInput } from "../api/openapi/console-input.ts";
import { apiReference, searchReference } from "../api/openapi/reference.ts";
import { SAMPLE_LANGUAGES } from "../domain/call-samples.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { publicOrigin } from "../http/pages/user-link.server.ts";
import { texts } from "../texts/texts.ts";
import { ApiReferencePage } from "../ui/developer/api-reference.tsx";
import { DeveloperTabs } from "../ui/developer/developer-tabs.tsx";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { PageHeading } from "../ui/page.tsx";

export const meta: MetaFunction = () => [{ title: texts.pages.developer.reference.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "developer-console:use");
	const asked = new URL(request.url).searchParams;
	const q = (asked.get("q") ?? "").trim();
	const language = SAMPLE_LANGUAGES.find((one) => one === asked.get("language")) ?? "curl";
	const reference = searchReference(apiReference(), q);
	const origin = publicOrigin(request);
	const samples = Object.fromEntries(
		reference.operations.map((operation) => {
			const input = exampleInput(operation, operation.examples[0]?.sends ?? "");
			const read = readConsoleCall(operation, input);
			return [operation.id, read.ok ? sampleOf(language, read.call, origin, true) : ""];
		}),
	);
	return { reference, q, language, samples };
}

export default function DeveloperReference() {
	const found = useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title={texts.pages.developer.title} help={HELP_LINKS.api} />
			<DeveloperTabs current="/developer" />
			<ApiReferencePage {...found} />
		</>
	);
}
