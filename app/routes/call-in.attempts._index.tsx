import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import { countAttemptRecords, listAttemptRecords } from "../../db/records/attempt-records.ts";
import { requireRecordReader } from "../http/pages/records.server.ts";
import { searchAttempts } from "../operations/records/search-records.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { AttemptFilterForm } from "../ui/records/attempt-filter.tsx";
import { AttemptTable } from "../ui/records/attempt-table.tsx";
import { RecordsPage } from "../ui/records/records-page.tsx";

const words = texts.pages.records.attempts;

export const meta: MetaFunction = () => [{ title: words.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { params, ...reader } = await requireRecordReader({ request, context });
	const { showsPrivate, zone, liftsLocks, linksConnections } = reader;
	const { db } = await getService();
	const { view, filter, limits } = await searchAttempts(db, params, reader);
	const count = filter && (await countAttemptRecords(db, filter, { showsPrivate }));
	// Not counted, so not listed.
	const isNothing = count === null || (count.isExact && count.count === 0);
	const page =
		filter === null || isNothing
			? null
			: await listAttemptRecords(db, filter, view.place, {
					showsPrivate,
					limit: reader.rows,
				});
	return {
		...{ view, limits, showsPrivate, zone, liftsLocks, linksConnections },
		sort: filter?.sort ?? "-at",
		attempts: page?.rows ?? [],
		pager: { hasPrevious: page?.hasPrevious ?? false, hasNext: page?.hasNext ?? false },
		count,
		now: await readDatabaseTime(db),
	};
}

export default function Attempts() {
	const { attempts, showsPrivate, linksConnections, zone, view, sort, ...page } =
		useLoaderData<typeof loader>();
	return (
		<RecordsPage
			{...{ ...page, view, zone }}
			what={{ path: "/call-in/attempts", file: "/call-in/attempts.csv", words }}
			ends={attempts.length > 0 ? [attempts[0]!, attempts.at(-1)!] : []}
			filter={<AttemptFilterForm view={view} showsPrivate={showsPrivate} zone={zone} sort={sort} />}
		>
			<AttemptTable {...{ attempts, showsPrivate, linksConnections, zone, view, sort }} />
		</RecordsPage>
	);
}
