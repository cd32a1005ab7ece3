import { FIRST_STEPS, type FirstStep, type StepsDone } from "../../domain/home/first-steps.ts";
import { texts } from "../../texts/texts.ts";
import { PANEL_HEAD } from "../layout.ts";

const words = texts.pages.home.steps;

/** Where each step is taken. */
const PLACES: Record<FirstStep, string> = {
	group: "/tools/click-to-call-in/new",
	key: "/settings/api-keys",
	request: "/developer/console",
	"phone-system": "/settings/phone-systems",
	call: "/developer/caller",
};

/** What a new installation needs, in order, and what of it is done (G17). */
export function FirstSteps({ done }: { done: StepsDone }) {
	const next = FIRST_STEPS.find((step) => !done[step]);
	return (
		<section aria-labelledby="steps-heading" className="panel mb-6">
			<div className={PANEL_HEAD}>
				<h2 id="steps-heading">{words.heading}</h2>
				<p className="text-muted text-sm">{words.explains}</p>
			</div>
			<ol className="divide-y divide-line">
				{FIRST_STEPS.map((step) => (
					<li
						key={step}
						className="flex flex-wrap items-baseline gap-x-3 px-4 py-2"
						aria-current={step === next ? "step" : undefined}
					>
						<span aria-hidden="true" className={done[step] ? "text-good" : "text-muted"}>
							{done[step] ? "✓" : "○"}
						</span>
						<span className={step === next ? "font-semibold" : ""}>
							{done[step] ? (
								<>
									<span className="sr-only">{words.done}</span>
									{words[step].name}
								</>
							) : (
								<a href={PLACES[step]} className="link">
									{words[step].name}
								</a>
							)}
						</span>
						{!done[step] && <span className="text-muted text-sm">{words[step].hint}</span>}
					</li>
				))}
			</ol>
		</section>
	);
}
