import type { ReactNode } from "react";
import type { ApiReference, ReferenceOperation } from "../../api/openapi/reference.ts";
import type { ReferenceField } from "../../api/openapi/reference-fields.ts";
import { Marked, MarkedText } from "../marked-text.tsx";

/** Every endpoint of the API on one page, to be read and searched (C13). */
export function ApiReferencePage({ reference }: { reference: ApiReference }) {
	const { description, operations, callHeaders, answerHeaders, errors } = reference;
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
			<Contents operations={operations} />
			<div className="space-y-6 [overflow-wrap:anywhere]">
				<Section id="every-call" title="Every call">
					<div className="px-4 py-3">
						<MarkedText text={description} />
					</div>
					<Fields title="Headers of a call" fields={callHeaders} />
					<Fields title="Headers of an answer" fields={answerHeaders} isGiven />
				</Section>
				{operations.map((operation) => (
					<OperationSection key={operation.id} operation={operation} />
				))}
				<Section id="errors" title="Errors">
					<dl className="figures divide-y divide-line">
						{errors.map(({ code, status, name, meaning }) => (
							<div
								key={code}
								id={`error-${code}`}
								className="grid grid-cols-[minmax(0,1fr)] gap-x-4 px-4 py-1.5 sm:grid-cols-[16rem_minmax(0,1fr)]"
							>
								<dt>
									<span className="font-mono text-sm">{code}</span>{" "}
									<span className="text-muted text-sm">
										{status}, {name}
									</span>
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
			aria-label="Endpoints"
			className="panel p-4 lg:sticky lg:top-4 lg:max-h-[calc(100vh-2rem)] lg:overflow-y-auto"
		>
			<p>
				<a href="#every-call" className="link">
					Every call
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
					Errors
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
			<div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b px-4 py-2">
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
			Try it<span className="sr-only"> in the console: {summary}</span>
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
					Scope: <Marked text={scopes.map((scope) => `\`${scope}\``).join(" or ")} />
				</p>
			</div>
			<Fields title="In the path" fields={parameters.filter(({ place }) => place === "path")} />
			<Fields title="In the query" fields={parameters.filter(({ place }) => place === "query")} />
			<Fields title="Headers" fields={parameters.filter(({ place }) => place === "header")} />
			{takes && <Fields title={`Body: ${takes.type}`} about={takes.about} fields={takes.fields} />}
			<Fields
				title={`Answer ${gives.status}: ${gives.type}${gives.fields.length > 0 ? ", in data" : ""}`}
				about={gives.about}
				fields={gives.fields}
				isGiven
			/>
			<div className="border-line border-t px-4 py-2 text-sm">
				Errors:{" "}
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
					<summary className="cursor-pointer">Example: {example.summary}</summary>
					<div className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-3 xl:grid-cols-2">
						{example.sends !== null && <Code title="Sends">{example.sends}</Code>}
						<Code title="Gets">{example.gives}</Code>
					</div>
				</details>
			))}
		</Section>
	);
}

function Code({ title, children }: { title: string; children: string }) {
	return (
		<div>
			<p className="text-muted text-sm">{title}</p>
			<pre className="whitespace-pre-wrap rounded bg-sunken px-3 py-2 font-mono text-sm [overflow-wrap:anywhere]">
				{children}
			</pre>
		</div>
	);
}

type FieldsProps = {
	title: string;
	fields: (ReferenceField & { example?: string })[];
	about?: string;
	isGiven?: boolean;
};

/**
 * Fields as rows, with what is to be said of all of them; nothing where there is neither. What an
 * answer always has is not called required.
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
					<div
						key={name}
						className="grid grid-cols-[minmax(0,1fr)] gap-x-4 px-4 py-1.5 sm:grid-cols-[16rem_minmax(0,1fr)]"
					>
						<dt className="[overflow-wrap:anywhere]">
							<span className="font-mono text-sm">{name}</span>
							{isRequired !== isGiven && (
								<span className="text-muted text-sm">{isGiven ? " optional" : " required"}</span>
							)}
						</dt>
						<dd>
							{description !== "" && <Marked text={description} />}
							<span className="block text-muted text-sm">
								{[type, limits].filter((part) => part !== "").join("; ")}
								{example !== "" && (
									<>
										; such as <Marked text={`\`${example}\``} />
									</>
								)}
							</span>
						</dd>
					</div>
				))}
			</dl>
		</div>
	);
}
