import { texts } from "../texts/texts.ts";
import { figure } from "../texts/wording.ts";
import { useView } from "./view-context.ts";
import { RowCountForm } from "./view-form.tsx";

const words = texts.pages.shared.pages;
const BAR = "flex flex-wrap items-center justify-between gap-3 border-line border-t px-4 py-2";
const CURRENT = "bg-accent-soft font-semibold text-accent";

/**
 * A page's position in a list, and links to the other pages. `href` makes the URL of a page
 * (1-based).
 */
export function Pager({
	page,
	pageSize: fixed,
	total,
	label,
	href,
}: {
	page: number;
	/** Left out where the reader chooses it (`useView`). */
	pageSize?: number;
	total: number;
	label: string;
	href: (page: number) => string;
}) {
	const { rows } = useView();
	const pageSize = fixed ?? rows;
	const last = Math.max(1, Math.ceil(total / pageSize));
	if (last === 1) return null;
	const from = (page - 1) * pageSize + 1;
	const to = Math.min(page * pageSize, total);
	const around = [...new Set([1, page - 1, page, page + 1, last])]
		.filter((n) => n >= 1 && n <= last)
		.sort((a, b) => a - b);
	return (
		<nav aria-label={label} className={`figures ${BAR} print:hidden`}>
			<p className="text-muted text-sm">
				{from <= to ? words.range({ from, to, total }) : figure(total)}
			</p>
			{fixed === undefined && <RowCountForm />}
			<ul className="flex flex-wrap items-center gap-1">
				{page > 1 && <PageLink href={href(Math.min(page - 1, last))} label={words.previous} />}
				{around.map((n, index) => (
					<li key={n} className="flex items-center">
						{index > 0 && n - (around[index - 1] as number) > 1 && (
							<span className="px-1 text-muted">…</span>
						)}
						<a
							href={href(n)}
							aria-current={n === page ? "page" : undefined}
							aria-label={words.page({ page: n })}
							className={`rounded px-2 py-1 ${n === page ? CURRENT : "link"}`}
						>
							{figure(n)}
						</a>
					</li>
				))}
				{page < last && <PageLink href={href(page + 1)} label={words.next} />}
			</ul>
		</nav>
	);
}

function PageLink({ href, label }: { href: string; label: string }) {
	return (
		<li>
			<a href={href} className="link px-2 py-1">
				{label}
			</a>
		</li>
	);
}
