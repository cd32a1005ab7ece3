const TAB = "-mb-px block border-b-2 px-1 py-1.5";
const CURRENT = `${TAB} border-accent font-semibold text-accent`;
const OTHER = [
	TAB,
	"border-transparent text-ink",
	"hover:border-line-strong forced-colors:border-[Canvas]",
].join(" ");

/** Links to related pages, with the current one marked. */
export function Tabs({
	label,
	tabs,
	current,
}: {
	label: string;
	tabs: readonly (readonly [path: string, name: string])[];
	current: string | null;
}) {
	return (
		<nav aria-label={label} className="mb-4 border-line border-b print:hidden">
			<ul className="flex flex-wrap gap-x-4">
				{tabs.map(([path, name]) => (
					<li key={path}>
						<a
							href={path}
							aria-current={path === current ? "page" : undefined}
							className={path === current ? CURRENT : OTHER}
						>
							{name}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}
