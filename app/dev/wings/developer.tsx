import { exampleInput } from "../../api/openapi/console-input.ts";
import { apiReference } from "../../api/openapi/reference.ts";
import { ApiReferencePage } from "../../ui/developer/api-reference.tsx";
import { ClientGuide } from "../../ui/developer/client-guide.tsx";
import { CodeBlock } from "../../ui/developer/code-block.tsx";
import { ConsoleAnswer } from "../../ui/developer/console-answer.tsx";
import { ConsoleChoice } from "../../ui/developer/console-choice.tsx";
import { ConsoleForm } from "../../ui/developer/console-form.tsx";
import { DeveloperTabs } from "../../ui/developer/developer-tabs.tsx";
import { Fields } from "../../ui/developer/field-rows.tsx";
import { OperationSection, Section } from "../../ui/developer/operation-section.tsx";
import { ReferenceContents } from "../../ui/developer/reference-contents.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { LONG_WORD } from "../kit/fixtures.ts";

const reference = apiReference();
const { operations } = reference;
const create = operations.find(({ examples }) => examples.length > 1)!;
const withPath = operations.find(({ parameters }) => parameters.some((one) => one.isRequired))!;
const example = create.examples[0]!;

const answer = (status: number, body: string, milliseconds: number) => (
	<ConsoleAnswer
		answer={{
			...{ status, body, milliseconds },
			headers: [
				["content-type", "application/json"],
				["x-correlation-id", LONG_WORD],
			],
		}}
		samples={{
			curl: `curl -sS -H "x-api-key: $KEY" https://example.com${create.path}`,
			node: `await fetch("https://example.com/${LONG_WORD}");`,
			python: "import urllib.request",
		}}
		next={[
			{ summary: "Read a request and its state", query: "operation=retrieveCallInRequest" },
			{ summary: LONG_WORD, query: "operation=cancelCallInRequest" },
		]}
	/>
);

const SAMPLE = { language: "python", code: "import urllib.request", query: "" } as const;
const page = (found: Partial<typeof reference>, q: string) => (
	<ApiReferencePage reference={{ ...reference, ...found }} q={q} language="curl" samples={{}} />
);

/** API reference and console. */
export const developer: Wing = {
	path: "developer",
	title: "Developer pages",
	components: [
		show(DeveloperTabs, { "the second is open": <DeveloperTabs current="/developer/console" /> }),
		show(ClientGuide, { "of a server": <ClientGuide origin={`https://${LONG_WORD}.example`} /> }),
		show(ConsoleChoice, {
			"all endpoints": <ConsoleChoice choices={operations} chosen={create.id} />,
		}),
		show(ConsoleForm, {
			"an example": (
				<ConsoleForm
					operation={create}
					example={example.name}
					input={exampleInput(create, example.sends ?? "")}
					problems={{}}
					canMakeKeys
				/>
			),
			"a wrong body": (
				<ConsoleForm
					operation={create}
					example={example.name}
					input={{ parameters: {}, body: "{" }}
					problems={{ body: "The body is not JSON." }}
					canMakeKeys={false}
				/>
			),
			"with parameters": (
				<ConsoleForm
					operation={withPath}
					example=""
					input={exampleInput(withPath, "")}
					problems={{}}
					canMakeKeys
				/>
			),
		}),
		show(CodeBlock, {
			"a command": <CodeBlock title="curl">{"curl http://localhost:3000/healthz"}</CodeBlock>,
			long: <CodeBlock title={LONG_WORD}>{JSON.stringify({ name: LONG_WORD }, null, 2)}</CodeBlock>,
		}),
		show(ConsoleAnswer, {
			good: answer(200, '{\n  "status": "ok"\n}', 4),
			refused: answer(400, `{ "error": "${LONG_WORD}" }`, 12_345),
		}),
		show(ReferenceContents, {
			everything: <ReferenceContents operations={operations} q="" language="curl" />,
			"a search": <ReferenceContents operations={[create]} q={LONG_WORD} language="node" />,
		}),
		show(Fields, {
			"of an answer": <Fields title="Answer" fields={create.gives.fields} isGiven />,
		}),
		show(Section, {
			empty: (
				<Section id="a-section" title={LONG_WORD}>
					{null}
				</Section>
			),
		}),
		show(OperationSection, {
			"in Python": <OperationSection operation={create} sample={SAMPLE} />,
		}),
		show(ApiReferencePage, {
			"two endpoints": page({ operations: operations.slice(0, 2) }, ""),
			"nothing found": page({ operations: [], errors: [] }, LONG_WORD),
		}),
	],
};
