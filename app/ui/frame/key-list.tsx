import { Fragment } from "react";
import { texts } from "../../texts/texts.ts";
import { useView } from "../view-context.ts";
import { ViewForm } from "../view-form.tsx";

const words = texts.pages.shared.keys;

/** The keys that act on every page, and the button that turns them off or on (WCAG 2.1.4). */
export function KeyList() {
	const { keys } = useView();
	return (
		<>
			<dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1">
				{words.list.map(({ pressed, does }) => (
					<Fragment key={does}>
						<dt className="whitespace-nowrap">
							{pressed.map((key, at) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: `g g` is the same key twice.
								<Fragment key={at}>
									<kbd className={KEY}>{key}</kbd>{" "}
								</Fragment>
							))}
						</dt>
						<dd>{does}</dd>
					</Fragment>
				))}
			</dl>
			<p className="mt-3 text-muted text-sm">{keys ? words.hint : words.isOff}</p>
			<ViewForm className="mt-2">
				<button type="submit" name="keys" value={keys ? "off" : "on"} className="button">
					{keys ? words.turnOff : words.turnOn}
				</button>
			</ViewForm>
		</>
	);
}

const KEY =
	"rounded border border-line-strong border-b-2 bg-sunken px-1.5 font-mono text-[0.9em] text-ink";
