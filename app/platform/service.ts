import type { Database, Db } from "../../db/connection/database.ts";
import type { PoolNumbers } from "../../db/groups/pool-entries.ts";
import type { ApiKey } from "../../db/keys/api-keys.ts";
import type { WayToFind } from "../../db/match/admission-statement.ts";
import type { Admission, Admitted } from "../../db/match/admissions.ts";
import type { Look, MatchReading, MatchSearch } from "../../db/match/match-candidates.ts";
import type { ConnectionForCalls } from "../../db/phone-systems/connection-for-calls.ts";
import type { Batched } from "../../db/requests/batch-reservations.ts";
import type { ReservationInput } from "../../db/requests/reservations.ts";
import { testTablesOf } from "../../db/requests/test-tables.ts";
import type { MinuteCount } from "../domain/keys/request-limit.ts";
import type { Connection } from "../domain/phone-systems/connection.ts";
import type { CountedRefusals, SeenCall } from "../domain/phone-systems/noted-call.ts";
import type { Unavailability } from "../domain/unavailability.ts";
import type { SecretsKeys } from "./sealed-value.ts";

/**
 * The operations' context: the database, and this process's own state. A process creates one at its
 * start; each test creates its own.
 */
export type Service = {
	/** The database, or the transaction of this view. */
	readonly db: Db;
	readonly database: Database;
	/** Shared by all views. */
	readonly state: ServiceState;
	/** A view inside a transaction: its statements commit together or not at all. */
	within(tx: Db): Service;
	readonly isWithin: boolean;
	/** Serves test keys: the tables are those of test requests, and nothing is counted (C17). */
	readonly isTest: boolean;
	/** The service for test keys, with state of its own; of such a service, itself. */
	readonly tests: Service;
	/** Counts deferred until this view's transaction has ended. Empty outside a transaction. */
	readonly held: (() => void)[];
};

/** Creates a service with empty state. Without keys, it neither stores nor reads secrets (D2). */
export const createService = (database: Database, secrets: SecretsKeys | null = null): Service =>
	viewOf(database, database, { ...emptyState(), secrets }, testService(database));

function testService(database: Database): Service {
	const tables = testTablesOf(database);
	return viewOf(tables, tables, emptyState(), null);
}

/** `tests` null: the view is the service for test keys. */
function viewOf(database: Database, db: Db, state: ServiceState, tests: Service | null): Service {
	const view: Service = {
		db,
		database,
		state,
		within: (tx) => viewOf(database, tx, state, tests),
		isWithin: db !== database,
		isTest: tests === null,
		get tests() {
			return tests ?? view;
		},
		held: [],
	};
	return view;
}

/**
 * State of one process that no other process needs: figures not yet written to the database, and
 * caches that may be stale. It is lost with the process.
 */
export type ServiceState = {
	/** Recently found keys by their hash (C11). */
	trustedKeys: Map<string, { key: ApiKey; until: number }>;
	/** IDs of the keys used since the last write of this set. */
	usedKeys: Set<string>;
	requestCounts: RequestCounts;
	/** Answers since the last write, by group name as the callers wrote it. */
	traffic: Map<string, TrafficCounts>;
	/** No count of live requests before this value of performance.now(). */
	liveLookRestsUntil: number;
	pools: Pools;
	reservations: Queue<AskedReservation, Batched>;
	/**
	 * Whether a group of the last batch had nothing free. Then the next batch most likely has to
	 * search its whole pool too.
	 */
	isLookingThrough: boolean;
	admissions: Record<WayToFind, Queue<Admission, Admitted>>;
	looks: Record<Look, Queue<MatchSearch, MatchReading>>;
	/** The last task of each queue of turns, by key. */
	turns: Map<string, Promise<unknown>>;
	/** Codes that are judged at once on one number, by dialed number. */
	guessRooms: Map<string, GuessRoom>;
	health: Health;
	/** The keys that encrypt secrets at rest; null refuses them (D2). */
	secrets: SecretsKeys | null;
	/** Recently found connections by ID (P1). */
	trustedConnections: Map<string, { connection: Connection; until: number }>;
	/** The last calls of each connection since the last write, the oldest first. */
	notedCalls: Map<string, SeenCall[]>;
	/** Refusals of each connection by reason since the last write. */
	countedRefusals: Map<string, Map<string, CountedRefusals>>;
	connectionLooks: Queue<string, ConnectionForCalls | null>;
	checkTurns: CheckTurns;
	/**
	 * The request up to which codes are erased, and the request up to which the state lists are
	 * complete: cleaning need not scan earlier ones again.
	 */
	erasedUpTo: string | null;
	listedUpTo: string | null;
};

/** Inputs that wait for a statement, and the number of statements under way. */
export type Queue<Input, Output> = {
	waiting: { input: Input; resolve(output: Output): void; reject(error: unknown): void }[];
	underWay: number;
	isAboutToSend: boolean;
};

/** `until`: how long its size is kept without a call, by performance.now(). */
export type GuessRoom = {
	size: number;
	inside: number;
	waiting: { enter(): void; fail(error: unknown): void }[];
	until: number;
};

/** `times` is 1 for the first attempt, and more after an inconclusive one. */
export type AskedReservation = { input: ReservationInput; times: number };

/** `seen` is the number of phone numbers looked at, `free` the number of free ones among them. */
export type Pool = PoolNumbers & { seen: number; free: number; takenUntil: Float64Array };

/** `numbers` is the total over all pools. A cached pool may be stale. */
export type Pools = {
	byNameKey: Map<string, Pool>;
	loading: Map<string, Promise<Pool | undefined>>;
	numbers: number;
};

/**
 * Calls of limited keys. `called`: the keys used since the last exchange. `sinceDatabase`: offset
 * from this process's clock to the database's, by which all processes count.
 */
export type RequestCounts = {
	byKey: Map<string, MinuteCount>;
	called: Set<string>;
	sinceDatabase: number;
	exchange: Promise<void> | null;
};

/**
 * Who waits for the check of a webhook (O7). `refusals`: those of this minute, by client network
 * and by connection. `known`: the addresses from which each connection had a valid webhook.
 * `waiting`: by client network, in order.
 */
export type CheckTurns = {
	minute: number;
	refusals: { ofClient: Map<string, number>; ofConnection: Map<string, number> };
	known: Map<string, Set<string>>;
	waiting: Map<string, (() => void)[]>;
	waitingOfAll: number;
};

/** Answers to callers of one group. */
export type TrafficCounts = { created: number; refusedNoNumber: number; refusedNoCode: number };

/** Results of the latest small writes, and the time until which a probe's write counts. */
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
	guessRooms: new Map(),
	health: { writtenUntil: 0, writing: null, failures: 0, failed: null, failedAt: 0 },
	secrets: null,
	trustedConnections: new Map(),
	notedCalls: new Map(),
	countedRefusals: new Map(),
	connectionLooks: newQueue(),
	checkTurns: {
		minute: 0,
		refusals: { ofClient: new Map(), ofConnection: new Map() },
		known: new Map(),
		waiting: new Map(),
		waitingOfAll: 0,
	},
	erasedUpTo: null,
	listedUpTo: null,
});
