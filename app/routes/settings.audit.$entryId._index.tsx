import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findPlaceKind } from "../../db/audit/audit-places.ts";
import { findAuditAttachment, findAuditRecord } from "../../db/audit/audit-records.ts";
import { findImportPlace } from "../../db/import/import-history.ts";
import { auditActionWords } from "../domain/audit/audit-action.ts";
import { readAuditAttachment } from "../domain/audit/audit-attachment.ts";
import { type PlaceKind, placeKindOf, placePath } from "../domain/audit/audit-place.ts";
import { requireAuditReader } from "../http/pages/records.server.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { AuditChanges, AuditFacts } from "../ui/audit/audit-entry.tsx";
import { AUDIT_ROWS_PAGE_SIZE, AuditRows } from "../ui/audit/audit-rows.tsx";
import { importPath } from "../ui/import/history/import-list.tsx";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.audit;

/** What an actor with an ID can be. A phone system acts as a key with its own ID. */
const ACTORS: Record<string, PlaceKind[]> = {
	user: ["user"],
	"api-key": ["api-key", "connection"],
};

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{
		title: data
			? words.entry.tabTitle({ action: auditActionWords(data.entry.action) })
			: words.entry.tabTitleUnknown,
	},
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { params: asked, zone, role } = await requireAuditReader({ request, context });
	const { db } = await getService();
	const entry = await findAuditRecord(db, params.entryId ?? "");
	if (!entry) throw data(words.entry.gone, 404);
	const place = entry.importId === null ? null : await findImportPlace(db, entry.importId);
	const content = entry.hasAttachment ? await findAuditAttachment(db, entry.id) : null;
	const rows = content === null ? null : readAuditAttachment(content, entry.action);
	const subject = placeKindOf(entry.action);
	const [subjectKind, actorKind] = [
		await findPlaceKind(db, entry.subjectId, subject === null ? [] : [subject]),
		await findPlaceKind(db, entry.actorId, ACTORS[entry.actorKind] ?? []),
	];
	const page = Math.max(1, Math.floor(Number(asked.get("page")) || 1));
	const from = (page - 1) * AUDIT_ROWS_PAGE_SIZE;
	return {
		...{ entry, zone, page, total: rows?.length ?? null },
		places: {
			actor: actorKind && entry.actorId && placePath(actorKind, entry.actorId, role),
			subject: subjectKind && entry.subjectId && placePath(subjectKind, entry.subjectId, role),
			isSubjectGone: subject !== null && entry.subjectId !== null && subjectKind === null,
		},
		imported:
			entry.importId === null
				? null
				: { to: place && importPath({ id: entry.importId, ...place }) },
		rows: rows?.slice(from, from + AUDIT_ROWS_PAGE_SIZE) ?? [],
		hasBothSides: rows?.some((row) => row.before !== null && row.after !== null) ?? false,
	};
}

export default function AuditEntry() {
	const { entry, zone, places, imported, rows, total, page, hasBothSides } =
		useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading
				title={auditActionWords(entry.action)}
				place={{ to: "/settings/audit", name: words.title }}
			/>
			<div className={`${COLUMNS} lg:grid-cols-[22rem_minmax(0,1fr)]`}>
				<AuditFacts entry={entry} zone={zone} places={places} imported={imported} />
				<div className="space-y-6">
					<AuditChanges entry={entry} zone={zone} />
					{total !== null && (
						<AuditRows
							entryId={entry.id}
							rows={rows}
							total={total}
							page={page}
							hasBothSides={hasBothSides}
						/>
					)}
				</div>
			</div>
		</>
	);
}
