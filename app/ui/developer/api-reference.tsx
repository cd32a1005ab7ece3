import type { ReactNode } from "react";
import type { ApiReference, ReferenceOperation } from "../../api/openapi/reference.ts";
import type { ReferenceField } from "../../api/openapi/reference-fields.ts";
import { texts } from "../../texts/texts.ts";
import { COLUMNS } from "../layout.ts";
import { Marked, MarkedText } from "../marked-text.tsx";
import { Sentence } from "../sentence.tsx";
import { CodeBlock } from "./code-block.tsx";

const words = texts.pages.developer.reference;
const ROW = "grid grid-cols-[minmax(0,1fr)] gap-x-4 px-4 py-1.5 sm:grid-cols-[16rem_minmax(0,1fr)]";
const HEAD = [
	"flex flex-wrap items-center justify-between gap-x-4 gap-y-1",
	"border-line border-b px-4 py-2",
].join(" ");

/** Every endpoint of the API on one page, for reading and searching (C13). */
export function ApiReferencePage({ reference }: { reference: ApiReference }) {
	const { description, operations, callHeaders, answerHeaders, errors } = reference;
	return (
		<div className={`${COLUMNS} lg:grid-cols-[17rem_minmax(0,1fr)]`}>
			<Contents operations={operations} />
			<div className="space-y-6 [overflow-wrap:anywhere]">
				<Section id="every-call" title={words.everyCall}>
					<div className="px-4 py-3">
						<MarkedText text={description} />
					</div>
					<Fields title={words.callHeaders} fields={callHeaders} />
					<Fields title={words.answerHeaders} fields={answerHeaders} isGiven />
				</Section>
				{operations.map((operation) => (
					<OperationSection key={operation.id} operation={operation} />
				))}
				<Section id="errors" title={words.errors}>
					<dl className="figures divide-y divide-line">
						{errors.map(({ code, status, name, meaning }) => (
							<div key={code} id={`error-${code}`} className={ROW}>
								<dt>
									<span className="font-mono text-sm">{code}</span>{" "}
									<span className="text-muted text-sm">{words.errorStatus({ status, name })}</span>
								</dt>
								<dd>
									<Marked text={meaning} />
								</dd>
							</div>
						))}
					</dl>
				</Section>
			</div>
		</div>
	);
}

function Contents({ operations }: { operations: ReferenceOperation[] }) {
	const tags = [...new Set(operations.map(({ tag }) => tag))];
	return (
		<nav
			aria-label={words.contents}
			className="panel p-4 lg:sticky lg:top-4 lg:max-h-[calc(100vh-2rem)] lg:overflow-y-auto"
		>
			<p>
				<a href="#every-call" className="link">
					{words.everyCall}
				</a>
			</p>
			{tags.map((tag) => (
				<div key={tag} className="mt-3">
					<p className="font-medium text-muted text-sm">{tag}</p>
					<ul className="mt-1 gap-x-4 space-y-1 sm:columns-2 lg:columns-1">
						{operations
							.filter((operation) => operation.tag === tag)
							.map(({ id, summary }) => (
								<li key={id}>
									<a href={`#${id}`} className="link">
										{summary}
									</a>
								</li>
							))}
					</ul>
				</div>
			))}
			<p className="mt-3">
				<a href="#errors" className="link">
					{words.errors}
				</a>
			</p>
			<p className="mt-3 border-line border-t pt-3 text-sm">
				<a href="/openapi.json" className="link">
					/openapi.json
				</a>
			</p>
		</nav>
	);
}

function Section({
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
				<h2 id={`${id}-title`}>{title}</h2>
				{beside}
			</div>
			{children}
		</section>
	);
}

function OperationSection({ operation }: { operation: ReferenceOperation }) {
	const {
		id,
		method,
		path,
		summary,
		description,
		scopes,
		parameters,
		takes,
		gives,
		failures,
		examples,
	} = operation;
	const tryIt = (
		<a href={`/developer/console?operation=${id}`} className="link text-sm">
			{words.tryIt}
			<span className="sr-only">{words.tryWhich({ summary })}</span>
		</a>
	);
	return (
		<Section id={id} title={summary} beside={tryIt}>
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
			{examples.map((example) => (
				<details key={example.name} className="border-line border-t px-4 py-2">
					<summary className="cursor-pointer">{words.example(example)}</summary>
					<div className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-3 xl:grid-cols-2">
						{example.sends !== null && <CodeBlock title={words.sends}>{example.sends}</CodeBlock>}
						<CodeBlock title={words.gets}>{example.gives}</CodeBlock>
					</div>
				</details>
			))}
		</Section>
	);
}

type FieldsProps = {
	title: string;
	fields: (ReferenceField & { example?: string })[];
	about?: string;
	isGiven?: boolean;
};

/**
 * Fields as rows, below a note about all of them. Renders nothing without fields and note. A
 * request marks its required fields, a response its optional ones.
 */
function Fields({ title, fields, about = "", isGiven = false }: FieldsProps) {
	if (fields.length === 0 && about === "") return null;
	return (
		<div className="border-line border-t">
			<h3 className="bg-sunken px-4 py-1.5 font-medium text-muted text-sm">{title}</h3>
			{about !== "" && (
				<p className="border-line border-b px-4 py-1.5 last:border-b-0">
					<Marked text={about} />
				</p>
			)}
			<dl className="divide-y divide-line">
				{fields.map(({ name, type, limits, isRequired, description, example = "" }) => (
					<div key={name} className={ROW}>
						<dt className="[overflow-wrap:anywhere]">
							<span className="font-mono text-sm">{name}</span>
							{isRequired !== isGiven && (
								<span className="text-muted text-sm">
									{" "}
									{isGiven ? words.optional : words.required}
								</span>
							)}
						</dt>
						<dd>
							{description !== "" && <Marked text={description} />}
							<span className="block text-muted text-sm">
								{[type, limits].filter((part) => part !== "").join("; ")}
								{example !== "" && (
									<Sentence of={words.suchAs({ example: <Marked text={`\`${example}\``} /> })} />
								)}
							</span>
						</dd>
					</div>
				))}
			</dl>
		</div>
	);
}
