import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import { can } from "../domain/people/roles.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { readHome } from "../operations/home/read-home.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { figure } from "../texts/wording.ts";
import { FirstSteps } from "../ui/home/first-steps.tsx";
import { NeediestGroups } from "../ui/home/neediest-groups.tsx";
import { Needs } from "../ui/home/needs.tsx";
import { COLUMNS } from "../ui/layout.ts";
import { LiveNote } from "../ui/live-note.tsx";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.home;

export const meta: MetaFunction = () => [{ title: words.tabTitle }];

/** The home page: what is live now, and what needs a person (G17). */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "record:read");
	const service = await getService();
	return {
		home: await readHome(service, user.role),
		liftsLocks: can(user.role, "lock:lift"),
		zone: user.timeZone,
		now: await readDatabaseTime(service.db),
	};
}

export default function HomePage() {
	const { home, liftsLocks, zone, now } = useLoaderData<typeof loader>();
	const { all } = home;
	return (
		<>
			<PageHeading title={words.title}>
				<a href="/" className="button">
					{texts.pages.shared.refresh}
				</a>
			</PageHeading>
			{home.firstSteps && <FirstSteps done={home.firstSteps} />}
			<div data-live="home">
				<div className="mb-2 text-sm">
					<LiveNote now={now} zone={zone} />
				</div>
				<dl
					className="figures panel mb-6 grid grid-cols-3 gap-x-6 px-4 py-3"
					aria-label={words.now.heading}
					data-live-part="now"
				>
					<Total name={words.now.groups}>{figure(all.groups)}</Total>
					<Total name={words.now.live}>{figure(all.live)}</Total>
					<Total name={words.now.refused}>
						<span className={all.refused > 0 ? "text-danger" : ""}>{figure(all.refused)}</span>
					</Total>
				</dl>
				<div className={`${COLUMNS} lg:grid-cols-[minmax(0,1fr)_24rem]`}>
					{/* First on a narrow page. */}
					<div data-live-part="needs" className="lg:order-last">
						<Needs home={home} liftsLocks={liftsLocks} zone={zone} />
					</div>
					<div data-live-part="groups">
						<NeediestGroups groups={home.groups} total={all.groups} />
					</div>
				</div>
			</div>
		</>
	);
}

const Total = ({ name, children }: { name: string; children: ReactNode }) => (
	<div className="min-w-0">
		<dt className="text-muted text-sm">{name}</dt>
		<dd className="font-semibold text-xl">{children}</dd>
	</div>
);
