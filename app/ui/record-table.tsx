import type { ReactNode } from "react";
import { TermOr } from "./term.tsx";

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
	columns: string[];
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
						{columns.map((column) => (
							<th key={column} scope="col" className={`${CELL} py-2 font-medium`}>
								<TermOr text={column} />
							</th>
						))}
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
}: Named & {
	name: string | null;
	className?: string;
}) {
	return (
		<td
			data-caption={of ?? undefined}
			className={`${CELL} truncate py-2 ${className}`}
			title={name ?? undefined}
		>
			{name}
		</td>
	);
}

/** Classes of a cell with a request's ID. Between narrow and wide places, the ID is truncated. */
export const ID_CELL = "max-w-40 truncate @[95rem]/records:max-w-none";

/** A request's ID, as a link to the request's page. */
export function RequestLink({ id }: { id: string }) {
	return (
		<a href={`/call-in/${id}`} className="link font-mono" title={id}>
			{id}
		</a>
	);
}
