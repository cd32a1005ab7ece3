import type { ReactNode } from "react";
import { isSearch, type RecordField, type RecordView } from "../../domain/records/record-view.ts";

import { texts } from "../../texts/texts.ts";

const words = texts.pages.shared;
const FIELDS = "grid grid-cols-[repeat(auto-fill,minmax(min(100%,15rem),1fr))]";

/**
 * The filter of a list of records. It is a GET form, so each search has a URL and works without
 * JavaScript.
 */
export function RecordFilterForm({
	view,
	path,
	children,
}: {
	view: RecordView;
	path: string;
	children: ReactNode;
}) {
	return (
		<search className="block border-line border-b px-4 py-3 print:hidden">
			<form action={path} className={`${FIELDS} items-start gap-x-4 gap-y-2`}>
				{children}
				<p className="flex items-center gap-3 self-end">
					<button type="submit" className="button button-primary">
						{words.search}
					</button>
					{isSearch(view) && (
						<a href={path} className="link text-sm">
							{words.clear}
						</a>
					)}
				</p>
			</form>
		</search>
	);
}

type Asked = { view: RecordView; name: RecordField; label: string };

/** A field of the filter, with its error. */
export function FilterField({
	view,
	name,
	label,
	type = "search",
	list,
}: Asked & { type?: "search" | "tel" | "datetime-local"; list?: string[] }) {
	const problem = view.problems[name];
	// Browsers show an invalid time as an empty field.
	const value = type === "datetime-local" && problem !== undefined ? "" : view.typed[name];
	return (
		<div className="min-w-0">
			<label htmlFor={`filter-${name}`} className="mb-0.5 block text-muted text-sm">
				{label}
			</label>
			<input
				id={`filter-${name}`}
				{...{ type, name }}
				step={type === "datetime-local" ? 1 : undefined}
				defaultValue={value}
				maxLength={type === "datetime-local" ? undefined : 200}
				autoComplete="off"
				list={list && `filter-${name}-list`}
				aria-invalid={problem === undefined ? undefined : true}
				aria-describedby={problem === undefined ? undefined : `filter-${name}-problem`}
				className="input"
			/>
			{list && (
				<datalist id={`filter-${name}-list`}>
					{list.map((option) => (
						<option key={option} value={option} />
					))}
				</datalist>
			)}
			{problem !== undefined && (
				<p
					id={`filter-${name}-problem`}
					className="mt-0.5 text-danger text-sm [overflow-wrap:anywhere]"
				>
					{problem}
				</p>
			)}
		</div>
	);
}

/**
 * A select of the filter: values with their labels. The value in force is selected, even if the URL
 * has none.
 */
export function FilterChoice({
	name,
	label,
	chosen,
	options,
}: Omit<Asked, "view"> & {
	chosen: string;
	options: readonly (readonly [value: string, word: string])[];
}) {
	return (
		<div className="min-w-0">
			<label htmlFor={`filter-${name}`} className="mb-0.5 block text-muted text-sm">
				{label}
			</label>
			<select id={`filter-${name}`} name={name} defaultValue={chosen} className="input">
				{options.map(([value, word]) => (
					<option key={value} value={value}>
						{word}
					</option>
				))}
			</select>
		</div>
	);
}
