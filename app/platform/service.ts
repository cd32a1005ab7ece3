import type { Database, Db } from "../../db/connection/database.ts";
import type { PoolNumbers } from "../../db/groups/pool-entries.ts";
import type { ApiKey } from "../../db/keys/api-keys.ts";
import type { WayToFind } from "../../db/match/admission-statement.ts";
import type { Admission, Admitted } from "../../db/match/admissions.ts";
import type { Look, MatchReading, MatchSearch } from "../../db/match/match-candidates.ts";
import type { Batched } from "../../db/requests/batch-reservations.ts";
import type { ReservationInput } from "../../db/requests/reservations.ts";
import type { MinuteCount } from "../domain/keys/request-limit.ts";
import type { Unavailability } from "../domain/unavailability.ts";

/**
 * What the operations work on: the database, and what this process remembers beside it. A process
 * makes one at its start; each test makes its own.
 */
export type Service = {
	/** Where statements go: the database, or the transaction that this is a view of. */
	readonly db: Db;
	readonly database: Database;
	/** One and the same in all views. */
	readonly state: ServiceState;
	/** The service inside of a transaction: what is done with it is done together, or not at all. */
	within(tx: Db): Service;
	readonly isWithin: boolean;
	/** What is to be counted once the transaction of this view is over. Empty outside of one. */
	readonly held: (() => void)[];
};

/** Makes a service that remembers nothing yet. */
export const createService = (database: Database): Service =>
	viewOf(database, database, emptyState());

const viewOf = (database: Database, db: Db, state: ServiceState): Service => ({
	db,
	database,
	state,
	within: (tx) => viewOf(database, tx, state),
	isWithin: db !== database,
	held: [],
});

/**
 * What one process knows and no other has to: figures that are written down later, and copies that
 * may be old. It is lost with the process.
 */
export type ServiceState = {
	/** Keys by their hash, found a moment ago (C11). */
	trustedKeys: Map<string, { key: ApiKey; until: number }>;
	/** IDs of the keys that were used since that was last written down. */
	usedKeys: Set<string>;
	requestCounts: RequestCounts;
	/** Answers by the groups' names, as the callers wrote them, since the last time. */
	traffic: Map<string, TrafficCounts>;
	/** performance.now() until which nobody looks how many requests are live. */
	liveLookRestsUntil: number;
	pools: Pools;
	reservations: Queue<AskedReservation, Batched>;
	/**
	 * Whether a group of the last batch had nothing free: most likely the next one has to look at its
	 * whole pool as well.
	 */
	isLookingThrough: boolean;
	admissions: Record<WayToFind, Queue<Admission, Admitted>>;
	looks: Record<Look, Queue<MatchSearch, MatchReading>>;
	/** The last of those who take turns at something, by its key. */
	turns: Map<string, Promise<unknown>>;
	health: Health;
	/**
	 * Up to which request the codes are erased, and the lists of states complete: what is before need
	 * not be walked through again.
	 */
	erasedUpTo: string | null;
	listedUpTo: string | null;
};

/** Inputs that wait for a statement, and the statements that have no answer yet. */
export type Queue<Input, Output> = {
	waiting: { input: Input; resolve(output: Output): void; reject(error: unknown): void }[];
	underWay: number;
	isAboutToSend: boolean;
};

/** `times` is 1, and more after a look that decided nothing. */
export type AskedReservation = { input: ReservationInput; times: number };

/** `seen` and `free` tell how many of the numbers that were looked at were free. */
export type Pool = PoolNumbers & { seen: number; free: number };

/** `numbers` of all pools together. What is known of a pool may be old. */
export type Pools = {
	byNameKey: Map<string, Pool>;
	loading: Map<string, Promise<Pool | undefined>>;
	numbers: number;
};

/**
 * Calls of limited keys. `called`: the keys used since the last exchange; `sinceDatabase` turns
 * this process's clock into the database's: all processes count by that one.
 */
export type RequestCounts = {
	byKey: Map<string, MinuteCount>;
	called: Set<string>;
	sinceDatabase: number;
	exchange: Promise<void> | null;
};

/** Answers to callers of one group. */
export type TrafficCounts = { created: number; refusedNoNumber: number; refusedNoCode: number };

/** How the last calls that write a little came out, and until when a probe's write counts. */
export type Health = {
	writtenUntil: number;
	writing: Promise<void> | null;
	failures: number;
	failed: Unavailability | null;
	failedAt: number;
};

/** An empty queue. */
export const newQueue = <Input, Output>(): Queue<Input, Output> => ({
	waiting: [],
	underWay: 0,
	isAboutToSend: false,
});

const emptyState = (): ServiceState => ({
	trustedKeys: new Map(),
	usedKeys: new Set(),
	requestCounts: {
		byKey: new Map(),
		called: new Set(),
		sinceDatabase: performance.timeOrigin,
		exchange: null,
	},
	traffic: new Map(),
	liveLookRestsUntil: 0,
	pools: { byNameKey: new Map(), loading: new Map(), numbers: 0 },
	reservations: newQueue(),
	isLookingThrough: false,
	admissions: { "by-code": newQueue(), "without-code": newQueue(), decided: newQueue() },
	looks: { "on-number": newQueue(), anywhere: newQueue() },
	turns: new Map(),
	health: { writtenUntil: 0, writing: null, failures: 0, failed: null, failedAt: 0 },
	erasedUpTo: null,
	listedUpTo: null,
});
