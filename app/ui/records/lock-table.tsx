import { formatForReading } from "../../domain/groups/phone-number.ts";
import type { CodeLock } from "../../domain/match/guessing.ts";
import { texts } from "../../texts/texts.ts";
import { ActionCell, Cell, RecordTable, ValueLink } from "../record-table.tsx";
import { Time } from "../time.tsx";

const PATH = "/call-in/attempts";
const { columns, locks: words } = texts.pages.records;
const COLUMNS = [columns.ani, columns.dnis, columns.lockedUntil, columns.action];

const callerOf = ({ fromNumber, hidesCaller }: CodeLock): string =>
	fromNumber ?? (hidesCaller ? words.withheld : words.callersWithoutNumber);

/** The pair in the words of sentences. */
export const lockedPair = (lock: CodeLock): { caller: string; number: string | null } => ({
	caller: callerOf(lock),
	number: lock.toNumber,
});

/** The locked pairs of caller and number, each with a button that lifts its lock (C10). */
export function LockTable({ locks, zone }: { locks: CodeLock[]; zone: string }) {
	return (
		<section className="panel" aria-label={words.heading}>
			{locks.length === 0 ? (
				<div className="px-4 py-12 text-center">
					<h2>{words.none}</h2>
					<p className="mx-auto mt-1 max-w-prose text-muted">{words.noneHint}</p>
				</div>
			) : (
				<RecordTable label={words.table} columns={COLUMNS}>
					{locks.map((lock) => (
						<tr key={lock.id} data-key={lock.id} className="hover:bg-sunken">
							<Cell of={null}>
								{lock.fromNumber ? (
									<ValueLink path={PATH} field="ani" value={lock.fromNumber}>
										{formatForReading(lock.fromNumber)}
									</ValueLink>
								) : (
									callerOf(lock)
								)}
							</Cell>
							<Cell of={columns.dnis}>
								{lock.toNumber ? (
									<ValueLink path={PATH} field="dnis" value={lock.toNumber}>
										{formatForReading(lock.toNumber)}
									</ValueLink>
								) : (
									texts.pages.shared.notGiven
								)}
							</Cell>
							<Cell of={columns.lockedUntil}>
								<Time at={lock.lockedUntil} zone={zone} />
							</Cell>
							<ActionCell>
								<form method="post">
									<input type="hidden" name="lock" value={lock.id} />
									<button type="submit" className="button button-quiet">
										{words.lift}
										<span className="sr-only">{words.liftWhich(lockedPair(lock))}</span>
									</button>
								</form>
							</ActionCell>
						</tr>
					))}
				</RecordTable>
			)}
		</section>
	);
}
