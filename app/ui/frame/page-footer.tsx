import { THEMES } from "../../domain/people/view-choices.ts";
import { texts } from "../../texts/texts.ts";
import { useView } from "../view-context.ts";
import { ViewButtons, ViewForm } from "../view-form.tsx";

const words = texts.pages.shared;

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
					<ViewButtons
						field="theme"
						label={words.view.theme}
						options={THEMES.map((name) => [name, words.view.themes[name]])}
						chosen={theme}
					/>
				</ViewForm>
			</div>
		</footer>
	);
}
