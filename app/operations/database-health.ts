import { sqlState } from "../../db/connection/errors.ts";
import { isMigrated, tryToWrite } from "../../db/connection/readiness.ts";
import { unavailability } from "../../db/connection/unavailability.ts";
import type { Unavailability } from "../domain/unavailability.ts";
import type { Health, Service } from "../platform/service.ts";

/**
 * Why this process cannot serve; `unmigrated`: the database lacks migrations, or is another one.
 */
export type Obstacle = Unavailability | "unmigrated";

/**
 * Anybody may ask whether the process is ready: however often that is, a write that went well
 * counts for this long.
 */
const WRITTEN_MS = 500;
/**
 * A failure of calls counts for this long where no further call tells: the process is ready again
 * within 2 s of the fault's end.
 */
const REMEMBERED_MS = 1000;
/** One call alone may meet a time limit or a lock, by its own fault. */
const SLOW_CALLS_MIN = 3;

/**
 * Notes that an operation that writes a little was done: the database can be written to. One that
 * is refused says nothing, and an import may meet a limit by its own size. Inside a transaction
 * nothing is noted: that may still fail, and what runs it notes that.
 */
export function noteServed({ state: { health }, isWithin }: Service): void {
	if (!isWithin) health.failures = 0;
}

/** Notes that such an operation failed, where the database could not serve it. */
export function noteFailed({ state: { health }, isWithin }: Service, error: unknown): void {
	const why = isWithin ? null : unavailability(error);
	if (why === null) return;
	health.failures += 1;
	health.failed = why;
	health.failedAt = performance.now();
	// What it found before is no longer so.
	health.writtenUntil = 0;
}

/**
 * What keeps this process from serving; null where nothing does. It reads, writes a little, and
 * asks how the last calls came out: a full disk still has room in some places, and a time limit
 * hits what takes longer than a probe. As long as the database is silent, so is this.
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

/** Of a schema and of a table. */
const NO_SUCH_TABLE = new Set(["3F000", "42P01"]);

/** One probe at a time, whoever asks. */
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

/** Whether the database is there, the probe has found out by itself. */
const TOLD_BY_PROBE = new Set<Unavailability | null>(["away", "too-many-connections"]);
const ONCE_IN_A_WHILE = new Set<Unavailability | null>(["too-slow", "given-up"]);

function recentFailure({ failures, failed, failedAt }: Health): Unavailability | null {
	if (failures === 0 || TOLD_BY_PROBE.has(failed) || performance.now() - failedAt > REMEMBERED_MS)
		return null;
	return ONCE_IN_A_WHILE.has(failed) && failures < SLOW_CALLS_MIN ? null : failed;
}
