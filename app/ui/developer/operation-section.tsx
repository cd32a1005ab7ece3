import type { ReactNode } from "react";
import type { ReferenceOperation } from "../../api/openapi/reference.ts";
import { SAMPLE_LANGUAGES, type SampleLanguage } from "../../domain/call-samples.ts";
import { texts } from "../../texts/texts.ts";
import { Marked, MarkedText } from "../marked-text.tsx";
import { Sentence } from "../sentence.tsx";
import { CodeBlock } from "./code-block.tsx";
import { Fields } from "./field-rows.tsx";

const words = texts.pages.developer.reference;
const HEAD = [
	"flex flex-wrap items-center justify-between gap-x-4 gap-y-1",
	"border-line border-b px-4 py-2",
].join(" ");
/** The text, and the code beside it where there is room. */
const BESIDE = "grid grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_26rem]";
const CODE = "border-line border-t bg-sunken px-4 py-3 xl:border-t-0 xl:border-l";

export function Section({
	id,
	title,
	beside,
	children,
}: {
	id: string;
	title: string;
	beside?: ReactNode;
	children: ReactNode;
}) {
	return (
		<section id={id} aria-labelledby={`${id}-title`} className="panel">
			<div className={HEAD}>
				<h2 id={`${id}-title`} className="min-w-0 [overflow-wrap:anywhere]">
					{title}
				</h2>
				{beside}
			</div>
			{children}
		</section>
	);
}

/** A call in the chosen language, with the query that chooses another one. */
export type Sample = { language: SampleLanguage; code: string; query: string };

/** One endpoint: what it takes and gives, and beside it the code of a call and its answer. */
export function OperationSection({
	operation,
	sample,
}: {
	operation: ReferenceOperation;
	sample: Sample;
}) {
	const { id, summary } = operation;
	const tryIt = (
		<a href={`/developer/console?operation=${id}`} className="link text-sm">
			{words.tryIt}
			<span className="sr-only">{words.tryWhich({ summary })}</span>
		</a>
	);
	return (
		<Section id={id} title={summary} beside={tryIt}>
			<div className={BESIDE}>
				<OperationText operation={operation} />
				<div className={CODE}>
					<OperationCode operation={operation} sample={sample} />
				</div>
			</div>
		</Section>
	);
}

function OperationText({ operation }: { operation: ReferenceOperation }) {
	const { method, path, description, scopes, parameters, takes, gives, failures } = operation;
	return (
		<div className="min-w-0 [overflow-wrap:anywhere]">
			<div className="space-y-2 px-4 py-3">
				<p className="font-mono text-sm [overflow-wrap:anywhere]">
					<span className="font-semibold">{method}</span> {path}
				</p>
				<MarkedText text={description} />
				<p className="text-muted text-sm">
					<Sentence of={words.scope({ scopes: <Marked text={words.oneOfScopes({ scopes })} /> })} />
				</p>
			</div>
			<Fields title={words.inPath} fields={parameters.filter(({ place }) => place === "path")} />
			<Fields title={words.inQuery} fields={parameters.filter(({ place }) => place === "query")} />
			<Fields title={words.headers} fields={parameters.filter(({ place }) => place === "header")} />
			{takes && <Fields title={words.body(takes)} about={takes.about} fields={takes.fields} />}
			<Fields
				title={(gives.fields.length > 0 ? words.answerInData : words.answer)(gives)}
				about={gives.about}
				fields={gives.fields}
				isGiven
			/>
			<div className="border-line border-t px-4 py-2 text-sm">
				{words.errorsLead}{" "}
				{failures.map(({ status, codes }, index) => (
					<span key={status}>
						{index > 0 && "; "}
						<span className="text-muted">{status}</span>{" "}
						{codes.map((code, at) => (
							<span key={code}>
								{at > 0 && ", "}
								<a href={`#error-${code}`} className="link">
									{code}
								</a>
							</span>
						))}
					</span>
				))}
			</div>
		</div>
	);
}

function OperationCode({
	operation: { id, summary, examples },
	sample: { language, code, query },
}: {
	operation: ReferenceOperation;
	sample: Sample;
}) {
	const [first, ...more] = examples;
	return (
		<div className="min-w-0 space-y-3 xl:sticky xl:top-4">
			<ul className="flex flex-wrap gap-x-3 text-sm">
				{SAMPLE_LANGUAGES.map((name) => (
					<li key={name}>
						<a
							href={`?${query}language=${name}#${id}`}
							aria-current={name === language ? "true" : undefined}
							className="link aria-[current]:font-semibold aria-[current]:text-ink"
						>
							{words.languages[name]}
							<span className="sr-only">{words.codeWhich({ summary })}</span>
						</a>
					</li>
				))}
			</ul>
			<CodeBlock title={words.call}>{code}</CodeBlock>
			{first && <CodeBlock title={words.gets}>{first.gives}</CodeBlock>}
			{more.map((example) => (
				<details key={example.name}>
					<summary className="cursor-pointer text-sm">{words.example(example)}</summary>
					<div className="mt-2 space-y-3">
						{example.sends !== null && <CodeBlock title={words.sends}>{example.sends}</CodeBlock>}
						<CodeBlock title={words.gets}>{example.gives}</CodeBlock>
					</div>
				</details>
			))}
		</div>
	);
}
