import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";
import { Notice } from "./notice.tsx";

/** A new secret, such as a key or a link, with a button that copies it. It is shown only once. */
export function SecretNotice({ secret, children }: { secret: string; children: ReactNode }) {
	return (
		<Notice look="good" role="status" focus>
			<div className="[overflow-wrap:anywhere]">{children}</div>
			<p className="mt-2 flex flex-wrap items-center gap-2">
				<code className="select-all break-all rounded bg-surface px-2 py-1 font-mono">
					{secret}
				</code>
				<CopyButton text={secret} />
			</p>
		</Notice>
	);
}
