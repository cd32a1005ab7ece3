import { type AuditDifference, auditDifferences } from "../../domain/audit/audit-difference.ts";
import { Fact, Facts } from "../fact.tsx";
import { formatTime, Time } from "../time.tsx";
import type { ShownEntry } from "./audit-table.tsx";

const KINDS: Record<string, string> = {
	user: "User",
	"api-key": "API key",
	shell: "Operator’s shell",
	system: "The service",
	nobody: "Nobody signed in: the name was only claimed",
};

/** Who did what to what, and when. */
export function AuditFacts({ entry, zone }: { entry: ShownEntry; zone: string }) {
	const search = (name: string, value: string) =>
		`/settings/audit?${new URLSearchParams({ [name]: value })}`;
	return (
		<section className="panel" aria-labelledby="facts">
			<h2 id="facts" className="border-line border-b px-4 py-2">
				Entry
			</h2>
			<Facts>
				<Fact name="When">
					<Time at={entry.at} zone={zone} />
				</Fact>
				<Fact name="Who">
					<a href={search("who", entry.actorName)} className="link">
						{entry.actorName}
					</a>
					<p className="text-muted text-sm">{KINDS[entry.actorKind] ?? entry.actorKind}</p>
				</Fact>
				<Fact name="Object">
					{entry.subjectId === null ? (
						entry.subjectName
					) : (
						<a href={search("object", entry.subjectId)} className="link">
							{entry.subjectName}
						</a>
					)}
				</Fact>
				<Fact name="Action">
					<code className="font-mono text-sm">{entry.action}</code>
				</Fact>
				<Fact name="Entry ID">
					<code className="select-all font-mono text-sm">{entry.id}</code>
				</Fact>
			</Facts>
		</section>
	);
}

/**
 * What is other than before: changed fields only, old and new side by side; where there is one side
 * only, all of it.
 */
export function AuditChanges({ entry, zone }: { entry: ShownEntry; zone: string }) {
	const differences = auditDifferences(entry.before, entry.after, {
		time: (at) => formatTime(at, zone),
	});
	const isChange = entry.before !== null && entry.after !== null;
	return (
		<section className="panel" aria-labelledby="changes">
			<h2 id="changes" className="border-line border-b px-4 py-2">
				{isChange ? "What changed" : entry.before === null ? "Details" : "What it was"}
			</h2>
			{differences.length === 0 ? (
				<p className="px-4 py-2 text-muted">There is nothing more to tell.</p>
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
			<span className="sr-only">, now</span> <ins className="font-medium no-underline">{after}</ins>
		</>
	);
}
