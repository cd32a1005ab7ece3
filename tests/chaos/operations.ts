/**
 * A server process from its start to its end. Times are milliseconds since 1970, by this machine's
 * one clock.
 */
export type Life = {
	/** "first" for the first of the two, for example. */
	name: string;
	/** When it was killed, or found to have ended by itself; null while it lives. */
	killed: number | null;
};

/** The answer: the envelope's code, and the data of a success. */
export type Answer = {
	status: number;
	code: number;
	retryAfter: string | null;
	data: Record<string, unknown>;
	/** Deviations from the schema in /openapi.json for this status. */
	unfit: string[];
};

export const CALLS = ["create", "retrieve", "match", "cancel"] as const;
export type Call = (typeof CALLS)[number];

/** One request of a client and its answer. */
export type Operation = {
	call: Call;
	body: Record<string, unknown>;
	/**
	 * The Idempotency-Key or the `callId`. Operations that share one are tries of one call. A call
	 * without one is tried once.
	 */
	once: string | null;
	/** Its `x-correlation-id`. */
	corrId: string;
	/** The process that received it. */
	life: Life;
	sent: number;
	answered: number;
	/** Null without an answer. */
	answer: Answer | null;
	/** The reason for a missing answer. */
	failure?: string;
};

/** A request in the database at the end. Times as in an operation. */
export type StoredRequest = {
	id: string;
	created: number;
	expires: number;
	ended: number | null;
	matched: number | null;
	group: string;
	isUnique: boolean;
	number: string;
	code: string | null;
	/** The create call of this row: each call has its own `callbackServiceId`. */
	mark: string | null;
};

/** An attempt in the database at the end. */
export type StoredAttempt = { corrId: string; outcome: string; requestId: string | null };

/** Everything known about a run. */
export type History = {
	operations: readonly Operation[];
	requests: readonly StoredRequest[];
	attempts: readonly StoredAttempt[];
	/** Groups by name, and whether they have unique DNIS. */
	groups: ReadonlyMap<string, { isUnique: boolean; numbers: ReadonlySet<string> }>;
};

export const isAcknowledged = (operation: Operation): boolean => operation.answer?.status === 200;
