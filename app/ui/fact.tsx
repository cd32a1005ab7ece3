import type { ReactNode } from "react";

/**
 * A description list. The name of a `Fact` stands beside its value if the list is wide enough, else
 * above it.
 */
export function Facts({ children }: { children: ReactNode }) {
	return <dl className="figures @container divide-y divide-line">{children}</dl>;
}

const ROW = [
	"grid @md:grid-cols-[10rem_minmax(0,1fr)] grid-cols-[minmax(0,1fr)]",
	"items-baseline gap-x-4 px-4 py-2",
].join(" ");

/** A name and its value, as a row of `Facts`. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<div className={ROW}>
			<dt className="text-muted">{name}</dt>
			<dd className="[overflow-wrap:anywhere]">{children}</dd>
		</div>
	);
}
