import { type AuditDifference, auditDifferences } from "../../domain/audit/audit-difference.ts";
import { texts } from "../../texts/texts.ts";
import { Fact, Facts } from "../fact.tsx";
import { formatTime, Time } from "../time.tsx";
import type { ShownEntry } from "./audit-table.tsx";

const words = texts.pages.audit.entry;

const KINDS: Record<string, string> = {
	user: words.actors.user,
	"api-key": words.actors.apiKey,
	shell: words.actors.shell,
	system: words.actors.system,
	nobody: words.actors.nobody,
};

/** An entry of the audit log: actor, action, target and time. */
export function AuditFacts({
	entry,
	zone,
	imported = null,
}: {
	entry: ShownEntry;
	zone: string;
	/** The entry's import; `to` is null if it is not kept any more. */
	imported?: { to: string | null } | null;
}) {
	const search = (name: string, value: string) =>
		`/settings/audit?${new URLSearchParams({ [name]: value })}`;
	return (
		<section className="panel" aria-labelledby="facts">
			<h2 id="facts" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			<Facts>
				<Fact name={words.when}>
					<Time at={entry.at} zone={zone} />
				</Fact>
				<Fact name={words.who}>
					<a href={search("who", entry.actorName)} className="link">
						{entry.actorName}
					</a>
					<p className="text-muted text-sm">{KINDS[entry.actorKind] ?? entry.actorKind}</p>
				</Fact>
				<Fact name={words.object}>
					{entry.subjectId === null ? (
						entry.subjectName
					) : (
						<a href={search("object", entry.subjectId)} className="link">
							{entry.subjectName}
						</a>
					)}
				</Fact>
				{imported && (
					<Fact name={words.import}>
						{imported.to === null ? (
							words.importGone
						) : (
							<a href={imported.to} className="link">
								{words.importLink}
							</a>
						)}
					</Fact>
				)}
				<Fact name={words.action}>
					<code className="font-mono text-sm">{entry.action}</code>
				</Fact>
				<Fact name={words.id}>
					<code className="select-all font-mono text-sm">{entry.id}</code>
				</Fact>
			</Facts>
		</section>
	);
}

/**
 * The changed fields, old and new side by side. An entry with only one side shows all its fields.
 */
export function AuditChanges({ entry, zone }: { entry: ShownEntry; zone: string }) {
	const differences = auditDifferences(entry.before, entry.after, {
		time: (at) => formatTime(at, zone),
	});
	const isChange = entry.before !== null && entry.after !== null;
	return (
		<section className="panel" aria-labelledby="changes">
			<h2 id="changes" className="border-line border-b px-4 py-2">
				{isChange ? words.whatChanged : entry.before === null ? words.details : words.whatItWas}
			</h2>
			{differences.length === 0 ? (
				<p className="px-4 py-2 text-muted">{words.nothingMore}</p>
			) : (
				<Facts>
					{differences.map((difference) => (
						<Fact key={difference.label} name={difference.label}>
							<Values {...difference} />
						</Fact>
					))}
				</Facts>
			)}
		</section>
	);
}

function Values({ before, after }: AuditDifference) {
	if (before === null || after === null) return <>{after ?? before}</>;
	return (
		<>
			<del className="text-muted">{before}</del> <span aria-hidden="true">→</span>
			<span className="sr-only">{words.now}</span>{" "}
			<ins className="font-medium no-underline">{after}</ins>
		</>
	);
}
