import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listNewestRequests } from "../../db/requests.ts";
import { getDatabase } from "../database.server.ts";
import { requestState } from "../domain/request-state.ts";
import { can } from "../domain/roles.ts";
import { requirePermission } from "../http/permission.server.ts";
import { PageHeading } from "../ui/page.tsx";
import { RequestTable } from "../ui/request-table.tsx";

const SHOWN = 100;

export const meta: MetaFunction = () => [{ title: "Call-In" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const { user } = await requirePermission(request, "record:read");
	const { orm } = await getDatabase();
	const showsPrivate = can(user.role, "record:read-private");
	const requests = (await listNewestRequests(orm, SHOWN)).map(({ fromNumber, ...rest }) => ({
		...rest,
		state: requestState(rest),
		// Left out here, not in the page: what a Monitor may not see never leaves the server (R4).
		fromNumber: showsPrivate ? fromNumber : null,
	}));
	return { requests, showsPrivate, zone: user.timeZone };
}

export default function CallIn() {
	const { requests, showsPrivate, zone } = useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title="Call-In">
				<a href="/call-in" className="button">
					Refresh
				</a>
			</PageHeading>
			<section className="panel" aria-label="Call-in requests">
				{requests.length > 0 ? (
					<RequestTable requests={requests} showsPrivate={showsPrivate} zone={zone} />
				) : (
					<div className="px-4 py-12 text-center">
						<h2>No call-in requests yet</h2>
						<p className="mx-auto mt-1 max-w-prose text-muted">A request appears here when an app asks for a number to dial.</p>
					</div>
				)}
			</section>
			{requests.length === SHOWN && <p className="mt-3 text-muted text-sm">The newest {SHOWN} requests.</p>}
		</>
	);
}
