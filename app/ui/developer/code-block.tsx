import { CopyButton } from "../copy-button.tsx";

const CODE = "whitespace-pre-wrap font-mono text-sm [overflow-wrap:anywhere]";

/** Code or JSON with its title and a button that copies it. */
export function CodeBlock({ title, children }: { title: string; children: string }) {
	return (
		<div>
			<div className="flex items-center justify-between gap-2">
				<p className="text-muted text-sm">{title}</p>
				<CopyButton text={children} className="button-quiet">
					<span className="sr-only"> {title}</span>
				</CopyButton>
			</div>
			<pre className={CODE}>{children}</pre>
		</div>
	);
}
