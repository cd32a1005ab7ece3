import type { ReactNode } from "react";
import { texts } from "../texts/texts.ts";

const words = texts.pages.shared;

/**
 * A search as a plain GET form, so each search has a URL. `keep` holds the URL's other parameters.
 */
export function SearchForm({
	q,
	label,
	clearTo,
	keep = {},
	line = "below",
	isFiltered = q !== "",
	action,
	children,
}: {
	q: string;
	label: string;
	clearTo: string;
	keep?: Record<string, string>;
	/** The side of the border line: toward the neighbour without its own border. */
	line?: "above" | "below";
	/** Whether there is anything to clear. */
	isFiltered?: boolean;
	/** The page with the results, if not the present one. */
	action?: string;
	/** Further fields. */
	children?: ReactNode;
}) {
	return (
		<search className={`block border-line px-4 py-2 ${line === "above" ? "border-t" : "border-b"}`}>
			<form action={action} className="flex flex-wrap items-center gap-2">
				{Object.entries(keep).map(([name, value]) => (
					<input key={name} type="hidden" name={name} value={value} />
				))}
				<input
					type="search"
					name="q"
					defaultValue={q}
					aria-label={label}
					placeholder={label}
					maxLength={100}
					className="input min-w-40 max-w-72 flex-1"
				/>
				{children}
				<button type="submit" className="button">
					{words.search}
				</button>
				{isFiltered && (
					<a href={clearTo} className="link text-sm">
						{words.clear}
					</a>
				)}
			</form>
		</search>
	);
}
