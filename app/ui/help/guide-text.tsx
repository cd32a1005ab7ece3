import { Fragment, type ReactNode } from "react";
import type { Block, Inline } from "../../domain/help/guide.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.help;

/** Lines that are easy to read. Tables and code may be wider. */
const PROSE = "max-w-[75ch]";

/** The content of a guide. Headings are anchors. */
export function GuideText({ blocks }: { blocks: Block[] }) {
	return <div className="guide space-y-3 [overflow-wrap:anywhere]">{blocks.map(blockOf)}</div>;
}

// A guide never changes on the page, so the place of a part is its key.
function blockOf(block: Block, key: number): ReactNode {
	switch (block.kind) {
		case "heading":
			return <Heading key={key} {...block} />;
		case "paragraph":
			return (
				<p key={key} className={PROSE}>
					<Inlines parts={block.text} />
				</p>
			);
		case "code":
			return (
				<pre
					key={key}
					className="whitespace-pre-wrap rounded bg-sunken px-3 py-2 font-mono text-sm"
				>
					{block.text}
				</pre>
			);
		case "list": {
			const items = block.items.map((item, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: as above.
				<li key={at} className="space-y-2">
					{item.map(blockOf)}
				</li>
			));
			return block.isOrdered ? (
				<ol key={key} start={block.start} className={`${PROSE} list-decimal space-y-1 pl-6`}>
					{items}
				</ol>
			) : (
				<ul key={key} className={`${PROSE} list-disc space-y-1 pl-5`}>
					{items}
				</ul>
			);
		}
		case "table":
			return <Table key={key} {...block} />;
	}
}

function Heading({ level, id, text }: Extract<Block, { kind: "heading" }>) {
	const Name = level <= 2 ? "h2" : "h3";
	return (
		<Name id={id} className={level <= 2 ? "pt-5 text-lg first:pt-0" : "pt-3 font-semibold"}>
			<a href={`#${id}`} className="hover:underline">
				<Inlines parts={text} />
			</a>
		</Name>
	);
}

function Table({ number, head, rows }: Extract<Block, { kind: "table" }>) {
	return (
		<section
			className="overflow-x-auto rounded border border-line"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users must be able to scroll.
			tabIndex={0}
			aria-label={words.table({ number })}
		>
			<table className="w-full min-w-[32rem] text-left text-sm [overflow-wrap:break-word]">
				<thead className="border-line border-b bg-sunken text-muted">
					<tr>
						{head.map((cell, at) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: as above.
							<th key={at} scope="col" className="px-3 py-1.5 font-medium">
								<Inlines parts={cell} />
							</th>
						))}
					</tr>
				</thead>
				<tbody className="divide-y divide-line">
					{rows.map((row, at) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: as above.
						<tr key={at} className="align-top">
							{row.map((cell, column) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: as above.
								<td key={column} className="px-3 py-1.5">
									<Inlines parts={cell} />
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

/** Words of a guide with their form. */
export function Inlines({ parts }: { parts: Inline[] }) {
	return (
		<>
			{parts.map((part, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: as above.
				<Fragment key={at}>{inlineOf(part)}</Fragment>
			))}
		</>
	);
}

function inlineOf(part: Inline): ReactNode {
	switch (part.kind) {
		case "text":
			return part.text;
		case "code":
			return <code className="rounded bg-sunken px-0.5 font-mono text-[0.9em]">{part.text}</code>;
		case "strong":
			return (
				<strong>
					<Inlines parts={part.parts} />
				</strong>
			);
		case "emphasis":
			return (
				<em>
					<Inlines parts={part.parts} />
				</em>
			);
		case "link":
			return (
				<a href={part.href} className="link">
					<Inlines parts={part.parts} />
				</a>
			);
	}
}
