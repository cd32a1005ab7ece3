import { useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { ROW_COUNTS } from "../domain/people/view-choices.ts";
import { texts } from "../texts/texts.ts";
import { useView } from "./view-context.ts";

const words = texts.pages.shared.view;

/**
 * A form that changes how this browser shows the pages. It leads back to the present page, or to
 * `next`.
 */
export function ViewForm({
	next,
	className,
	children,
}: {
	next?: string;
	className?: string;
	children: ReactNode;
}) {
	const { pathname, search } = useLocation();
	return (
		<form method="post" action="/view" className={className}>
			<input type="hidden" name="next" value={next ?? pathname + search} />
			{children}
		</form>
	);
}

/** How many rows a page of a long list has, as buttons. The list begins anew at its first page. */
export function RowCountForm() {
	const { rows } = useView();
	const { pathname, search } = useLocation();
	const first = new URLSearchParams(search);
	for (const name of ["page", "after", "before"]) first.delete(name);
	return (
		<ViewForm next={`${pathname}?${first}`} className="flex flex-wrap items-center gap-1 text-sm">
			<ViewButtons
				field="rows"
				label={words.rows}
				options={ROW_COUNTS.map((count) => [count, String(count)])}
				chosen={rows}
			/>
		</ViewForm>
	);
}

/** The options of one choice of a `ViewForm`, as buttons. */
export function ViewButtons<Value extends string | number>({
	field,
	label,
	options,
	chosen,
}: {
	field: string;
	label: string;
	options: readonly (readonly [value: Value, word: string])[];
	chosen: Value;
}) {
	return (
		<>
			<span id={`view-${field}`} className="mr-1 text-muted">
				{label}
			</span>
			{options.map(([value, word]) => (
				<button
					key={value}
					type="submit"
					name={field}
					value={value}
					aria-pressed={value === chosen}
					aria-describedby={`view-${field}`}
					className={`button button-quiet ${value === chosen ? CHOSEN : ""}`}
				>
					{word}
				</button>
			))}
		</>
	);
}

const CHOSEN = "bg-accent-soft font-semibold forced-colors:underline";
