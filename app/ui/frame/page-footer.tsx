import { THEMES } from "../../domain/people/view-choices.ts";
import { texts } from "../../texts/texts.ts";
import { useView } from "../view-context.ts";
import { ViewForm } from "../view-form.tsx";

const words = texts.pages.shared;
const CHOSEN = "bg-accent-soft font-semibold forced-colors:underline";

/** Below every page of a signed-in user: the keys and the colours. */
export function PageFooter() {
	const { theme } = useView();
	return (
		<footer className="mt-auto border-line border-t text-sm print:hidden">
			<div className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2">
				<a href="/help#keys" className="link">
					{words.keys.title}
				</a>
				<ViewForm className="flex flex-wrap items-center gap-1 sm:ml-auto">
					<span id="theme-label" className="mr-1 text-muted">
						{words.view.theme}
					</span>
					{THEMES.map((name) => (
						<button
							key={name}
							type="submit"
							name="theme"
							value={name}
							aria-pressed={name === theme}
							aria-describedby="theme-label"
							className={`button button-quiet ${name === theme ? CHOSEN : ""}`}
						>
							{words.view.themes[name]}
						</button>
					))}
				</ViewForm>
			</div>
		</footer>
	);
}
