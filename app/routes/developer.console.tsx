import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findGroup, isUuid, listGroups } from "../../db/groups/groups.ts";
import {
	type ConsoleInput,
	fieldOf,
	readConsoleCall,
	sampleOf,
	sendConsoleCall,
} from "../api/openapi/console.ts";
import { exampleInput, nextCalls } from "../api/openapi/console-input.ts";
import { apiReference } from "../api/openapi/reference.ts";
import { SAMPLE_LANGUAGES, type SampleLanguage } from "../domain/call-samples.ts";
import { can } from "../domain/people/roles.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { publicOrigin } from "../http/pages/user-link.server.ts";
import { clientAddress } from "../http/server/client-address.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { ConsoleAnswer, type NextLink, type ShownAnswer } from "../ui/developer/console-answer.tsx";
import { ConsoleChoice } from "../ui/developer/console-choice.tsx";
import { ConsoleForm } from "../ui/developer/console-form.tsx";
import { DeveloperTabs } from "../ui/developer/developer-tabs.tsx";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.developer;

export const meta: MetaFunction = () => [{ title: words.console.tabTitle }];

/** The endpoint in the address, and the example in its form. */
function chosenIn(request: Request) {
	const { operations } = apiReference();
	const params = new URL(request.url).searchParams;
	const asked = params.get("operation");
	const operation = asked === null ? operations[0] : operations.find(({ id }) => id === asked);
	if (!operation) throw new Response(words.console.noSuchEndpoint, { status: 404 });
	const example =
		operation.examples.find(({ name }) => name === params.get("example")) ?? operation.examples[0];
	return { operations, operation, example };
}

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "developer-console:use");
	const { operations, operation, example } = chosenIn(request);
	const input = exampleInput(operation, example?.sends ?? "", await realIn(request));
	const choices = operations.map(({ id, tag, method, summary }) => ({ id, tag, method, summary }));
	const canMakeKeys = can(user.role, "api-key:manage");
	return { choices, operation, example: example?.name ?? "", input, canMakeKeys };
}

/** The ID of an earlier answer in the address, and the group named there, else the first one. */
async function realIn(request: Request) {
	const { db } = await getService();
	const params = new URL(request.url).searchParams;
	const requestId = params.get("request") ?? "";
	const named = await findGroup(db, params.get("group") ?? "");
	const [first] = named
		? [named]
		: (await listGroups(db, { search: "", limit: 1, offset: 0 })).groups;
	return {
		...(first && { group: { id: first.id, name: first.name } }),
		...(isUuid(requestId) && { requestId }),
	};
}

type Answer = {
	input: ConsoleInput;
	problems?: Record<string, string>;
	sent?: {
		answer: ShownAnswer;
		samples: Record<SampleLanguage, string>;
		next: NextLink[];
	};
};

/**
 * The form's API key goes into the call only. The returned data is written into the page, so it
 * must not include the key.
 */
export async function action({ request, context }: ActionFunctionArgs) {
	await requirePermission({ request, context }, "developer-console:use");
	const { operations, operation } = chosenIn(request);
	const form = await readForm(request);
	const text = (name: string) => String(form.get(name) ?? "");
	const parameters = Object.fromEntries(
		operation.parameters.map((parameter) => [fieldOf(parameter), text(fieldOf(parameter))]),
	);
	const input: ConsoleInput = { parameters, body: text("body") };
	const read = readConsoleCall(operation, input);
	if (!read.ok) return data<Answer>({ input, problems: read.problems }, 422);
	const key = text("key").trim();
	const answer = await sendConsoleCall(read.call, key, clientAddress(request));
	const origin = publicOrigin(request);
	const samples = Object.fromEntries(
		SAMPLE_LANGUAGES.map((one) => [one, sampleOf(one, read.call, origin, key !== "")]),
	) as Record<SampleLanguage, string>;
	const next = nextCalls(operation.id, answer.body).map(({ operationId, query }) => ({
		...{ query, summary: operations.find(({ id }) => id === operationId)?.summary ?? "" },
	}));
	return data<Answer>({ input, sent: { answer, samples, next } });
}

export default function DeveloperConsole() {
	const { choices, operation, example, input, canMakeKeys } = useLoaderData<typeof loader>();
	const answer = useActionData<Answer>();
	return (
		<>
			<PageHeading title={words.title} help={HELP_LINKS.api} />
			<DeveloperTabs current="/developer/console" />
			<ConsoleChoice choices={choices} chosen={operation.id} />
			<div className={`${COLUMNS} lg:grid-cols-2`}>
				<ConsoleForm
					operation={operation}
					example={example}
					input={answer?.input ?? input}
					problems={answer?.problems ?? {}}
					canMakeKeys={canMakeKeys}
				/>
				{answer?.sent ? (
					<ConsoleAnswer {...answer.sent} />
				) : (
					<section className="panel px-4 py-12 text-center" aria-labelledby="nothing-yet">
						<h2 id="nothing-yet">{words.console.nothingSent}</h2>
						<p className="mx-auto mt-1 max-w-prose text-muted">{words.console.nothingSentHint}</p>
					</section>
				)}
			</div>
		</>
	);
}
