import type { ReferenceOperation } from "../../api/openapi/reference.ts";
import { texts } from "../../texts/texts.ts";
import { Marked } from "../marked-text.tsx";
import { Sentence } from "../sentence.tsx";

const words = texts.pages.developer.console;

type Input = { parameters: Record<string, string>; body: string };
type Props = {
	operation: ReferenceOperation;
	example: string;
	input: Input;
	problems: Record<string, string>;
	/** Whether the reader may make API keys (R1). */
	canMakeKeys: boolean;
};

/**
 * A form for a call to one endpoint (C13). The API key's field is always empty, because the key is
 * not stored.
 */
export function ConsoleForm({ operation, example, input, problems, canMakeKeys }: Props) {
	const { id, method, path, summary, parameters, takes, examples, scopes } = operation;
	const scopesInWords = texts.pages.developer.reference.oneOfScopes({ scopes });
	return (
		<section aria-labelledby="call-heading" className="panel p-4 [overflow-wrap:anywhere]">
			<h2 id="call-heading">{summary}</h2>
			<p className="mt-1 font-mono text-sm [overflow-wrap:anywhere]">
				<span className="font-semibold">{method}</span> {path}
			</p>
			<p className="mt-1 mb-3 text-sm">
				<a href={`/developer#${id}`} className="link">
					{words.reference}
				</a>
			</p>
			{takes && examples.length > 1 && (
				<p className="mb-3 text-sm [overflow-wrap:anywhere]">
					{words.examples}{" "}
					{examples.map(({ name, summary: what }, index) => (
						<span key={name}>
							{index > 0 && " · "}
							<a
								href={`?operation=${id}&example=${encodeURIComponent(name)}`}
								className="link"
								aria-current={name === example ? "true" : undefined}
							>
								{what}
							</a>
						</span>
					))}
				</p>
			)}
			<form
				method="post"
				action={`?operation=${id}&example=${encodeURIComponent(example)}`}
				className="space-y-4"
			>
				{Object.keys(problems).length > 0 && (
					<div
						role="alert"
						tabIndex={-1}
						// biome-ignore lint/a11y/noAutofocus: errors are read first, also without JavaScript.
						autoFocus
						data-focus
						className="rounded-md border border-danger bg-danger-soft px-4 py-3"
					>
						<p className="font-semibold">{words.refused}</p>
						<ul className="mt-1 list-disc pl-5">
							{Object.entries(problems).map(([field, problem]) => (
								<li key={field}>
									<a href={`#${field}`} className="link">
										{problem}
									</a>
								</li>
							))}
						</ul>
					</div>
				)}
				<div>
					<label htmlFor="key" className="mb-1 block font-medium">
						{words.key}
					</label>
					<input
						id="key"
						name="key"
						type="text"
						autoComplete="off"
						spellCheck={false}
						aria-describedby="key-hint"
						className="input secret"
					/>
					<p id="key-hint" className="mt-1 text-muted text-sm">
						<Sentence of={words.keyHint({ scopes: <Marked text={scopesInWords} /> })} />
						{canMakeKeys && (
							<>
								{" "}
								<a href="/settings/api-keys" className="link">
									{words.makeKey}
								</a>
							</>
						)}
					</p>
				</div>
				{parameters.map(({ name, place, description, isRequired }) => {
					const field = `${place}-${name}`;
					const problem = problems[field];
					return (
						<div key={field}>
							<label htmlFor={field} className="mb-1 block font-medium">
								<span className="font-mono text-sm">{name}</span>{" "}
								<span className="font-normal text-muted text-sm">
									{words.parameter({ place, isRequired })}
								</span>
							</label>
							<input
								id={field}
								name={field}
								type="text"
								autoComplete="off"
								defaultValue={input.parameters[field] ?? ""}
								aria-invalid={problem === undefined ? undefined : true}
								aria-describedby={`${field}-hint`}
								className="input"
							/>
							<p id={`${field}-hint`} className="mt-1 text-muted text-sm">
								{problem && <span className="block text-danger">{problem}</span>}
								<Marked text={description} />
							</p>
						</div>
					);
				})}
				{takes && (
					<div>
						<label htmlFor="body" className="mb-1 block font-medium">
							{words.body} <span className="font-normal text-muted text-sm">{takes.type}</span>
						</label>
						<textarea
							id="body"
							name="body"
							rows={Math.min(20, Math.max(6, input.body.split("\n").length + 1))}
							spellCheck={false}
							defaultValue={input.body}
							aria-invalid={problems.body === undefined ? undefined : true}
							aria-describedby={problems.body === undefined ? undefined : "body-problem"}
							className="input font-mono text-sm"
						/>
						{problems.body && (
							<p id="body-problem" className="mt-1 text-danger text-sm">
								{problems.body}
							</p>
						)}
					</div>
				)}
				<button type="submit" className="button button-primary">
					{words.send}
				</button>
			</form>
		</section>
	);
}
