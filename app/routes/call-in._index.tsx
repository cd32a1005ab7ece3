import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listGroupNames } from "../../db/groups/groups.ts";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import { countRequestRecords, listRequestRecords } from "../../db/records/request-records.ts";
import { requestState } from "../domain/requests/request-state.ts";
import { requireRecordReader } from "../http/pages/records.server.ts";
import { searchRequests } from "../operations/records/search-records.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { RecordsPage } from "../ui/records/records-page.tsx";
import { RequestFilterForm } from "../ui/records/request-filter.tsx";
import { RequestTable } from "../ui/records/request-table.tsx";

const words = texts.pages.records;

/** Suggested group names. Any other name can be typed. */
const OFFERED_MAX = 200;

export const meta: MetaFunction = () => [{ title: words.title }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { params, ...reader } = await requireRecordReader({ request, context });
	const { showsPrivate, zone, liftsLocks } = reader;
	const { db } = await getService();
	const { view, filter, limits } = await searchRequests(db, params, reader);
	const count = filter && (await countRequestRecords(db, filter, { showsPrivate }));
	// Not counted, so not listed.
	const isNothing = count === null || (count.isExact && count.count === 0);
	const page =
		filter === null || isNothing
			? null
			: await listRequestRecords(db, filter, view.place, {
					showsPrivate,
					limit: reader.rows,
				});
	return {
		...{ view, limits, showsPrivate, zone, liftsLocks, sort: filter?.sort ?? "-created" },
		// The query never returns the code, and returns no ANI to a Monitor (K3, R4).
		requests: page?.rows.map((row) => ({ ...row, state: requestState(row) })) ?? [],
		pager: { hasPrevious: page?.hasPrevious ?? false, hasNext: page?.hasNext ?? false },
		count,
		groups: (await listGroupNames(db)).slice(0, OFFERED_MAX).map((group) => group.name),
		now: await readDatabaseTime(db),
	};
}

export default function CallIn() {
	const { requests, showsPrivate, zone, groups, view, sort, ...page } =
		useLoaderData<typeof loader>();
	return (
		<RecordsPage
			{...{ ...page, view, zone }}
			what={{ path: "/call-in", file: "/call-in/requests.csv", words: words.requests }}
			ends={
				requests.length > 0 ? [requests[0]!, requests.at(-1)!].map((row) => placeOf(row, sort)) : []
			}
			filter={
				<RequestFilterForm
					view={view}
					showsPrivate={showsPrivate}
					zone={zone}
					groups={groups}
					sort={sort}
				/>
			}
		>
			<RequestTable {...{ requests, showsPrivate, zone, view, sort }} />
		</RecordsPage>
	);
}

const placeOf = (row: { id: string; createdAt: Date; expiresAt: Date }, sort: string) => ({
	id: row.id,
	at: sort.endsWith("expires") ? row.expiresAt : row.createdAt,
});
