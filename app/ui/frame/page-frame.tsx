import { NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import { can, ROLE_NAMES, type Role } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { KeyDialog } from "./key-dialog.tsx";
import { PageFooter } from "./page-footer.tsx";

const words = texts.pages.shared;

/** The signed-in user, for the bar at the top. */
export type PageUser = { email: string; role: Role };

const navigationLink = ({ isActive }: { isActive: boolean }) =>
	`block rounded px-1.5 py-1 lg:px-2 ${isActive ? ACTIVE : "text-ink hover:bg-sunken"}`;
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
				<div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 lg:gap-x-6">
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
			<main
				id="main"
				className="mx-auto w-full max-w-7xl px-4 py-6 has-[.wide-page]:max-w-[108rem]"
			>
				{children}
			</main>
			{user && <PageFooter />}
			{user && <KeyDialog />}
		</>
	);
}

/** On a phone it has a row of its own, below the name and the account. */
function Navigation({ role }: { role: Role }) {
	return (
		<nav aria-label={words.navigation.label} className="order-last w-full sm:order-none sm:w-auto">
			<ul className="-mx-1.5 flex flex-wrap items-center sm:gap-x-1 lg:mx-0 lg:gap-x-2">
				<li>
					<NavLink to="/call-in" className={navigationLink}>
						{words.navigation.callIn}
					</NavLink>
				</li>
				<li className="flex items-center">
					<span className="hidden pl-1 text-muted lg:inline" aria-hidden="true">
						{words.navigation.tools}
					</span>
					<NavLink to="/tools/click-to-call-in" className={navigationLink}>
						<span className="sr-only">{words.navigation.toolsPrefix}</span>
						<span className="sr-only lg:not-sr-only">{words.navigation.configPrefix}</span>
						{words.navigation.config}
					</NavLink>
				</li>
				{can(role, "developer-console:use") && (
					<li>
						<NavLink to="/developer" className={navigationLink}>
							{words.navigation.developer}
						</NavLink>
					</li>
				)}
				{can(role, "connection:read") && (
					<li>
						<NavLink to="/settings" className={navigationLink}>
							{words.navigation.settings}
						</NavLink>
					</li>
				)}
				<li>
					<NavLink to="/help" className={navigationLink}>
						{words.navigation.help}
					</NavLink>
				</li>
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
					className="link max-w-36 truncate lg:max-w-80"
					title={words.accountLink(user)}
				>
					{user.email}
				</a>
				<span className="hidden whitespace-nowrap xl:inline">· {ROLE_NAMES[user.role]}</span>
			</span>
			<button type="submit" className="button button-quiet">
				{words.signOut}
			</button>
		</form>
	);
}
