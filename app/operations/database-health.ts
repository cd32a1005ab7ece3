import { sqlState } from "../../db/connection/errors.ts";
import { isMigrated, tryToWrite } from "../../db/connection/readiness.ts";
import { unavailability } from "../../db/connection/unavailability.ts";
import type { Unavailability } from "../domain/unavailability.ts";
import type { Health, Service } from "../platform/service.ts";

/**
 * Why this process cannot serve. `unmigrated`: migrations are missing, or it is another database.
 */
export type Obstacle = Unavailability | "unmigrated";

/**
 * A successful write counts for this long. The readiness endpoint is public, so the number of
 * probes must not decide the number of writes.
 */
const WRITTEN_MS = 500;
/**
 * Without further calls, a failure counts for this long: the process is ready again within 2 s
 * after the fault ends.
 */
const REMEMBERED_MS = 1000;
/** A single call may meet a time limit or a lock through its own fault. */
const SLOW_CALLS_MIN = 3;

/**
 * Notes that an operation with a small write succeeded: the database accepts writes. A refused
 * operation proves nothing, and an import may exceed a limit by its own size. Inside a transaction
 * nothing is noted: the transaction may still fail, and its owner notes the result.
 */
export function noteServed({ state: { health }, isWithin }: Service): void {
	if (!isWithin) health.failures = 0;
}

/** Notes that such an operation failed because the database could not serve it. */
export function noteFailed({ state: { health }, isWithin }: Service, error: unknown): void {
	const why = isWithin ? null : unavailability(error);
	if (why === null) return;
	health.failures += 1;
	health.failed = why;
	health.failedAt = performance.now();
	// The last successful probe is out of date.
	health.writtenUntil = 0;
}

/**
 * The obstacle that keeps this process from serving, or null. It reads, writes a little, and
 * considers the results of the last calls: a full disk still has room in some places, and a time
 * limit affects work that takes longer than a probe. While the database does not respond, neither
 * does this function.
 */
export async function findObstacle(service: Service): Promise<Obstacle | null> {
	try {
		if (!(await isMigrated(service.db))) return "unmigrated";
		await writeOnce(service);
	} catch (error) {
		return (
			unavailability(error) ?? (NO_SUCH_TABLE.has(sqlState(error) ?? "") ? "unmigrated" : "failing")
		);
	}
	return recentFailure(service.state.health);
}

/** SQLSTATE codes of a missing schema and a missing table. */
const NO_SUCH_TABLE = new Set(["3F000", "42P01"]);

/** Single flight: one probe at a time for all callers. */
function writeOnce({ db, state: { health } }: Service): Promise<void> {
	if (performance.now() < health.writtenUntil) return Promise.resolve();
	health.writing ??= tryToWrite(db)
		.then(() => {
			health.writtenUntil = performance.now() + WRITTEN_MS;
		})
		.finally(() => {
			health.writing = null;
		});
	return health.writing;
}

/** The probe itself finds these. */
const TOLD_BY_PROBE = new Set<Unavailability | null>(["away", "too-many-connections"]);
const ONCE_IN_A_WHILE = new Set<Unavailability | null>(["too-slow", "given-up"]);

function recentFailure({ failures, failed, failedAt }: Health): Unavailability | null {
	if (failures === 0 || TOLD_BY_PROBE.has(failed) || performance.now() - failedAt > REMEMBERED_MS)
		return null;
	return ONCE_IN_A_WHILE.has(failed) && failures < SLOW_CALLS_MIN ? null : failed;
}
