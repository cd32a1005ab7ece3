import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isUuid } from "../../db/groups/groups.ts";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import { listAttemptsOfRequest, listCallStepsOfRequest } from "../../db/records/attempt-records.ts";
import { findRequestDetails } from "../../db/records/request-records.ts";
import { requestBar } from "../domain/records/request-bar.ts";
import { requestTimeline } from "../domain/records/request-timeline.ts";
import { requestState } from "../domain/requests/request-state.ts";
import { requireRecordReader } from "../http/pages/records.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { COLUMNS } from "../ui/layout.ts";
import { LiveNote } from "../ui/live-note.tsx";
import { PageHeading } from "../ui/page.tsx";
import { RequestFacts, RequestUserData } from "../ui/records/request-facts.tsx";
import { RequestTimeline } from "../ui/records/timeline-list.tsx";

const { records: list, record: words } = texts.pages;

/**
 * Attempts in a timeline. The limit is needed because a phone system may ask for one request again
 * and again.
 */
const ATTEMPTS_MAX = 200;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{
		title: data
			? words.request.tabTitle({ number: data.request.toNumber })
			: words.request.tabTitleUnknown,
	},
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { showsPrivate, zone, linksConnections } = await requireRecordReader({ request, context });
	const { db } = await getService();
	const found = isUuid(params.requestId ?? "")
		? await findRequestDetails(db, params.requestId as string, { showsPrivate })
		: null;
	if (!found) throw data(words.request.gone, 404);
	const attempts = await listAttemptsOfRequest(db, found.id, {
		showsPrivate,
		limit: ATTEMPTS_MAX + 1,
	});
	const shown = attempts.slice(0, ATTEMPTS_MAX);
	const timeline = requestTimeline(found, shown, await listCallStepsOfRequest(db, found.id));
	const now = await readDatabaseTime(db);
	return {
		request: { ...found, state: requestState(found) },
		...{ timeline, bar: requestBar(found, timeline, now) },
		hasMoreAttempts: attempts.length > ATTEMPTS_MAX,
		...{ showsPrivate, zone, linksConnections, now },
	};
}

export default function CallInRequest() {
	const { request, timeline, bar, hasMoreAttempts, showsPrivate, linksConnections, zone, now } =
		useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title={words.request.heading} place={{ to: "/call-in", name: list.title }}>
				<a href={`/call-in/${request.id}`} className="button">
					{texts.pages.shared.refresh}
				</a>
			</PageHeading>
			<div data-live="request">
				<div className="mb-2 text-sm">
					<LiveNote now={now} zone={zone} />
				</div>
				<div className={`${COLUMNS} lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]`}>
					<div data-live-part="facts">
						<RequestFacts request={request} showsPrivate={showsPrivate} zone={zone} />
					</div>
					<div className="grid grid-cols-[minmax(0,1fr)] gap-6">
						<div data-live-part="timeline">
							<RequestTimeline {...{ timeline, bar, zone, linksConnections }} />
						</div>
						{hasMoreAttempts && (
							<p className="text-sm">
								{words.request.firstAttempts({ count: ATTEMPTS_MAX })}{" "}
								<a href={`/call-in/attempts?id=${request.id}`} className="link">
									{words.request.allAttempts}
								</a>
							</p>
						)}
						<RequestUserData
							userData={request.userData}
							hasUserData={request.hasUserData}
							showsPrivate={showsPrivate}
						/>
					</div>
				</div>
			</div>
		</>
	);
}
