import { formatForReading } from "../../domain/groups/phone-number.ts";
import type { CodeGuard } from "../../domain/match/guarding.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { ActionCell, Cell, RecordTable, ValueLink } from "../record-table.tsx";
import { Time } from "../time.tsx";

const { columns, guards: words } = texts.pages.records;
const COLUMNS = [
	columns.dnis,
	columns.groups,
	columns.wrongCodes,
	columns.effect,
	columns.guardedUntil,
	columns.action,
];

/** The guarded numbers and groups, each with a button that lifts its guard (C10). */
export function GuardTable({ guards, zone }: { guards: CodeGuard[]; zone: string }) {
	return (
		<section className="panel mb-6" aria-labelledby="guards-heading">
			<div className="px-4 py-3">
				<h2 id="guards-heading">{words.heading}</h2>
				<p className="mt-1 max-w-prose text-muted text-sm">
					{guards.length === 0 ? words.none : words.hint}
				</p>
			</div>
			{guards.length > 0 && (
				<RecordTable label={words.table} columns={COLUMNS}>
					{guards.map((guard) => (
						<GuardRow key={guard.target} guard={guard} zone={zone} />
					))}
				</RecordTable>
			)}
		</section>
	);
}

function GuardRow({ guard, zone }: { guard: CodeGuard; zone: string }) {
	const { kind, target, groups } = guard;
	const number = kind === "number" ? target : null;
	return (
		<tr data-key={target} className="hover:bg-sunken">
			<Cell of={null}>
				{number ? (
					<ValueLink path="/call-in/attempts" field="dnis" value={number}>
						{formatForReading(number)}
					</ValueLink>
				) : (
					words.withoutNumber
				)}
			</Cell>
			<Cell of={columns.groups} className="max-w-72 whitespace-normal [overflow-wrap:anywhere]">
				{groups.map(({ id, name }, index) => (
					<span key={id}>
						{index > 0 && ", "}
						<a href={`/tools/click-to-call-in/${id}`} className="link">
							{name}
						</a>
					</span>
				))}
			</Cell>
			<Cell of={columns.wrongCodes}>{figure(guard.wrongCodes)}</Cell>
			<Cell of={columns.effect} className="min-w-56 max-w-80 whitespace-normal">
				{effectOf(guard)}
			</Cell>
			<Cell of={columns.guardedUntil}>
				<Time at={guard.until} zone={zone} />
			</Cell>
			<ActionCell>
				<form method="post">
					<input type="hidden" name="guard" value={kind} />
					<input type="hidden" name="target" value={target} />
					<button type="submit" className="button button-quiet">
						{words.lift}
						<span className="sr-only">
							{words.liftWhich({ number, group: groups[0]?.name ?? null })}
						</span>
					</button>
				</form>
			</ActionCell>
		</tr>
	);
}

/** What it does to callers, by the settings of its groups. */
function effectOf({ groups, isStrict }: CodeGuard): string {
	if (groups.length > 0 && groups.every(({ guard }) => guard === "alertOnly"))
		return words.alertOnly;
	return isStrict ? words.strict : words.guarded;
}
