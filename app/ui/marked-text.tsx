import { Fragment } from "react";

/** The Markdown of descriptions: paragraphs, lists and `code`. */
export function MarkedText({ text }: { text: string }) {
	return (
		<div className="space-y-2">
			{blocksOf(text).map((block) =>
				block.isList ? (
					<ul key={block.lines.join()} className="list-disc space-y-1 pl-5">
						{block.lines.map((line) => (
							<li key={line}>
								<Marked text={line} />
							</li>
						))}
					</ul>
				) : (
					<p key={block.lines.join()}>
						<Marked text={block.lines.join(" ")} />
					</p>
				),
			)}
		</div>
	);
}

function blocksOf(text: string): { isList: boolean; lines: string[] }[] {
	return text.split(/\n{2,}/).map((block) => {
		const lines = block.split("\n");
		const isList = lines.every((line) => line.startsWith("- "));
		return { isList, lines: isList ? lines.map((line) => line.slice(2)) : lines };
	});
}

/** One line, split at its backticks. Every second piece is code. */
export function Marked({ text }: { text: string }) {
	const pieces = text.split("`");
	return (
		<>
			{pieces.map((piece, at) =>
				at % 2 === 1 ? (
					// biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places.
					<code key={at} className="rounded bg-sunken px-0.5 font-mono text-[0.9em]">
						{piece}
					</code>
				) : (
					// biome-ignore lint/suspicious/noArrayIndexKey: as above.
					<Fragment key={at}>{piece}</Fragment>
				),
			)}
		</>
	);
}
