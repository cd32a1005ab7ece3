import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countAuditRecords, listAuditRecords } from "../../db/audit/audit-records.ts";
import { listGroupNames } from "../../db/groups/groups.ts";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import { listEmails } from "../../db/people/users.ts";
import { readAuditView } from "../domain/records/read-record-view.ts";
import { auditPresets } from "../domain/records/record-presets.ts";
import { isSearch, recordQuery } from "../domain/records/record-view.ts";
import { requireAuditReader } from "../http/pages/records.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { AuditFilterForm } from "../ui/audit/audit-filter.tsx";
import { AuditTable } from "../ui/audit/audit-table.tsx";
import { SettingsTabs } from "../ui/frame/settings-tabs.tsx";
import { countInWords, KeysetPages } from "../ui/keyset-pages.tsx";
import { PageHeading } from "../ui/page.tsx";
import { PresetLinks } from "../ui/records/preset-links.tsx";

const words = texts.pages.audit;

const PAGE = "/settings/audit";
/** Suggested names. Any other name can be typed. */
const OFFERED_MAX = 200;

export const meta: MetaFunction = () => [{ title: words.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { params, ...reader } = await requireAuditReader({ request, context });
	const { db } = await getService();
	const { view, filter } = readAuditView(params, reader);
	const isReadable = Object.keys(view.problems).length === 0;
	const page = isReadable ? await listAuditRecords(db, filter, view.place, reader.rows) : null;
	return {
		...{ view, zone: reader.zone, role: reader.role },
		presets: auditPresets({ now: await readDatabaseTime(db), ...reader }),
		entries: page?.rows ?? [],
		pager: { hasPrevious: page?.hasPrevious ?? false, hasNext: page?.hasNext ?? false },
		count: isReadable ? await countAuditRecords(db, filter) : null,
		people: await listEmails(db, OFFERED_MAX),
		groups: (await listGroupNames(db)).slice(0, OFFERED_MAX).map((group) => group.name),
	};
}

export default function AuditLog() {
	const { view, zone, role, presets, entries, pager, count, people, groups } =
		useLoaderData<typeof loader>();
	const ends = entries.length > 0 ? [entries[0]!, entries.at(-1)!] : [];
	return (
		<>
			<PageHeading title={texts.pages.shared.settings.title}>
				<a href={`${PAGE}/entries.csv${recordQuery(view)}`} className="button">
					{texts.pages.shared.exportAsCsv}
				</a>
			</PageHeading>
			<SettingsTabs current={PAGE} role={role} />
			<section className="panel" aria-label={words.title}>
				<div className="border-line border-b px-4 py-2 text-sm print:hidden">
					<PresetLinks path="/settings/audit" view={view} presets={presets} />
				</div>
				<AuditFilterForm view={view} zone={zone} people={people} groups={groups} />
				<p className="figures border-line border-b px-4 py-1.5 text-sm">
					{count
						? words.newestFirst({ count: countInWords(count, words.list) })
						: words.notSearched}
				</p>
				{entries.length > 0 ? (
					<AuditTable entries={entries} zone={zone} />
				) : (
					count && (
						<p className="px-4 py-12 text-center text-muted">
							{isSearch(view) ? words.nothingFits : words.noMore}
						</p>
					)
				)}
				<KeysetPages path={PAGE} label={words.list.pages} view={view} pager={pager} ends={ends} />
			</section>
		</>
	);
}
