import { texts } from "../../texts/texts.ts";

const words = texts.pages.developer.console;

type Choice = { id: string; tag: string; method: string; summary: string };

/** The choice of an endpoint. It is a GET form, so each endpoint has a URL. */
export function ConsoleChoice({ choices, chosen }: { choices: Choice[]; chosen: string }) {
	const tags = [...new Set(choices.map(({ tag }) => tag))];
	return (
		<form className="mb-4 flex flex-wrap items-end gap-2">
			<div className="min-w-0">
				<label htmlFor="operation" className="mb-0.5 block text-muted text-sm">
					{words.endpoint}
				</label>
				<select id="operation" name="operation" defaultValue={chosen} className="input">
					{tags.map((tag) => (
						<optgroup key={tag} label={tag}>
							{choices
								.filter((choice) => choice.tag === tag)
								.map(({ id, method, summary }) => (
									<option key={id} value={id}>
										{words.withMethod({ summary, method })}
									</option>
								))}
						</optgroup>
					))}
				</select>
			</div>
			<button type="submit" className="button">
				{words.choose}
			</button>
		</form>
	);
}
