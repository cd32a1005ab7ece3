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
	places,
	imported = null,
}: {
	entry: ShownEntry;
	zone: string;
	/** The pages of who acted and of the changed object, where they exist and the reader may. */
	places: { actor: string | null; subject: string | null; isSubjectGone: boolean };
	/** The entry's import; `to` is null if it is not kept any more. */
	imported?: { to: string | null } | null;
}) {
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
					<Named name={entry.actorName} to={places.actor} />
					<p className="text-muted text-sm">{KINDS[entry.actorKind] ?? entry.actorKind}</p>
					<SearchLink by="who" value={entry.actorName}>
						{words.allBy}
					</SearchLink>
				</Fact>
				<Fact name={words.object}>
					<Named name={entry.subjectName} to={places.subject} />
					{places.isSubjectGone && <p className="text-muted text-sm">{words.objectGone}</p>}
					{entry.subjectId !== null && (
						<SearchLink by="object" value={entry.subjectId}>
							{words.allAbout}
						</SearchLink>
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

/** A name that leads to its page, if there is one. */
const Named = ({ name, to }: { name: string; to: string | null }) =>
	to === null ? (
		name
	) : (
		<a href={to} className="link">
			{name}
		</a>
	);

function SearchLink(props: { by: "who" | "object"; value: string; children: string }) {
	return (
		<p className="text-sm">
			<a
				href={`/settings/audit?${new URLSearchParams({ [props.by]: props.value })}`}
				className="link"
			>
				{props.children}
			</a>
		</p>
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
