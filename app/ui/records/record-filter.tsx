import type { ReactNode } from "react";
import { isSearch, type RecordField, type RecordView } from "../../domain/records/record-view.ts";

import { texts } from "../../texts/texts.ts";

const words = texts.pages.shared;
const FIELDS = "grid grid-cols-[repeat(auto-fill,minmax(min(100%,15rem),1fr))]";

/**
 * The filter of a list of records. It is a GET form, so each search has a URL and works without
 * JavaScript. On a phone it is folded; errors unfold it.
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
	const { address } = view.problems;
	const isWrong = Object.keys(view.problems).length > 0;
	return (
		<search className="block border-line border-b px-4 py-3 print:hidden">
			<details className="folded-filter" open={isWrong}>
				<summary>{words.filters}</summary>
				<form action={path} className={`${FIELDS} items-start gap-x-4 gap-y-2`}>
					{children}
					<p className="flex items-center gap-3 self-end">
						<button type="submit" className="button button-primary">
							{words.search}
						</button>
						{(isSearch(view) || isWrong) && (
							<a href={path} className="link text-sm">
								{words.clear}
							</a>
						)}
					</p>
				</form>
				{address !== undefined && (
					<p role="alert" className="mt-2 text-danger text-sm [overflow-wrap:anywhere]">
						{address}
					</p>
				)}
			</details>
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
	placeholder,
}: Asked & { type?: "search" | "tel" | "text"; list?: string[]; placeholder?: string }) {
	const problem = view.problems[name];
	return (
		<div className="min-w-0">
			<label htmlFor={`filter-${name}`} className="mb-0.5 block text-muted text-sm">
				{label}
			</label>
			<input
				id={`filter-${name}`}
				{...{ type, name, placeholder }}
				defaultValue={view.typed[name]}
				maxLength={200}
				autoComplete="off"
				list={list && `filter-${name}-list`}
				{...ariaOf(name, problem)}
				className="input"
			/>
			{list && (
				<datalist id={`filter-${name}-list`}>
					{list.map((option) => (
						<option key={option} value={option} />
					))}
				</datalist>
			)}
			<Problem name={name} problem={problem} />
		</div>
	);
}

/** A field for a phone number, its beginning, or its last four digits. */
export const FilterNumber = (asked: Asked) => (
	<FilterField {...asked} type="tel" placeholder={texts.pages.records.filter.numberPlaceholder} />
);

/** A field for a time, or for a date as a whole. */
export const FilterTime = (asked: Asked) => (
	<FilterField {...asked} type="text" placeholder={words.timePlaceholder} />
);

const ariaOf = (name: RecordField, problem: string | undefined) => ({
	"aria-invalid": problem === undefined ? undefined : (true as const),
	"aria-describedby": problem === undefined ? undefined : `filter-${name}-problem`,
});

function Problem({ name, problem }: { name: RecordField; problem: string | undefined }) {
	if (problem === undefined) return null;
	return (
		<p
			id={`filter-${name}-problem`}
			className="mt-0.5 text-danger text-sm [overflow-wrap:anywhere]"
		>
			{problem}
		</p>
	);
}

/**
 * A select of the filter: values with their labels. The value in force is selected, even if the URL
 * has none. A value that is no choice stands in it as it was asked for, with its error.
 */
export function FilterChoice({
	view,
	name,
	label,
	chosen,
	options,
}: Asked & {
	chosen: string;
	options: readonly (readonly [value: string, word: string])[];
}) {
	const problem = view.problems[name];
	const typed = view.typed[name];
	const shown = problem === undefined ? options : [[typed, typed] as const, ...options];
	return (
		<div className="min-w-0">
			<label htmlFor={`filter-${name}`} className="mb-0.5 block text-muted text-sm">
				{label}
			</label>
			<select
				id={`filter-${name}`}
				name={name}
				defaultValue={problem === undefined ? chosen : typed}
				{...ariaOf(name, problem)}
				className="input"
			>
				{shown.map(([value, word]) => (
					<option key={value} value={value}>
						{word}
					</option>
				))}
			</select>
			<Problem name={name} problem={problem} />
		</div>
	);
}
