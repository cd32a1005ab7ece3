import type { AuditRow } from "../../domain/audit/audit-attachment.ts";
import { auditPresets } from "../../domain/records/record-presets.ts";
import { AuditChanges, AuditFacts } from "../../ui/audit/audit-entry.tsx";
import { AuditFilterForm } from "../../ui/audit/audit-filter.tsx";
import { AuditRows } from "../../ui/audit/audit-rows.tsx";
import { AuditTable, type ShownEntry } from "../../ui/audit/audit-table.tsx";
import { PresetLinks } from "../../ui/records/preset-links.tsx";
import { show, type Wing } from "../kit/example.tsx";
import {
	ago,
	idOf,
	LONG_EMAIL,
	LONG_NAME,
	LONG_TEXT,
	NOW,
	numberOf,
	ZONE,
} from "../kit/fixtures.ts";
import { viewOf } from "../kit/record-fixtures.ts";

const entryOf = (more: Partial<ShownEntry> = {}): ShownEntry => ({
	id: idOf(100),
	at: ago(60),
	actorKind: "user",
	actorName: "ann@example.com",
	action: "group.update",
	subjectId: idOf(1),
	subjectName: "auto_insurance",
	before: { name: "auto_insurance", expirySeconds: 30 },
	after: { name: LONG_NAME, expirySeconds: 600 },
	hasAttachment: false,
	...more,
});
const FAILED = entryOf({
	id: idOf(101),
	actorKind: "nobody",
	actorName: LONG_EMAIL,
	action: "sign-in.fail",
	subjectId: null,
	subjectName: LONG_EMAIL,
	before: null,
	after: null,
});
const MADE = entryOf({ id: idOf(102), actorKind: "api-key", before: null, after: { name: "new" } });
const GONE = entryOf({ id: idOf(103), actorKind: "shell", after: null });

const WHATS = ["Added", "Changed", "Removed", "Returned"] as const;
const rowOf = (index: number): AuditRow => ({
	what: WHATS[index % WHATS.length]!,
	number: numberOf(index),
	before: index % 4 === 0 ? null : "before",
	after: index % 4 === 2 ? null : `Claims ${index}`,
});
const rows = (count: number, total: number, page: number, hasBothSides: boolean) => (
	<AuditRows
		entryId={idOf(100)}
		rows={Array.from({ length: count }, (_, index) => rowOf(index))}
		{...{ total, page, hasBothSides }}
	/>
);
const filter = (view: ReturnType<typeof viewOf>) => (
	<AuditFilterForm view={view} zone={ZONE} people={[LONG_EMAIL]} groups={["auto_insurance"]} />
);

const places = (actor: string | null, subject: string | null) => ({
	...{ actor, subject },
	isSubjectGone: false,
});
const presets = auditPresets({ now: NOW, zone: ZONE, email: LONG_EMAIL });

/** The audit log. */
export const audit: Wing = {
	path: "audit",
	title: "Audit log",
	components: [
		show(AuditFilterForm, {
			empty: filter(viewOf()),
			searched: filter(viewOf({ who: "ann", object: "auto" })),
			refused: filter(viewOf({ to: "never" }, { to: LONG_TEXT })),
		}),
		show(PresetLinks, {
			none: <PresetLinks path="/settings/audit" view={viewOf()} presets={presets} />,
			"failed sign-ins": (
				<PresetLinks
					path="/settings/audit"
					view={viewOf({ what: "sign-in.fail" })}
					presets={presets}
				/>
			),
		}),
		show(AuditTable, {
			empty: <AuditTable entries={[]} zone={ZONE} />,
			"four entries": <AuditTable entries={[entryOf(), FAILED, MADE, GONE]} zone={ZONE} />,
		}),
		show(AuditFacts, {
			"of a user": (
				<AuditFacts entry={entryOf()} zone={ZONE} places={places("/actor", "/object")} />
			),
			"of nobody, long": <AuditFacts entry={FAILED} zone={ZONE} places={places(null, null)} />,
			"of something that is gone": (
				<AuditFacts
					entry={GONE}
					zone={ZONE}
					places={{ ...places("/actor", null), isSubjectGone: true }}
				/>
			),
		}),
		show(AuditChanges, {
			changed: <AuditChanges entry={entryOf()} zone={ZONE} />,
			made: <AuditChanges entry={MADE} zone={ZONE} />,
			removed: <AuditChanges entry={GONE} zone={ZONE} />,
			"nothing more": <AuditChanges entry={FAILED} zone={ZONE} />,
		}),
		show(AuditRows, {
			"one number": rows(1, 1, 1, false),
			"before and after": rows(8, 8, 1, true),
			"last page of 10,000": rows(100, 10_000, 100, false),
		}),
	],
};
