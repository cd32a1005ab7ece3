import { formatForReading } from "../../domain/groups/phone-number.ts";
import type { CodeLock } from "../../domain/match/guessing.ts";
import { Cell, RecordTable } from "../record-table.tsx";
import { Time } from "../time.tsx";

/** The pairs of caller and number that are locked now, each with a button that lifts it (C10). */
export function LockTable({ locks, zone }: { locks: CodeLock[]; zone: string }) {
	return (
		<section className="panel" aria-label="Locks">
			{locks.length === 0 ? (
				<div className="px-4 py-12 text-center">
					<h2>Nobody is locked out</h2>
					<p className="mx-auto mt-1 max-w-prose text-muted">
						A caller who enters five wrong codes on one number within ten minutes is locked out
						there for ten minutes, and appears here.
					</p>
				</div>
			) : (
				<RecordTable label="Table of locks" columns={["ANI", "DNIS", "Locked until", "Action"]}>
					{locks.map((lock) => (
						<tr
							key={`${lock.fromNumber} ${lock.toNumber}`}
							data-key={`${lock.fromNumber} ${lock.toNumber}`}
							className="hover:bg-sunken"
						>
							<Cell>
								{lock.fromNumber ? formatForReading(lock.fromNumber) : "Callers without a number"}
							</Cell>
							<Cell>{lock.toNumber ? formatForReading(lock.toNumber) : "Not given"}</Cell>
							<Cell>
								<Time at={lock.lockedUntil} zone={zone} />
							</Cell>
							<Cell>
								<form method="post">
									<input type="hidden" name="fromNumber" value={lock.fromNumber ?? ""} />
									<input type="hidden" name="toNumber" value={lock.toNumber ?? ""} />
									<button type="submit" className="button button-quiet">
										Lift
										<span className="sr-only">
											{" "}
											the lock of {lock.fromNumber ?? "callers without a number"} on{" "}
											{lock.toNumber ?? "no number"}
										</span>
									</button>
								</form>
							</Cell>
						</tr>
					))}
				</RecordTable>
			)}
		</section>
	);
}
