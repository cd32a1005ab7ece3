import { SAMPLE_LANGUAGES, type SampleLanguage } from "../../domain/call-samples.ts";
import { texts } from "../../texts/texts.ts";
import { Notice } from "../notice.tsx";
import { Sentence } from "../sentence.tsx";
import { CodeBlock } from "./code-block.tsx";

const { console: words, reference } = texts.pages.developer;

export type ShownAnswer = {
	status: number;
	headers: [name: string, value: string][];
	body: string;
	milliseconds: number;
};

/** A further call with the ID that an answer has. */
export type NextLink = { summary: string; query: string };

type Props = {
	answer: ShownAnswer;
	samples: Record<SampleLanguage, string>;
	next: readonly NextLink[];
};

/** The response to a call, the calls that go on with it, and the same call elsewhere (C13). */
export function ConsoleAnswer({ answer, samples, next }: Props) {
	return (
		<div className="space-y-6">
			<section className="panel" aria-labelledby="answer">
				<div className="px-4 pt-4">
					<Notice look={answer.status < 400 ? "good" : "warn"} role="status" focus>
						<h2 id="answer">
							<span className="font-mono">{answer.status}</span>{" "}
							<span className="figures font-normal text-sm">{words.duration(answer)}</span>
						</h2>
					</Notice>
				</div>
				<div className="px-4 pb-3">
					{next.length > 0 && (
						<p className="mb-2 text-sm [overflow-wrap:anywhere]">
							{words.next}{" "}
							{next.map(({ summary, query }, index) => (
								<span key={query}>
									{index > 0 && " · "}
									<a href={`?${query}`} className="link">
										{summary}
									</a>
								</span>
							))}
						</p>
					)}
					<CodeBlock title={words.answerBody}>{answer.body}</CodeBlock>
				</div>
				<dl className="border-line border-t px-4 py-2 font-mono text-sm">
					{answer.headers.map(([name, value]) => (
						<div key={name} className="[overflow-wrap:anywhere]">
							<dt className="inline text-muted">{name}:</dt> <dd className="inline">{value}</dd>
						</div>
					))}
				</dl>
			</section>
			<section className="panel" aria-labelledby="elsewhere">
				<h2 id="elsewhere" className="border-line border-b px-4 py-2">
					{words.elsewhere}
				</h2>
				<div className="space-y-3 px-4 py-3">
					{SAMPLE_LANGUAGES.map((language) => (
						<CodeBlock key={language} title={reference.languages[language]}>
							{samples[language]}
						</CodeBlock>
					))}
					<p className="mt-2 text-muted text-sm">
						<Sentence
							of={words.keyHintElsewhere({
								variable: <code className="font-mono">KEY</code>,
								command: <code className="font-mono">read -rs KEY</code>,
							})}
						/>
					</p>
				</div>
			</section>
		</div>
	);
}
