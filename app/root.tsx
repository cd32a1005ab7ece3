import { Links, Meta, Outlet, UNSAFE_RemixContext as RemixContext } from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import "./app.css";

/** The entry script alone: pages are not hydrated, so the route chunks are built but never loaded. */
function EntryScript() {
	const src = useContext(RemixContext)?.manifest.entry.module;
	return src === undefined ? null : <script type="module" src={src} />;
}

export function Layout({ children }: { children: ReactNode }) {
	return (
		<html lang="en">
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<link rel="icon" href="/favicon.svg" type="image/svg+xml" />
				<Meta />
				<Links />
				<EntryScript />
			</head>
			<body>{children}</body>
		</html>
	);
}

export default function Root() {
	return <Outlet />;
}
