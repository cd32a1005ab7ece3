import { NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import { can, ROLE_NAMES, type Role } from "../domain/people/roles.ts";
import { texts } from "../texts/texts.ts";

const words = texts.pages.shared;

/** The signed-in user, for the bar at the top. */
export type PageUser = { email: string; role: Role };

const navigationLink = ({ isActive }: { isActive: boolean }) =>
	`rounded px-2 py-1 ${isActive ? ACTIVE : "text-ink hover:bg-sunken"}`;
const ACTIVE = "bg-accent-soft font-semibold text-accent forced-colors:underline";

/**
 * The frame of every page: skip link, bar with the navigation, and the only `main`. Without a user
 * there is no navigation.
 */
export function PageFrame({ user, children }: { user: PageUser | null; children: ReactNode }) {
	return (
		<>
			<a href="#main" className="button skip-link">
				{words.skipToContent}
			</a>
			<header className="border-line border-b bg-surface print:hidden">
				<div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-2">
					{user ? (
						<a href="/" className="rounded font-semibold" aria-label={words.toHome}>
							{words.product}
						</a>
					) : (
						<span className="font-semibold">{words.product}</span>
					)}
					{user && <Navigation role={user.role} />}
					{user && <SignedInAs user={user} />}
				</div>
			</header>
			{/* The tables of call-in records need a wider page than forms and text. The bar above keeps
			    its width. */}
			<main id="main" className="mx-auto max-w-7xl px-4 py-6 has-[.wide-page]:max-w-[108rem]">
				{children}
			</main>
		</>
	);
}

function Navigation({ role }: { role: Role }) {
	return (
		<nav aria-label={words.navigation.label}>
			<ul className="-ml-2 flex flex-wrap items-center gap-x-1 gap-y-1 sm:ml-0">
				<li>
					<NavLink to="/call-in" className={navigationLink}>
						{words.navigation.callIn}
					</NavLink>
				</li>
				<li className="flex items-center gap-1 sm:pl-2">
					<span className="hidden text-muted sm:inline" aria-hidden="true">
						{words.navigation.tools}
					</span>
					<NavLink to="/tools/click-to-call-in" className={navigationLink}>
						<span className="sr-only">{words.navigation.toolsPrefix}</span>
						{words.navigation.config}
					</NavLink>
				</li>
				{can(role, "developer-console:use") && (
					<li className="sm:pl-2">
						<NavLink to="/developer" className={navigationLink}>
							{words.navigation.developer}
						</NavLink>
					</li>
				)}
				{can(role, "connection:read") && (
					<li className="sm:pl-2">
						<NavLink to="/settings" className={navigationLink}>
							{words.navigation.settings}
						</NavLink>
					</li>
				)}
			</ul>
		</nav>
	);
}

function SignedInAs({ user }: { user: PageUser }) {
	return (
		<form
			method="post"
			action="/logout"
			className="ml-auto flex min-w-0 items-center gap-x-3 text-sm"
		>
			<span className="flex min-w-0 gap-x-1 text-muted">
				<a
					href="/settings/account"
					className="link max-w-80 truncate"
					title={words.accountLink(user)}
				>
					{user.email}
				</a>
				<span className="hidden whitespace-nowrap sm:inline">· {ROLE_NAMES[user.role]}</span>
			</span>
			<button type="submit" className="button button-quiet">
				{words.signOut}
			</button>
		</form>
	);
}

/** A page's heading, with the link to its parent page above and its actions beside it. */
export function PageHeading({
	title,
	place,
	children,
}: {
	title: string;
	place?: { to: string; name: string };
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
			{children && <div className="flex flex-wrap gap-2">{children}</div>}
		</div>
	);
}
