import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isUuid } from "../../db/groups/groups.ts";
import { findAttempt } from "../../db/records/attempt-records.ts";
import { findRequestDetails, listRequestRecords } from "../../db/records/request-records.ts";
import { OUTCOME_WORDS } from "../domain/match/outcome.ts";
import { requestsMeant } from "../domain/records/requests-meant.ts";
import { requestState } from "../domain/requests/request-state.ts";
import { requireRecordReader } from "../http/pages/records.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";
import { AttemptFacts, AttemptReason, SeeAlso } from "../ui/records/attempt-facts.tsx";
import { RequestsMeant } from "../ui/records/requests-meant-list.tsx";

const words = texts.pages.record.attempt;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{
		title: data
			? words.tabTitle({ outcome: OUTCOME_WORDS[data.attempt.outcome] })
			: words.tabTitleUnknown,
	},
];

/** One call of match: why it came out as it did, and what to do (K5). */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const reader = await requireRecordReader({ request, context });
	const { showsPrivate, zone, linksConnections, liftsLocks, simulates } = reader;
	const { db } = await getService();
	const id = params.attemptId ?? "";
	const attempt = isUuid(id) ? await findAttempt(db, id, { showsPrivate }) : null;
	if (!attempt) throw data(words.gone, 404);
	const { requestId } = attempt;
	const own = requestId === null ? null : await findRequestDetails(db, requestId, { showsPrivate });
	const meant = requestsMeant(attempt);
	const found =
		meant && (await listRequestRecords(db, meant.filter, null, { showsPrivate, limit: SHOWN_MAX }));
	return {
		attempt,
		expiresAt: own?.expiresAt ?? null,
		meant: meant && {
			by: meant.by,
			path: meant.path(zone),
			requests: found?.rows.map((row) => ({ ...row, state: requestState(row) })) ?? [],
		},
		...{ showsPrivate, zone, linksConnections, liftsLocks, simulates },
	};
}

/** Requests that the call may have been meant for. More do not explain a call. */
const SHOWN_MAX = 5;

export default function Attempt() {
	const { attempt, expiresAt, meant, ...reader } = useLoaderData<typeof loader>();
	const { zone, showsPrivate, linksConnections, liftsLocks, simulates } = reader;
	return (
		<>
			<PageHeading
				title={OUTCOME_WORDS[attempt.outcome]}
				place={{ to: "/call-in/attempts", name: words.place }}
			>
				{simulates && (
					<a href={`/developer/caller?attempt=${attempt.id}`} className="button">
						{words.simulate}
					</a>
				)}
			</PageHeading>
			<div className={`${COLUMNS} lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]`}>
				<div className="grid grid-cols-[minmax(0,1fr)] gap-6">
					<AttemptReason {...{ attempt, expiresAt, liftsLocks }} />
					<SeeAlso attempt={attempt} />
				</div>
				<AttemptFacts {...{ attempt, showsPrivate, linksConnections, zone }} />
				{meant && (
					<div className="lg:col-span-2">
						<RequestsMeant {...{ meant, showsPrivate, zone }} />
					</div>
				)}
			</div>
		</>
	);
}
