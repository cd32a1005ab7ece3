import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";
import { TermOr } from "./term.tsx";

/** A column that sorts: the direction of its present order, and the link to the next one. */
export type SortedColumn = {
	name: string;
	direction: "ascending" | "descending" | undefined;
	href: string;
};
export type Column = string | SortedColumn;

/** A column in a list that is sorted by `sort`. Its link turns its own order round. */
export function sortedColumn<Sort extends string>(
	name: string,
	sort: `-${Sort}` | Sort,
	by: Sort,
	href: (next: `-${Sort}` | Sort) => string,
): SortedColumn {
	const direction = sort === by ? "ascending" : sort === `-${by}` ? "descending" : undefined;
	return { name, direction, href: href(direction === "descending" ? by : `-${by}`) };
}

/**
 * The frame of a table of records. In a narrow place the cells of a row stand below each other,
 * each with its column's name (app.css). On wide pages it scrolls sideways on its own. A refresh
 * recognises rows by their keys.
 */
export function RecordTable({
	label,
	columns,
	children,
}: {
	label: string;
	columns: Column[];
	children: ReactNode;
}) {
	return (
		// `relative`: otherwise the hidden text for screen readers would not scroll with the table, and
		// would widen the page.
		<section
			className="@container/records relative overflow-x-auto"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users must be able to scroll.
			tabIndex={0}
			aria-label={label}
		>
			<table className="records figures w-full whitespace-nowrap text-left text-sm">
				<thead className="border-line border-b bg-sunken text-muted">
					<tr>
						{columns.map((column) =>
							typeof column === "string" ? (
								<th key={column} scope="col" className={`${CELL} py-2 font-medium`}>
									<TermOr text={column} />
								</th>
							) : (
								<SortHeading key={column.name} {...column} />
							),
						)}
					</tr>
				</thead>
				<tbody className="divide-y divide-line">{children}</tbody>
			</table>
		</section>
	);
}

// The outer cells line up with the content above and below the table.
const CELL = "px-3 first:pl-4 last:pr-4";

type Named = {
	/** The column's name, for narrow places. Null for the first cell: it heads the row. */
	of: string | null;
};

function SortHeading({ name, direction, href }: SortedColumn) {
	return (
		<th scope="col" aria-sort={direction} className={`${CELL} py-2 font-medium`}>
			<a href={href} className="way">
				{name}
				<span aria-hidden="true">
					{direction === undefined ? "" : direction === "ascending" ? " ↑" : " ↓"}
				</span>
			</a>
		</th>
	);
}

export function Cell({
	of,
	children,
	className = "",
}: Named & { children?: ReactNode; className?: string }) {
	return (
		<td data-caption={of ?? undefined} className={`${CELL} py-2 ${className}`}>
			{children}
		</td>
	);
}

/** The cell of a row's button. In a narrow place it stands beside the row's first cell. */
export function ActionCell({ children }: { children: ReactNode }) {
	return <td className={`beside ${CELL} py-1`}>{children}</td>;
}

/**
 * A name that may be long. It is truncated at the cell's maximum width. The title has the whole
 * name, and a narrow place shows it whole.
 */
export function NameCell({
	of,
	name,
	className = "max-w-72",
	children = name,
}: Named & {
	name: string | null;
	className?: string;
	/** The name as an element, such as a link. */
	children?: ReactNode;
}) {
	return (
		<td
			data-caption={of ?? undefined}
			className={`${CELL} truncate py-2 ${className}`}
			title={name ?? undefined}
		>
			{children}
		</td>
	);
}

/**
 * A request's ID in short, as a link to the request's page, with a button that copies the whole.
 * The end of an ID tells requests apart: its beginning is the time.
 */
export function RequestLink({ id }: { id: string }) {
	return (
		<span className="whitespace-nowrap">
			<a href={`/call-in/${id}`} className="way font-mono" title={id}>
				…{id.slice(-SHORT_ID)}
			</a>
			<CopyButton text={id} className="button-quiet -my-1">
				<span className="sr-only"> {id}</span>
			</CopyButton>
		</span>
	);
}

const SHORT_ID = 8;

/** A value as a link to the records that share it (K6). */
export function ValueLink({
	path,
	field,
	value,
	children = value,
}: {
	path: string;
	field: string;
	value: string;
	children?: ReactNode;
}) {
	return (
		<a href={`${path}?${new URLSearchParams({ [field]: value })}`} className="way" title={value}>
			{children}
		</a>
	);
}
