import type { ReactNode } from "react";

/** A page's heading, with the link to its parent page above, and beside it the link to
 * its guide and its actions. */
export function PageHeading({
	title,
	place,
	help,
	children,
}: {
	title: string;
	place?: { to: string; name: string };
	/** The guide that explains the page. */
	help?: { to: string; name: string };
	children?: ReactNode;
}) {
	return (
		// At least as high as a button, so that tabs below have the same place on pages without one.
		<div className="mb-5 flex min-h-8.5 flex-wrap items-end justify-between gap-x-4 gap-y-3">
			<div className="min-w-0">
				{place && (
					<p className="mb-1 text-sm [overflow-wrap:anywhere]">
						<a href={place.to} className="link">
							{place.name}
						</a>
					</p>
				)}
				<h1>{title}</h1>
			</div>
			{(help || children) && (
				<div className="flex flex-wrap items-center gap-x-4 gap-y-2">
					{help && (
						<a href={help.to} className="link text-sm print:hidden">
							{help.name}
						</a>
					)}
					{children && <div className="flex flex-wrap gap-2">{children}</div>}
				</div>
			)}
		</div>
	);
}
