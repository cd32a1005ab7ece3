/**
 * Where in a list a page stands, and the way to the others. `href` makes the address of a page
 * (1-based).
 */
export function Pager({
	page,
	pageSize,
	total,
	name,
	href,
}: {
	page: number;
	pageSize: number;
	total: number;
	name: string;
	href: (page: number) => string;
}) {
	const last = Math.max(1, Math.ceil(total / pageSize));
	if (last === 1) return null;
	const from = (page - 1) * pageSize + 1;
	const to = Math.min(page * pageSize, total);
	const around = [...new Set([1, page - 1, page, page + 1, last])]
		.filter((n) => n >= 1 && n <= last)
		.sort((a, b) => a - b);
	return (
		<nav
			aria-label={`Pages of ${name}`}
			className="figures flex flex-wrap items-center justify-between gap-3 border-line border-t px-4 py-2 print:hidden"
		>
			<p className="text-muted text-sm">
				{from <= to && `${from.toLocaleString("en-US")}–${to.toLocaleString("en-US")} of `}
				{total.toLocaleString("en-US")}
			</p>
			<ul className="flex flex-wrap items-center gap-1">
				{page > 1 && <PageLink href={href(Math.min(page - 1, last))} label="Previous" />}
				{around.map((n, index) => (
					<li key={n} className="flex items-center">
						{index > 0 && n - (around[index - 1] as number) > 1 && (
							<span className="px-1 text-muted">…</span>
						)}
						<a
							href={href(n)}
							aria-current={n === page ? "page" : undefined}
							aria-label={`Page ${n}`}
							className={`rounded px-2 py-1 ${n === page ? "bg-accent-soft font-semibold text-accent" : "link"}`}
						>
							{n.toLocaleString("en-US")}
						</a>
					</li>
				))}
				{page < last && <PageLink href={href(page + 1)} label="Next" />}
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
