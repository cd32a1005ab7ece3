import { CopyButton } from "../copy-button.tsx";

const CODE = "whitespace-pre-wrap font-mono text-sm [overflow-wrap:anywhere]";

/** Code or JSON with its title and a button that copies it. */
export function CodeBlock({ title, children }: { title: string; children: string }) {
	return (
		<div>
			<div className="flex items-center justify-between gap-2">
				<p className="min-w-0 text-muted text-sm [overflow-wrap:anywhere]">{title}</p>
				<CopyButton text={children} className="button-quiet relative shrink-0">
					<span className="sr-only"> {title}</span>
				</CopyButton>
			</div>
			<pre className={CODE}>{children}</pre>
		</div>
	);
}
