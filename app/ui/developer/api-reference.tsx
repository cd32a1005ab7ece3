import type { ApiReference } from "../../api/openapi/reference.ts";
import type { SampleLanguage } from "../../domain/call-samples.ts";
import { texts } from "../../texts/texts.ts";
import { COLUMNS } from "../layout.ts";
import { Marked, MarkedText } from "../marked-text.tsx";
import { Fields, ROW } from "./field-rows.tsx";
import { OperationSection, Section } from "./operation-section.tsx";
import { ReferenceContents } from "./reference-contents.tsx";

const words = texts.pages.developer.reference;

type Props = {
	/** What the search found; without a search, all of it. */
	reference: ApiReference;
	q: string;
	language: SampleLanguage;
	/** The code of each call, by the ID of its operation. */
	samples: Record<string, string>;
};

/** Every endpoint of the API on one page, for reading and searching (C13). */
export function ApiReferencePage({ reference, q, language, samples }: Props) {
	const { description, operations, callHeaders, answerHeaders, errors } = reference;
	const query = q === "" ? "" : `${new URLSearchParams({ q })}&`;
	return (
		<div className={`${COLUMNS} lg:grid-cols-[17rem_minmax(0,1fr)]`}>
			<ReferenceContents operations={operations} q={q} language={language} />
			<div className="space-y-6 [overflow-wrap:anywhere]">
				{q === "" && (
					<Section id="every-call" title={words.everyCall}>
						<div className="px-4 py-3">
							<MarkedText text={description} />
						</div>
						<Fields title={words.callHeaders} fields={callHeaders} />
						<Fields title={words.answerHeaders} fields={answerHeaders} isGiven />
					</Section>
				)}
				{operations.length === 0 && (
					<section className="panel px-4 py-12 text-center" aria-label={words.contents}>
						<p>{words.nothingFound({ q })}</p>
					</section>
				)}
				{operations.map((operation) => (
					<OperationSection
						key={operation.id}
						operation={operation}
						sample={{ language, query, code: samples[operation.id] ?? "" }}
					/>
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
