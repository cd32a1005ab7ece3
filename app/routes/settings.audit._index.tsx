import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countAuditRecords, listAuditRecords } from "../../db/audit/audit-records.ts";
import { listGroupNames } from "../../db/groups/groups.ts";
import { listEmails } from "../../db/people/users.ts";
import {
	isSearch,
	RECORDS_PAGE_SIZE,
	readAuditView,
	recordQuery,
} from "../domain/records/record-view.ts";
import { requireAuditReader } from "../http/pages/records.server.ts";
import { getService } from "../platform/database.server.ts";
import { AuditFilterForm } from "../ui/audit/audit-filter.tsx";
import { AuditTable } from "../ui/audit/audit-table.tsx";
import { countInWords, KeysetPages } from "../ui/keyset-pages.tsx";
import { PageHeading } from "../ui/page.tsx";
import { SettingsTabs } from "../ui/settings-tabs.tsx";

const PAGE = "/settings/audit";
/** So many names are offered while one is typed; any other can be typed all the same. */
const OFFERED_MAX = 200;

export const meta: MetaFunction = () => [{ title: "Audit log – Settings" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { params, ...reader } = await requireAuditReader({ request, context });
	const { db } = await getService();
	const { view, filter } = readAuditView(params, reader);
	const isReadable = Object.keys(view.problems).length === 0;
	const page = isReadable
		? await listAuditRecords(db, filter, view.place, RECORDS_PAGE_SIZE)
		: null;
	return {
		...{ view, zone: reader.zone, role: reader.role },
		entries: page?.rows ?? [],
		pager: { hasPrevious: page?.hasPrevious ?? false, hasNext: page?.hasNext ?? false },
		count: isReadable ? await countAuditRecords(db, filter) : null,
		people: await listEmails(db, OFFERED_MAX),
		groups: (await listGroupNames(db)).slice(0, OFFERED_MAX).map((group) => group.name),
	};
}

export default function AuditLog() {
	const { view, zone, role, entries, pager, count, people, groups } =
		useLoaderData<typeof loader>();
	const ends = entries.length > 0 ? [entries[0]!, entries.at(-1)!] : [];
	return (
		<>
			<PageHeading title="Settings">
				<a href={`${PAGE}/entries.csv${recordQuery(view)}`} className="button">
					Export as CSV
				</a>
			</PageHeading>
			<SettingsTabs current={PAGE} role={role} />
			<section className="panel" aria-label="Audit log">
				<AuditFilterForm view={view} zone={zone} people={people} groups={groups} />
				<p className="figures border-line border-b px-4 py-1.5 text-sm">
					{count
						? `${countInWords(count, "entry", "entries")}, the newest first`
						: "Nothing was looked for: please put right what is marked above."}
				</p>
				{entries.length > 0 ? (
					<AuditTable entries={entries} zone={zone} />
				) : (
					count && (
						<p className="px-4 py-12 text-center text-muted">
							{isSearch(view)
								? "No entry fits. Search for less, or clear the search."
								: "There are no further entries."}
						</p>
					)
				)}
				<KeysetPages path={PAGE} name="entries" view={view} pager={pager} ends={ends} />
			</section>
		</>
	);
}
