import { Notice } from "../notice.tsx";

export type ShownAnswer = {
	status: number;
	headers: [name: string, value: string][];
	body: string;
	milliseconds: number;
};

/** What came back of a call, and the command that sends the same (C13). */
export function ConsoleAnswer({ answer, curl }: { answer: ShownAnswer; curl: string }) {
	return (
		<div className="space-y-6">
			<section className="panel" aria-labelledby="answer">
				<div className="px-4 pt-4">
					<Notice look={answer.status < 400 ? "good" : "warn"} role="status" focus>
						<h2 id="answer">
							<span className="font-mono">{answer.status}</span>{" "}
							<span className="figures font-normal text-sm">
								in {answer.milliseconds.toLocaleString("en-US")} ms
							</span>
						</h2>
					</Notice>
				</div>
				<pre className="whitespace-pre-wrap px-4 pb-3 font-mono text-sm [overflow-wrap:anywhere]">
					{answer.body}
				</pre>
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
					The same from a shell
				</h2>
				<div className="px-4 py-3">
					<pre className="select-all whitespace-pre-wrap font-mono text-sm [overflow-wrap:anywhere]">
						{curl}
					</pre>
					<p className="mt-2 text-muted text-sm">
						<code className="font-mono">KEY</code> is a variable of the shell:{" "}
						<code className="font-mono">read -rs KEY</code>, and paste the key.
					</p>
				</div>
			</section>
		</div>
	);
}
