const TABS = [
	["/call-in", "Requests"],
	["/call-in/attempts", "Attempts"],
	["/call-in/locks", "Locks"],
] as const;

export type RecordTab = (typeof TABS)[number][0];

/** The pages of the call-in records. Locks are for Administrators (C10). */
export function RecordTabs({ current, liftsLocks }: { current: RecordTab | null; liftsLocks: boolean }) {
	return (
		<nav aria-label="Call-in records" className="mb-4 border-line border-b print:hidden">
			<ul className="flex flex-wrap gap-x-4">
				{TABS.filter(([path]) => liftsLocks || path !== "/call-in/locks").map(([path, name]) => (
					<li key={path}>
						<a
							href={path}
							aria-current={path === current ? "page" : undefined}
							className={`-mb-px block border-b-2 px-1 py-1.5 ${
								path === current ? "border-accent font-semibold text-accent" : "border-transparent text-ink hover:border-line-strong"
							}`}
						>
							{name}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}
