import type { ReactNode } from "react";

/**
 * The frame of a table of records. It scrolls sideways on its own. A refresh recognises rows by
 * their keys.
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
		// biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users must be able to scroll.
		<section className="relative overflow-x-auto" tabIndex={0} aria-label={label}>
			<table className="figures w-full whitespace-nowrap text-left text-sm">
				<thead className="border-line border-b bg-sunken text-muted">
					<tr>
						{columns.map((column) => (
							<th key={column} scope="col" className={`${CELL} py-2 font-medium`}>
								{column}
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

export function Cell({ children, className = "" }: { children?: ReactNode; className?: string }) {
	return <td className={`${CELL} py-2 ${className}`}>{children}</td>;
}

/**
 * A name that may be long. It is truncated at the cell's maximum width. The title has the whole
 * name.
 */
export function NameCell({
	name,
	className = "max-w-72",
}: {
	name: string | null;
	className?: string;
}) {
	return (
		<td className={`${CELL} truncate py-2 ${className}`} title={name ?? undefined}>
			{name}
		</td>
	);
}

/** A request's ID, as a link to the request's page. */
export function RequestLink({ id }: { id: string }) {
	return (
		<a href={`/call-in/${id}`} className="link font-mono">
			{id}
		</a>
	);
}
