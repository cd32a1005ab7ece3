import {
	type ActionFunctionArgs,
	type LoaderFunctionArgs,
	type MetaFunction,
	redirect,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PageHeading } from "../ui/page.tsx";
import { Tabs } from "../ui/tabs.tsx";
import "./component-page.css";
import { schemeStyle } from "./color-scheme.ts";
import { markupOf } from "./markup.server.tsx";
import { WINGS } from "./wings.ts";

const PATH = "/dev/components";
const SCHEMES = ["light", "dark"] as const;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: `${data?.wing?.title ?? "Components"} – development` },
];

export function loader({ request, params }: LoaderFunctionArgs) {
	const asked = new URL(request.url).searchParams.get("scheme");
	const scheme = SCHEMES.find((known) => known === asked) ?? null;
	const wing = WINGS.find(({ path }) => path === params.wing);
	if (params.wing !== undefined && !wing)
		throw new Response("There is no such folder of components.", { status: 404 });
	return {
		scheme,
		contents: WINGS.map(({ path, title, components }) => ({
			path,
			title,
			names: components.map(({ component }) => component.name),
		})),
		wing: wing && {
			path: wing.path,
			title: wing.title,
			components: wing.components.map(({ component, states }) => ({
				name: component.name,
				states: Object.entries(states).map(([state, node], index) => ({
					state,
					html: markupOf(node, `${component.name}-${index}`),
				})),
			})),
		},
	};
}

/** Every form of an example submits to the component page, which shows the example again. */
export const action = ({ request }: ActionFunctionArgs) => redirect(request.url, 303);

type Contents = ReturnType<typeof loader>["contents"];
type ShownWing = NonNullable<ReturnType<typeof loader>["wing"]>;

/** The component page: all components of app/ui in their states. In development only. */
export default function ComponentPage() {
	const { scheme, contents, wing } = useLoaderData<typeof loader>();
	const here = wing ? `${PATH}/${wing.path}` : PATH;
	const query = scheme === null ? "" : `?scheme=${scheme}`;
	return (
		<>
			{scheme && <style>{schemeStyle(scheme)}</style>}
			<PageHeading
				title={wing?.title ?? "Components"}
				{...(wing && { place: { to: `${PATH}${query}`, name: "Components" } })}
			/>
			<Tabs
				label="Color scheme"
				tabs={[
					[here, "As the system has it"],
					[`${here}?scheme=light`, "Light"],
					[`${here}?scheme=dark`, "Dark"],
				]}
				current={`${here}${query}`}
			/>
			{wing ? (
				<States wing={wing} />
			) : (
				contents.map((entry) => <ContentsOfWing key={entry.path} {...entry} query={query} />)
			)}
		</>
	);
}

function ContentsOfWing({ path, title, names, query }: Contents[number] & { query: string }) {
	return (
		<section className="component-contents">
			<h2>
				<a className="link" href={`${PATH}/${path}${query}`}>
					{title}
				</a>
			</h2>
			<ul>
				{names.map((name) => (
					<li key={name}>
						<a className="link" href={`${PATH}/${path}${query}#${name}`}>
							{name}
						</a>
					</li>
				))}
			</ul>
		</section>
	);
}

function States({ wing }: { wing: ShownWing }) {
	return (
		<>
			<nav aria-label="Components" className="component-contents">
				<ul>
					{wing.components.map(({ name }) => (
						<li key={name}>
							<a className="link" href={`#${name}`}>
								{name}
							</a>
						</li>
					))}
				</ul>
			</nav>
			{wing.components.map(({ name, states }) => (
				<section key={name} className="component" aria-labelledby={name}>
					<h2 id={name}>{name}</h2>
					{states.map(({ state, html }) => (
						<div key={state} className="component-state">
							<p>{state}</p>
							{/* biome-ignore lint/security/noDangerouslySetInnerHtml: our components made it. */}
							<div dangerouslySetInnerHTML={{ __html: html }} />
						</div>
					))}
				</section>
			))}
		</>
	);
}
