import type { SubmissionResult } from "@conform-to/react";
import { texts } from "../texts/texts.ts";

const words = texts.pages.shared;

/**
 * A form's errors, above the form, with a link to each field (G13). The summary takes the focus
 * when the page opens, with or without JavaScript. Renders nothing without errors.
 */
export function ErrorSummary({
	form,
	labels,
	title = words.notSaved,
}: {
	/** The form from useForm. */
	form: { id: string; errors: string[] | undefined; allErrors: Record<string, string[]> };
	labels: Record<string, { id: string; label: string }>;
	/** The summary's heading: the failed action. */
	title?: string;
}) {
	// In the order of the labels, which is that of the form. Others come last.
	const names = [...new Set([...Object.keys(labels), ...Object.keys(form.allErrors)])];
	const fields = names.flatMap((name) => {
		const messages = form.allErrors[name];
		return name === "" || messages === undefined ? [] : [[name, messages] as const];
	});
	const own = form.errors ?? [];
	if (fields.length === 0 && own.length === 0) return null;
	return (
		<div
			role="alert"
			tabIndex={-1}
			// biome-ignore lint/a11y/noAutofocus: errors are read first, also without JavaScript.
			autoFocus
			data-focus
			className="mb-4 rounded-md border border-danger bg-danger-soft px-4 py-3 text-ink"
		>
			<p className="font-semibold">
				{own.length > 0 && fields.length === 0
					? words.formRefused({ title })
					: words.formRefusedAtFields({ title })}
			</p>
			<ul className="mt-1 list-disc space-y-1 pl-5">
				{own.map((message) => (
					<li key={message}>{message}</li>
				))}
				{fields.map(([name, messages]) =>
					messages.map((message) => (
						<li key={`${name} ${message}`} className="break-words">
							<a href={`#${labels[name]?.id ?? form.id}`} className="link">
								{labels[name]?.label ?? name}: {message}
							</a>
						</li>
					)),
				)}
			</ul>
		</div>
	);
}

/** The errors of a refused form as a whole, in one text. */
export const messageOfReply = (reply: SubmissionResult<string[]>): string =>
	(reply.error?.[""] ?? []).join(" ");
