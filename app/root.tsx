import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import {
	isRouteErrorResponse,
	Links,
	Meta,
	Outlet,
	UNSAFE_RemixContext as RemixContext,
	useLoaderData,
	useMatches,
	useRouteError,
	useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import { DEFAULT_VIEW } from "./domain/people/view-choices.ts";
import { takeFlash } from "./http/pages/flash.server.ts";
import { asksByItself, findSignedIn } from "./http/pages/session.server.ts";
import { viewChoicesOf } from "./http/pages/view-choices.server.ts";
import { isSafe } from "./http/server/cross-site.server.ts";
import { texts } from "./texts/texts.ts";
import { FlashMessage } from "./ui/flash-message.tsx";
import { PageFrame } from "./ui/frame/page-frame.tsx";
import { PageHeading } from "./ui/page.tsx";
import { ViewProvider } from "./ui/view-context.ts";
import "./app.css";

const words = texts.pages.shared;

export const meta: MetaFunction = ({ error }) => [
	{ title: error ? titleOf(error) : words.product },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const signedIn = await findSignedIn({ request, context });
	return data({
		user: signedIn && { email: signedIn.user.email, role: signedIn.user.role },
		view: viewChoicesOf(request),
		// A response that no user sees must not use up the message meant for the next page.
		flash: signedIn && isSafe(request) && !asksByItself(request) ? await takeFlash(signedIn) : null,
	});
}

/**
 * The entry script alone: pages are not hydrated, so the route chunks are built but never loaded.
 */
function EntryScript() {
	const src = useContext(RemixContext)?.manifest.entry.module;
	return src === undefined ? null : <script type="module" src={src} />;
}

export function Layout({ children }: { children: ReactNode }) {
	const { theme, keys } = useRouteLoaderData<typeof loader>("root")?.view ?? DEFAULT_VIEW;
	return (
		<html
			lang={words.language}
			data-theme={theme === "system" ? undefined : theme}
			data-keys={keys ? undefined : "off"}
		>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content={theme === "system" ? "light dark" : theme} />
				<meta name="description" content={words.productDescription} />
				<link rel="icon" href="/favicon.svg" type="image/svg+xml" />
				<Meta />
				<Links />
				<EntryScript />
			</head>
			<body>{children}</body>
		</html>
	);
}

/** Whether a route shows the message about the last action itself, where that was done. */
const placesFlash = (handle: unknown): boolean =>
	typeof handle === "object" && handle !== null && "placesFlash" in handle;

export default function Root() {
	const { user, flash, view } = useLoaderData<typeof loader>();
	const isPlaced = useMatches().some(({ handle }) => placesFlash(handle));
	return (
		<ViewProvider value={view}>
			<PageFrame user={user}>
				{flash && !isPlaced && <FlashMessage {...flash} />}
				<Outlet />
			</PageFrame>
		</ViewProvider>
	);
}

const TITLES: Record<number, string> = {
	400: words.errorPage.titles.badRequest,
	403: words.errorPage.titles.forbidden,
	404: words.errorPage.titles.notFound,
	413: words.errorPage.titles.tooLarge,
	503: words.errorPage.titles.unavailable,
};

const titleOf = (error: unknown): string =>
	(isRouteErrorResponse(error) && TITLES[error.status]) || words.errorPage.titles.other;

/** What a route has thrown: a text, or a text with the page to go on with. */
function saidBy(error: unknown): { told?: string; wayOn?: { to: string; name: string } } {
	if (!isRouteErrorResponse(error) || !error.data) return {};
	if (typeof error.data === "string") return { told: error.data };
	const { message, wayOn } = error.data;
	return typeof message === "string" ? { told: message, wayOn } : {};
}

/** The one page for everything that a route throws. Internal details go to the log, never here. */
export function ErrorBoundary() {
	const error = useRouteError();
	const { user = null, view = DEFAULT_VIEW } = useRouteLoaderData<typeof loader>("root") ?? {};
	const { told, wayOn } = saidBy(error);
	return (
		<ViewProvider value={view}>
			<PageFrame user={user}>
				<PageHeading title={titleOf(error)} />
				<p className="max-w-prose">{told ?? words.errorPage.advice}</p>
				<p className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
					<a href={wayOn?.to ?? "/"} className="link">
						{wayOn?.name ?? words.errorPage.toStart}
					</a>
					{user && (
						<a href="/help" className="link">
							{words.errorPage.toHelp}
						</a>
					)}
				</p>
			</PageFrame>
		</ViewProvider>
	);
}
