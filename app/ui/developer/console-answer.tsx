import { texts } from "../../texts/texts.ts";
import { Notice } from "../notice.tsx";
import { Sentence } from "../sentence.tsx";
import { CodeBlock } from "./code-block.tsx";

const words = texts.pages.developer.console;

export type ShownAnswer = {
	status: number;
	headers: [name: string, value: string][];
	body: string;
	milliseconds: number;
};

/** The response to a call, and the command for the same call (C13). */
export function ConsoleAnswer({ answer, curl }: { answer: ShownAnswer; curl: string }) {
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
			<section className="panel" aria-labelledby="curl">
				<h2 id="curl" className="border-line border-b px-4 py-2">
					{words.shell}
				</h2>
				<div className="px-4 py-3">
					<CodeBlock title={words.command}>{curl}</CodeBlock>
					<p className="mt-2 text-muted text-sm">
						<Sentence
							of={words.shellHint({
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
